package io.nutflux.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.WalletException;
import io.nutflux.error.WalletException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class GroupingTest {

    private final List<List<Integer>> groups = new ArrayList<>();
    private final List<Sinks.One<List<String>>> answers = new ArrayList<>();

    private Grouping<Integer, String> grouping(int most, int capacity) {
        return new Grouping<>(most, capacity, () -> new WalletException(Reason.INBOX_FULL, "full"), items -> {
            groups.add(items);
            answers.add(Sinks.one());
            return answers.get(answers.size() - 1).asMono();
        });
    }

    private void answer(int group) {
        answers.get(group)
                .tryEmitValue(
                        groups.get(group).stream().map(item -> "answer " + item).toList());
    }

    @Test
    void submit_alone_goesAtOnce() {
        CompletableFuture<String> one = grouping(10, 10).submit(1).toFuture();
        assertThat(groups).containsExactly(List.of(1));
        answer(0);
        assertThat(one).isCompletedWithValue("answer 1");
    }

    @Test
    void submit_whileOneIsUnderWay_goTogetherNextUpToTheMost() {
        Grouping<Integer, String> grouping = grouping(3, 10);
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(grouping.submit(i).toFuture());
        }
        assertThat(groups).containsExactly(List.of(0));
        answer(0);
        assertThat(groups).containsExactly(List.of(0), List.of(1, 2, 3));
        answer(1);
        answer(2);
        assertThat(groups).containsExactly(List.of(0), List.of(1, 2, 3), List.of(4, 5));
        for (int i = 0; i < 6; i++) {
            assertThat(all.get(i)).isCompletedWithValue("answer " + i);
        }
    }

    @Test
    void submit_cancelledWhileWaiting_isLeftOut() {
        Grouping<Integer, String> grouping = grouping(10, 10);
        grouping.submit(0).subscribe();
        Disposable cancelled = grouping.submit(1).subscribe();
        grouping.submit(2).subscribe();
        cancelled.dispose();
        answer(0);
        assertThat(groups).containsExactly(List.of(0), List.of(2));
    }

    @Test
    void submit_moreThanMayWait_isRefusedAndTheRestGoesOn() {
        Grouping<Integer, String> grouping = grouping(10, 2);
        grouping.submit(0).subscribe();
        grouping.submit(1).subscribe();
        CompletableFuture<String> two = grouping.submit(2).toFuture();
        CompletableFuture<String> three = grouping.submit(3).toFuture();
        assertThatThrownBy(three::join).cause().isInstanceOf(WalletException.class);
        answer(0);
        answer(1);
        assertThat(two).isCompletedWithValue("answer 2");
    }

    @Test
    void command_fails_itsItemsFailAndTheNextGoOn() {
        Grouping<Integer, String> grouping = grouping(10, 10);
        CompletableFuture<String> one = grouping.submit(1).toFuture();
        CompletableFuture<String> two = grouping.submit(2).toFuture();
        answers.get(0).tryEmitError(new IllegalStateException("no"));
        assertThatThrownBy(one::join).isInstanceOf(CompletionException.class).hasMessageContaining("no");
        answer(1);
        assertThat(two).isCompletedWithValue("answer 2");
    }

    @Test
    void commandThatEndsAtOnce_manyItems_needNoDeepStack() {
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        Sinks.One<List<Integer>> first = Sinks.one();
        Grouping<Integer, Integer> held = new Grouping<>(
                1,
                100_000,
                () -> new WalletException(Reason.INBOX_FULL, "full"),
                items -> items.get(0) == 0 ? first.asMono() : Mono.just(items));
        for (int i = 0; i < 50_000; i++) {
            all.add(held.submit(i).toFuture());
        }
        first.tryEmitValue(List.of(0));
        assertThat(all).allMatch(CompletableFuture::isDone);
    }
}
