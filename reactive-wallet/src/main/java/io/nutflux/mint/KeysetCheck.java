package io.nutflux.mint;

import io.nutflux.codec.MintCodec.KeysEntry;
import io.nutflux.crypto.CurveEngine;
import io.nutflux.crypto.KeysetIds;
import io.nutflux.error.MintMisbehavedException;
import io.nutflux.error.MintMisbehavedException.Kind;
import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;
import io.nutflux.model.KeysetInfo;
import io.nutflux.model.MintUrl;
import java.util.function.Consumer;

/**
 * Compares what a mint says of keysets with itself and with what is known (02.7, 02.8, 02.12, 01.2). Takes a square root
 * for each new key, so it is called on a computing scheduler.
 */
final class KeysetCheck {

    private final CurveEngine engine;
    private final Consumer<MintMisbehavedException> reports;

    KeysetCheck(CurveEngine engine, Consumer<MintMisbehavedException> reports) {
        this.engine = engine;
        this.reports = reports;
    }

    /** The keyset of {@code entry}, or the reason to refuse it as an exception, which is reported as well. */
    Keyset verified(MintUrl mint, KeysetInfo info, KeysEntry entry) {
        if (!entry.unit().equals(info.unit())) {
            throw reported(mint, Kind.KEYSET_ID_MISMATCH, "keyset " + info.id() + " came with two units");
        }
        Keyset keyset;
        try {
            keyset = entry.toKeyset(info);
        } catch (IllegalArgumentException e) {
            throw reported(mint, Kind.KEYSET_ID_MISMATCH, "keyset " + info.id() + " has no keys, or one for 0");
        }
        if (!KeysetIds.isTrue(keyset)) {
            throw reported(mint, Kind.KEYSET_ID_MISMATCH, "keyset " + info.id() + " is not the digest of its keys");
        }
        if (!keyset.keys().values().stream().allMatch(engine::isOnCurve)) {
            throw reported(mint, Kind.INVALID_POINT, "keyset " + info.id() + " has a key that is no point");
        }
        return keyset;
    }

    /** Whether the keys are those of {@code known}; reports if not. */
    boolean areUnchanged(MintUrl mint, Keyset known, KeysEntry entry) {
        if (entry.keys().equals(known.keys())) {
            return true;
        }
        report(new MintMisbehavedException(
                mint, Kind.KEYS_CHANGED, "keyset " + known.id() + " came with other keys than before"));
        return false;
    }

    /**
     * What to believe of a known keyset after it was listed as {@code listed}: its activity always; fee and expiry where
     * the id does not commit to them (version 1); never another unit.
     */
    KeysetInfo believed(MintUrl mint, Keyset known, KeysetInfo listed) {
        KeysetInfo before = known.info().withActive(listed.active());
        if (before.equals(listed)) {
            return listed;
        }
        if (!listed.unit().equals(before.unit())) {
            report(new MintMisbehavedException(
                    mint, Kind.KEYS_CHANGED, "keyset " + known.id() + " came with another unit than before"));
            return before;
        }
        if (!KeysetIds.isTrue(known.withInfo(listed))) {
            report(new MintMisbehavedException(
                    mint,
                    Kind.KEYSET_ID_MISMATCH,
                    "keyset " + known.id() + " came with another fee or expiry than its id says"));
            return before;
        }
        return listed;
    }

    /** Reports a keyset with a key that is no point or an amount that is none. */
    void isMalformed(MintUrl mint, KeysetId id) {
        report(new MintMisbehavedException(
                mint, Kind.INVALID_POINT, "keyset " + id + " has a malformed key or amount"));
    }

    /** What keysets beyond the limits are refused with. */
    static MintMisbehavedException tooMany(MintUrl mint) {
        return new MintMisbehavedException(
                mint,
                Kind.TOO_MANY_KEYSETS,
                "the mint has more keysets or keys than KeysetLimits allow, and some are not used");
    }

    /** Reports that some are not used for the limits. */
    void isTooMuch(MintUrl mint) {
        report(tooMany(mint));
    }

    /** Reports a keyset that the archive refused. */
    void collides(MintUrl mint, Keyset keyset) {
        report(new MintMisbehavedException(
                mint,
                Kind.KEYS_CHANGED,
                "keyset " + keyset.id() + " is known with other keys, perhaps of another mint"));
    }

    private MintMisbehavedException reported(MintUrl mint, Kind kind, String message) {
        MintMisbehavedException misbehaviour = new MintMisbehavedException(mint, kind, message);
        report(misbehaviour);
        return misbehaviour;
    }

    private void report(MintMisbehavedException misbehaviour) {
        reports.accept(misbehaviour);
    }
}
