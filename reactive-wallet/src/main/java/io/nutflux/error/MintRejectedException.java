package io.nutflux.error;

import io.nutflux.model.MintUrl;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The mint read the request and answered no: a 4xx status with an error body (NUT-00).
 *
 * <p>Codes differ between mints, so a caller decides on proof and quote states and takes the code as a hint.
 */
public final class MintRejectedException extends MintException {

    public static final int PROOF_VERIFICATION_FAILED = 10001;
    public static final int PROOFS_SPENT = 11001;
    public static final int PROOFS_PENDING = 11002;
    public static final int OUTPUTS_ALREADY_SIGNED = 11003;
    public static final int OUTPUTS_PENDING = 11004;
    public static final int NOT_BALANCED = 11005;
    public static final int TOO_MANY_INPUTS = 11014;
    public static final int TOO_MANY_OUTPUTS = 11015;
    public static final int KEYSET_UNKNOWN = 12001;
    public static final int KEYSET_INACTIVE = 12002;
    public static final int KEYSET_EXPIRED = 12003;
    public static final int QUOTE_NOT_PAID = 20001;
    public static final int QUOTE_ALREADY_ISSUED = 20002;

    /** Answers that an earlier attempt may have caused: treatment U or S in the protocol's table of codes. */
    private static final Set<Integer> PERHAPS_OURS = Set.of(
            PROOFS_SPENT,
            PROOFS_PENDING,
            OUTPUTS_ALREADY_SIGNED,
            OUTPUTS_PENDING,
            QUOTE_ALREADY_ISSUED,
            20004,
            20005,
            20006);

    /**
     * What is wrong with the request itself: with the proofs, the outputs, their sums or their keysets. Another request with
     * the same bytes is refused for it too.
     */
    private static final Set<Integer> OF_THE_BYTES = Set.of(
            PROOF_VERIFICATION_FAILED,
            NOT_BALANCED,
            11006,
            11007,
            11008,
            11009,
            11010,
            11011,
            11012,
            11013,
            TOO_MANY_INPUTS,
            TOO_MANY_OUTPUTS,
            11016,
            11017,
            KEYSET_UNKNOWN,
            KEYSET_INACTIVE,
            KEYSET_EXPIRED);

    /** Answers after which the inputs are as before: treatment N in that table. */
    private static final Set<Integer> NOTHING_HAPPENED = union(
            OF_THE_BYTES, Set.of(QUOTE_NOT_PAID, 20003, 20007, 20008, 20009, 30001, 30002, 31001, 31002, 31003, 31004));

    private final int status;
    private final @Nullable Integer code;
    private final String detail;

    /**
     * @param code the numeric code, {@code null} if the body held none
     * @param detail the mint's words; cut to 200 printable characters here
     */
    public MintRejectedException(MintUrl mint, int status, @Nullable Integer code, String detail) {
        super(mint, "rejected with status " + status + ", code " + code + ": " + printable(detail), null);
        this.status = status;
        this.code = code;
        this.detail = printable(detail);
    }

    private static Set<Integer> union(Set<Integer> some, Set<Integer> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
    }

    public int status() {
        return status;
    }

    public @Nullable Integer code() {
        return code;
    }

    public boolean hasCode(int expected) {
        return code != null && code == expected;
    }

    /** The mint's words, printable, at most 200 characters; untrusted. */
    public String detail() {
        return detail;
    }

    /**
     * Whether the code is one of the protocol's. Any other, or none, may stand for a passing trouble inside the mint, so the
     * same request may be worth another try (E.1).
     */
    public boolean isUnderstood() {
        return code != null && (NOTHING_HAPPENED.contains(code) || PERHAPS_OURS.contains(code));
    }

    /**
     * Whether the refusal holds for any request with the same bytes, so also for one that was sent before and has no answer.
     * All others may pass, or be the doing of that very request (E.3).
     */
    public boolean holdsForAnyCopy() {
        return code != null && OF_THE_BYTES.contains(code);
    }

    /** False only for codes that say that nothing happened; true for those that may tell of an earlier attempt (E.1). */
    @Override
    public boolean mayHaveActed() {
        return code == null || !NOTHING_HAPPENED.contains(code);
    }
}
