package io.nutflux.flow;

import io.nutflux.codec.MintCodec;
import io.nutflux.error.MintMisbehavedException;
import io.nutflux.event.WalletEvent;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.BlindedMessage;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Keyset;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import io.nutflux.store.Findings.Found;
import io.nutflux.store.OutputPlan;
import io.nutflux.store.StoredProof;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes proofs of the signatures that a mint gave back: matched by {@code B_} and never by place (09.3), amount and keyset
 * as signed (09.4), DLEQ proofs verified where there are any (09.7). A signature that does not hold is told of and left out;
 * its counter is used all the same.
 */
final class RestoredOutputs {

    private final FlowContext context;
    private final Unblinder unblinder;

    RestoredOutputs(FlowContext context) {
        this.context = context;
        this.unblinder = new Unblinder(context.curve());
    }

    /**
     * What one answer came to.
     *
     * @param signed counters of the outputs that the mint has signed, ascending
     * @param found a proof for each of them whose signature holds
     */
    record Read(List<Long> signed, List<Found> found) {

        /** One past the last counter that was signed; 0 if none was. */
        long counter() {
            return signed.isEmpty() ? 0 : signed.get(signed.size() - 1) + 1;
        }
    }

    /** Computes; call it on the compute scheduler. */
    Read read(MintUrl mint, Keyset keyset, BlindedOutputs asked, MintCodec.Restored answer) {
        Map<CurvePoint, BlindSignature> byMessage = new HashMap<>();
        for (int i = 0; i < answer.outputs().size(); i++) {
            byMessage.put(answer.outputs().get(i).B_(), answer.signatures().get(i));
        }
        List<Integer> places = new ArrayList<>();
        List<BlindSignature> signatures = new ArrayList<>();
        for (int i = 0; i < asked.messages().size(); i++) {
            BlindSignature signature = byMessage.get(asked.messages().get(i).B_());
            if (signature != null) {
                places.add(i);
                signatures.add(signature);
            }
        }
        long first = asked.plan().firstCounter();
        return new Read(
                places.stream().map(place -> first + place).toList(), found(mint, keyset, asked, places, signatures));
    }

    private List<Found> found(
            MintUrl mint, Keyset keyset, BlindedOutputs asked, List<Integer> places, List<BlindSignature> signatures) {
        if (places.isEmpty()) {
            return List.of();
        }
        try {
            return unblinded(mint, keyset, asked, places, signatures);
        } catch (MintMisbehavedException e) {
            if (places.size() == 1) {
                context.events()
                        .publish(new WalletEvent.MintMisbehaved(mint, e.kind(), String.valueOf(e.getMessage())));
                return List.of();
            }
            // In halves, until each that does not hold stands alone.
            int middle = places.size() / 2;
            List<Found> found = new ArrayList<>(
                    found(mint, keyset, asked, places.subList(0, middle), signatures.subList(0, middle)));
            found.addAll(found(
                    mint,
                    keyset,
                    asked,
                    places.subList(middle, places.size()),
                    signatures.subList(middle, places.size())));
            return found;
        }
    }

    private List<Found> unblinded(
            MintUrl mint, Keyset keyset, BlindedOutputs asked, List<Integer> places, List<BlindSignature> signatures) {
        BlindedOutputs signed = signed(asked, places, signatures);
        List<Proof> proofs = unblinder.unblind(mint, signed, signatures, keyset, false);
        List<Found> found = new ArrayList<>(proofs.size());
        for (int i = 0; i < proofs.size(); i++) {
            found.add(new Found(
                    asked.plan().firstCounter() + places.get(i),
                    new StoredProof(
                            signed.Ys().get(i), mint, keyset.unit(), proofs.get(i), StoredProof.State.UNSPENT)));
        }
        return found;
    }

    /** The outputs at {@code places}, of the amounts that were signed. */
    private static BlindedOutputs signed(BlindedOutputs asked, List<Integer> places, List<BlindSignature> signatures) {
        List<BlindedMessage> messages = new ArrayList<>(places.size());
        for (int i = 0; i < places.size(); i++) {
            BlindedMessage message = asked.messages().get(places.get(i));
            messages.add(new BlindedMessage(signatures.get(i).amount(), message.id(), message.B_()));
        }
        return new BlindedOutputs(
                OutputPlan.keep(
                        asked.plan().keyset(),
                        messages.stream().map(BlindedMessage::amount).toList()),
                messages,
                places.stream().map(asked.derived()::get).toList(),
                places.stream().map(asked.Ys()::get).toList());
    }
}
