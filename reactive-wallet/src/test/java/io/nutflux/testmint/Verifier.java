package io.nutflux.testmint;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Judges inputs and outputs, in the order in which mints do, and signs. It changes nothing. */
final class Verifier {

    private final Keysets keysets;
    private final int maxInputs;
    private final int maxOutputs;

    Verifier(Keysets keysets, int maxInputs, int maxOutputs) {
        this.keysets = keysets;
        this.maxInputs = maxInputs;
        this.maxOutputs = maxOutputs;
    }

    /** Duplicates, limits, keysets and units: all that costs no curve arithmetic. Returns the one unit. */
    String checkForm(List<Input> inputs, List<Output> outputs) {
        if (distinct(inputs.stream().map(Input::secret)) < inputs.size()) {
            throw new MintError(11007, "duplicate inputs");
        }
        if (distinct(outputs.stream().map(Output::blinded)) < outputs.size()) {
            throw new MintError(11008, "duplicate outputs");
        }
        if (inputs.size() > maxInputs) {
            throw new MintError(11014, "max inputs exceeded: " + maxInputs);
        }
        if (outputs.size() > maxOutputs) {
            throw new MintError(11015, "max outputs exceeded: " + maxOutputs);
        }
        return checkUnits(inputs, outputs);
    }

    private String checkUnits(List<Input> inputs, List<Output> outputs) {
        Set<String> inputUnits = new HashSet<>();
        Set<String> outputUnits = new HashSet<>();
        inputs.forEach(input -> inputUnits.add(keysets.require(input.id()).unit()));
        outputs.forEach(
                output -> outputUnits.add(keysets.requireActive(output.id()).unit()));
        if (inputUnits.size() > 1 || outputUnits.size() > 1) {
            throw new MintError(11009, "inputs or outputs of several units");
        }
        if (outputUnits.isEmpty()) {
            throw new MintError(11005, "no outputs");
        }
        if (!inputUnits.isEmpty() && !inputUnits.equals(outputUnits)) {
            throw new MintError(11010, "inputs and outputs are not of one unit");
        }
        return outputUnits.iterator().next();
    }

    /** Checks {@code C = k * hash_to_curve(secret)} and the spending condition of each. */
    List<Spend> verify(List<Input> inputs) {
        List<Spend> spends = new ArrayList<>(inputs.size());
        for (Input input : inputs) {
            MintKey key = keysets.require(input.id()).key(input.amount());
            if (key == null) {
                throw new MintError(10001, "the keyset has no key for a proof's amount");
            }
            byte[] Y = Curve.hashToCurve(input.secret());
            if (!Arrays.equals(point(input.signature(), "C"), key.sign(Y))) {
                throw new MintError(10001, "proof verification failed");
            }
            Condition.check(input);
            spends.add(new Spend(Curve.hex(Y), input.amount(), input.witness()));
        }
        return spends;
    }

    /** {@code ceil(sum of fees / 1000)}, rounded once (02.14). */
    BigInteger fee(List<Input> inputs) {
        BigInteger ppk = inputs.stream()
                .map(input -> Json.unsigned(keysets.require(input.id()).feePpk()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        return ppk.add(BigInteger.valueOf(999)).divide(BigInteger.valueOf(1000));
    }

    void checkBalance(BigInteger in, BigInteger out) {
        if (!in.equals(out)) {
            throw new MintError(11005, "not balanced: " + in + " after fees, " + out + " asked for");
        }
    }

    List<Signed> sign(List<Output> outputs) {
        List<Signed> signed = new ArrayList<>(outputs.size());
        for (Output output : outputs) {
            MintKey key = keysets.requireActive(output.id()).key(output.amount());
            if (key == null) {
                throw new MintError(11006, "the keyset has no key for an output's amount");
            }
            byte[] blinded = point(output.blinded(), "B_");
            byte[] signature = key.sign(blinded);
            signed.add(new Signed(output, Curve.hex(signature), key.prove(blinded, signature)));
        }
        return signed;
    }

    static BigInteger sum(Stream<Long> amounts) {
        return amounts.map(Json::unsigned).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static byte[] point(String hex, String field) {
        try {
            return Curve.parse(hex);
        } catch (IllegalArgumentException e) {
            throw MintError.shape("'" + field + "': " + e.getMessage());
        }
    }

    private static long distinct(Stream<String> values) {
        return values.distinct().count();
    }
}
