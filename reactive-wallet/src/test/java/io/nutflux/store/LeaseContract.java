package io.nutflux.store;

import static io.nutflux.store.StoreSamples.LEASE;
import static io.nutflux.store.StoreSamples.NOW;
import static io.nutflux.store.StoreSamples.OTHER_WALLET;
import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.Obstacle;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who works on an operation: leases and their taking over. */
public abstract class LeaseContract extends StoreContract {

    private static final Instant LATER = LEASE.plusSeconds(60);

    @Test
    void unfinished_oldestFirst_withoutEnded() {
        OperationDraft third = at(NOW.plusSeconds(3), LEASE);
        OperationDraft first = at(NOW.plusSeconds(1), LEASE);
        OperationDraft second = at(NOW.plusSeconds(2), LEASE);
        prepare(third);
        prepare(first);
        prepareAndSend(second);
        settle(samples.redeem(samples.token("settled", 1)));
        OperationDraft released = samples.redeem(samples.token("released", 1));
        prepare(released);
        get(store.release(WALLET, released.id(), 1, Release.all()));

        assertThat(all(store.unfinished(WALLET)))
                .extracting(Operation::id)
                .containsExactly(first.id(), second.id(), third.id());
        assertThat(all(store.unfinished(OTHER_WALLET))).isEmpty();
    }

    @Test
    void claimDue_takesWhatRanOut_oldestLeaseFirst() {
        OperationDraft late = at(NOW, LEASE.plusNanos(1));
        OperationDraft due = at(NOW, LEASE);
        OperationDraft overdue = at(NOW, NOW);
        prepare(late);
        prepare(due);
        Operation sent = prepareAndSend(overdue);

        List<Operation> taken = all(store.claimDue(WALLET, "you", LEASE, LATER, 10));
        assertThat(taken)
                .containsExactly(
                        sent.heldBy("you", LATER),
                        due.prepared(taken.get(1).outputs().firstCounter(), null)
                                .heldBy("you", LATER));
        assertThat(load(due.id()).operation()).isEqualTo(taken.get(1));
        assertThat(all(store.claimDue(WALLET, "me", LEASE, LATER, 10))).isEmpty();
        assertThat(all(store.claimDue(OTHER_WALLET, "me", LATER, LATER, 10))).isEmpty();
    }

    @Test
    void claimDue_atMostLimit() {
        for (int i = 0; i < 5; i++) {
            prepare(at(NOW, LEASE.plusSeconds(i)));
        }
        assertThat(all(store.claimDue(WALLET, "you", LATER, LATER.plusSeconds(1), 0)))
                .isEmpty();
        assertThat(all(store.claimDue(WALLET, "you", LATER, LATER.plusSeconds(1), 2)))
                .hasSize(2);
        assertThat(all(store.claimDue(WALLET, "you", LATER, LATER.plusSeconds(1), 10)))
                .hasSize(3);
    }

    @Test
    void claimDue_takesNothingThatEnded() {
        settle(samples.redeem(samples.token("settled", 1)));
        assertThat(all(store.claimDue(WALLET, "you", LATER, LATER, 10))).isEmpty();
    }

    @Test
    void claimDue_makesTheFormerOwnersTicketVoid() {
        OperationDraft draft = samples.redeem(samples.token("a", 1));
        prepareAndSend(draft);
        all(store.claimDue(WALLET, "you", LEASE, LATER, 1));

        assertConflict(viewOf(draft), store.settle(WALLET, draft.id(), 2, samples.settlement(draft)));
        get(store.settle(WALLET, draft.id(), 3, samples.settlement(draft)));
    }

    @Test
    void lease_renewed_isNotDue() {
        OperationDraft draft = samples.redeem(samples.token("a", 1));
        Operation prepared = prepare(draft);
        Operation renewed = get(store.lease(WALLET, draft.id(), 1, LATER));

        assertThat(renewed).isEqualTo(prepared.heldBy("me", LATER));
        assertThat(all(store.claimDue(WALLET, "you", LEASE, LATER, 1))).isEmpty();
        assertThat(all(store.claimDue(WALLET, "you", LATER, LATER, 1))).hasSize(1);
    }

    @Test
    void assign_putsItUnderTheNewLease_withWhatStandsInItsWay() {
        OperationDraft draft = samples.redeem(samples.token("a", 1));
        Operation prepared = prepare(draft);
        Obstacle obstacle = new Obstacle(Obstacle.Reason.KEYSET_GONE, NOW);
        Lease lease = new Lease("you", LATER, obstacle);
        Operation assigned = get(store.assign(WALLET, draft.id(), 1, lease));

        assertThat(assigned).isEqualTo(prepared.under(lease));
        assertThat(load(draft.id()).operation()).isEqualTo(assigned);
        assertThat(all(store.unfinished(WALLET))).containsExactly(assigned);
        assertThat(all(store.claimDue(WALLET, "me", LEASE, LATER, 1))).isEmpty();
        assertThat(all(store.claimDue(WALLET, "me", LATER, LATER.plusSeconds(1), 1)))
                .extracting(Operation::obstacle)
                .containsExactly(obstacle);
        assertThat(get(store.lease(WALLET, draft.id(), 3, LATER)).obstacle()).isEqualTo(obstacle);
        assertThat(get(store.assign(WALLET, draft.id(), 4, new Lease("me", LATER, null)))
                        .obstacle())
                .isNull();
    }

    @Test
    void assign_wrongVersionOrEnded_conflicts() {
        OperationDraft draft = samples.redeem(samples.token("a", 1));
        Lease lease = new Lease("you", LATER, null);
        assertConflict(viewOf(draft), store.assign(WALLET, draft.id(), 1, lease));
        prepareAndSend(draft);
        assertConflict(viewOf(draft), store.assign(WALLET, draft.id(), 1, lease));
        assertConflict(viewOf(draft), store.assign(OTHER_WALLET, draft.id(), 2, lease));
        get(store.settle(WALLET, draft.id(), 2, samples.settlement(draft)));
        assertConflict(viewOf(draft), store.assign(WALLET, draft.id(), 3, lease));
    }

    @Test
    void lease_wrongVersionOrEnded_conflicts() {
        OperationDraft draft = samples.redeem(samples.token("a", 1));
        assertConflict(viewOf(draft), store.lease(WALLET, draft.id(), 1, LATER));
        prepareAndSend(draft);
        assertConflict(viewOf(draft), store.lease(WALLET, draft.id(), 1, LATER));
        assertConflict(viewOf(draft), store.lease(OTHER_WALLET, draft.id(), 2, LATER));
        get(store.settle(WALLET, draft.id(), 2, samples.settlement(draft)));
        assertConflict(viewOf(draft), store.lease(WALLET, draft.id(), 3, LATER));
    }

    private OperationDraft at(Instant createdAt, Instant leaseUntil) {
        OperationDraft draft = samples.redeem(plan(1), samples.token("key " + samples.digest(), 1));
        return new OperationDraft(
                draft.id(),
                draft.kind(),
                draft.mint(),
                draft.unit(),
                draft.outputs(),
                draft.gross(),
                draft.fee(),
                null,
                createdAt,
                "me",
                leaseUntil,
                draft.tokens(),
                List.of());
    }
}
