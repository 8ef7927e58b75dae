package io.nutflux.error;

import io.nutflux.model.MintUrl;
import org.jspecify.annotations.Nullable;

/** A mint could not be reached, refused, or answered what cannot be. */
public abstract sealed class MintException extends CashuException
        permits MintMisbehavedException,
                MintRejectedException,
                MintResponseException,
                MintUnavailableException,
                MintUnsupportedException {

    private final MintUrl mint;

    MintException(MintUrl mint, String message, @Nullable Throwable cause) {
        super(mint + ": " + message, cause);
        this.mint = mint;
    }

    public MintUrl mint() {
        return mint;
    }

    /**
     * Whether the mint may have carried the request out. {@code false} only where that is certain: the request never
     * left, or the mint's own answer says no. After {@code true} nothing may be freed before the mint was asked again.
     */
    public abstract boolean mayHaveActed();

    static String printable(String untrusted) {
        StringBuilder text = new StringBuilder();
        untrusted
                .codePoints()
                .limit(200)
                .forEach(c -> text.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c > 0xffff ? ' ' : c));
        return text.toString();
    }
}
