package io.nutflux.model;

/**
 * A unit's label as the mint writes it: {@code sat}, {@code usd}, or any other (NUT-01). Labels are opaque and compared
 * exactly; amounts of different units are never compared.
 *
 * @param label 1 to 32 printable ASCII characters without space
 */
public record CurrencyUnit(String label) {

    public static final CurrencyUnit SAT = new CurrencyUnit("sat");
    /** Reserved for blind authentication (NUT-22); never money. */
    public static final CurrencyUnit AUTH = new CurrencyUnit("auth");

    public CurrencyUnit {
        if (label.isEmpty() || label.length() > 32) {
            throw new IllegalArgumentException("a unit has 1 to 32 characters");
        }
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (c <= ' ' || c > '~') {
                throw new IllegalArgumentException("a unit is printable ASCII without space");
            }
        }
    }

    @Override
    public String toString() {
        return label;
    }
}
