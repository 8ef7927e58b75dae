package io.nutflux.flow;

import io.nutflux.event.WalletEvent;
import io.nutflux.model.BackgroundJob;
import io.nutflux.model.WalletHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Keeps going what a wallet does by itself. Each job deals with the failures that it expects; one that it does not expect is
 * told, and the job is begun again after a while, which doubles up to a minute for as long as it fails again and again.
 */
final class Background {

    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Logger log = LoggerFactory.getLogger(Background.class);

    private final FlowContext context;
    private final List<Job> jobs = new CopyOnWriteArrayList<>();

    Background(FlowContext context) {
        this.context = context;
    }

    /** Begins {@code work}, and begins it again whenever it fails, until it ends well or is disposed. */
    <T> Disposable keep(BackgroundJob what, Flux<T> work) {
        Job job = new Job(what);
        jobs.add(job);
        return Flux.defer(() -> {
                    job.begun();
                    return work;
                })
                .retryWhen(Retry.from(failures ->
                        failures.concatMap(failed -> Mono.delay(job.failed(failed.failure()), context.compute()))))
                .subscribe(ignored -> {}, e -> log.error("{} ended", what, e));
    }

    /** Each job as it is now. */
    List<WalletHealth.Job> health() {
        return jobs.stream().map(Job::health).toList();
    }

    private final class Job {

        private final BackgroundJob what;
        private boolean alive;
        private int failures;
        private @Nullable String lastFailure;
        private Duration pause = FIRST_PAUSE;
        private Instant since = Instant.EPOCH;

        Job(BackgroundJob what) {
            this.what = what;
        }

        synchronized void begun() {
            alive = true;
            since = context.now();
        }

        /** Returns how long to wait; what ran for longer than any pause begins with a short one again. */
        Duration failed(Throwable failure) {
            String why = failure.getClass().getSimpleName() + ": " + failure.getMessage();
            Duration wait;
            synchronized (this) {
                if (Duration.between(since, context.now()).compareTo(LONGEST_PAUSE) > 0) {
                    pause = FIRST_PAUSE;
                }
                alive = false;
                failures++;
                lastFailure = why;
                wait = pause;
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
            }
            log.error("{} failed and begins again in {} s", what, wait.toSeconds(), failure);
            context.events().publish(new WalletEvent.BackgroundFailed(what, why, wait));
            return wait;
        }

        synchronized WalletHealth.Job health() {
            return new WalletHealth.Job(what, alive, failures, lastFailure);
        }
    }
}
