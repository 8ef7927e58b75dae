package io.nutflux.cli;

import io.nutflux.flow.AdmissionPolicy;
import io.nutflux.model.MintUrl;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which tokens a command takes. */
final class PolicyOptions {

    @Option(names = "--mint", paramLabel = "URL", description = "Take tokens of this mint; may be repeated.")
    private List<MintUrl> allowed = List.of();

    @Option(names = "--any-mint", description = "Take tokens of every mint, whoever runs it.")
    private boolean anyMint;

    @Option(names = "--require-dleq", description = "Refuse tokens without a DLEQ proof for each of their proofs.")
    private boolean dleqRequired;

    @Option(names = "--no-dleq-check", description = "Leave DLEQ proofs to the mint's own check in the swap.")
    private boolean dleqUnchecked;

    boolean nameMints() {
        return anyMint || !allowed.isEmpty();
    }

    AdmissionPolicy policy(Cli cli) {
        allowed.forEach(cli::checked);
        return policy(cli, new LinkedHashSet<>(allowed));
    }

    /** The policy of a command whose token itself names the mints, unless its user named some. */
    AdmissionPolicy policyFor(Cli cli, Set<MintUrl> ofToken) {
        return nameMints() ? policy(cli) : policy(cli, ofToken);
    }

    private AdmissionPolicy policy(Cli cli, Set<MintUrl> named) {
        if (anyMint && !allowed.isEmpty()) {
            throw CliException.usage("--mint and --any-mint exclude each other");
        }
        if (dleqRequired && dleqUnchecked) {
            throw CliException.usage("--require-dleq and --no-dleq-check exclude each other");
        }
        AdmissionPolicy admitted =
                anyMint ? AdmissionPolicy.ofAnyMint() : AdmissionPolicy.none().withMints(named);
        return admitted.withUnits(cli.unit()).withDleq(dleq());
    }

    private AdmissionPolicy.Dleq dleq() {
        if (dleqRequired) {
            return AdmissionPolicy.Dleq.REQUIRED;
        }
        return dleqUnchecked ? AdmissionPolicy.Dleq.LEFT_TO_SWAP : AdmissionPolicy.Dleq.VERIFIED_WHEN_PRESENT;
    }
}
