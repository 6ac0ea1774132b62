package io.github.fswire.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals to subscribers that do not behave. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PublisherSubscriptionsTest implements ChangeListener {
    private final List<String> errors = new ArrayList<>();
    private final PublisherSubscriptions subscriptions = new PublisherSubscriptions(this);

    @Override
    public void onBatch(ChangeBatch batch) {}

    @Override
    public void onError(Exception error) {
        errors.add(String.valueOf(error.getMessage()));
    }

    private static class Subscriber implements Flow.Subscriber<ChangeBatch> {
        final List<String> delivered = new ArrayList<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ChangeBatch batch) {
            delivered.add("batch " + batch.number());
        }

        @Override
        public void onError(Throwable failure) {
            delivered.add("error");
        }

        @Override
        public void onComplete() {
            delivered.add("complete");
        }
    }

    private static ChangeBatch batch(long number) {
        return ChangeBatch.of(
                number,
                List.of(Change.builder(Change.Kind.CREATED, Path.of("f")).build()));
    }

    private void deliver(long number) throws Exception {
        CompletableFuture.runAsync(() -> subscriptions.onBatch(batch(number))).get();
    }

    @Test
    void E1_whoCancelsWhileItSubscribesHoldsNobody() throws Exception {
        Subscriber good = new Subscriber();
        Subscriber canceller = new Subscriber() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
                subscription.cancel();
                subscription.request(1);
            }
        };
        subscriptions.subscribe(good);
        subscriptions.subscribe(canceller);
        deliver(1);
        subscriptions.close();
        assertThat(good.delivered).containsExactly("batch 1", "complete");
        assertThat(canceller.delivered).isEmpty();
    }

    @Test
    void E1_whoAsksForNothingWhileItSubscribesGetsAnErrorAndHoldsNobody() throws Exception {
        Subscriber good = new Subscriber();
        Subscriber wrong = new Subscriber() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(0);
            }
        };
        subscriptions.subscribe(wrong);
        subscriptions.subscribe(good);
        deliver(1);
        assertThat(wrong.delivered).containsExactly("error");
        assertThat(good.delivered).containsExactly("batch 1");
    }

    @Test
    void E2_whoThrowsAnErrorHasCancelledAndTheOthersGetTheBatchOnce() throws Exception {
        Subscriber before = new Subscriber();
        Subscriber after = new Subscriber();
        subscriptions.subscribe(before);
        subscriptions.subscribe(new Subscriber() {
            @Override
            public void onNext(ChangeBatch batch) {
                throw new AssertionError("no");
            }
        });
        subscriptions.subscribe(after);
        deliver(1);
        deliver(2);
        assertThat(before.delivered).containsExactly("batch 1", "batch 2");
        assertThat(after.delivered).containsExactly("batch 1", "batch 2");
        assertThat(errors).containsExactly("a subscriber has thrown java.lang.AssertionError: no");
    }

    @Test
    void whoThrowsAtTheEndDoesNotKeepItFromTheOthers() {
        Subscriber good = new Subscriber();
        subscriptions.subscribe(new Subscriber() {
            @Override
            public void onComplete() {
                throw new IllegalStateException("not now");
            }
        });
        subscriptions.subscribe(good);
        subscriptions.close();
        assertThat(good.delivered).containsExactly("complete");
        assertThat(errors).containsExactly("not now");
    }
}
