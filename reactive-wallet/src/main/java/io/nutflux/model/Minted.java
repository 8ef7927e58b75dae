package io.nutflux.model;

/** A paid quote turned into ecash. */
public record Minted(String quoteId, MintUrl mint, CurrencyUnit unit, Amount amount) {

    @Override
    public String toString() {
        return "Minted[" + amount + " " + unit + "]";
    }
}
