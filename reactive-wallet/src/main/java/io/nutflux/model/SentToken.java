package io.nutflux.model;

/**
 * A token made to hand out.
 *
 * @param token its text: whoever has it has the money
 * @param amount its face value
 * @param fee what the mint took for making it
 */
public record SentToken(
        String token, MintUrl mint, CurrencyUnit unit, Amount amount, Amount fee, OperationId operation) {

    @Override
    public String toString() {
        return "SentToken[" + amount + " " + unit + ", " + operation + ", redacted]";
    }
}
