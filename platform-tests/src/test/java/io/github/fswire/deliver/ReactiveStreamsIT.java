package io.github.fswire.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/** The official compliance kit of Reactive Streams, which is written for TestNG, on batches that are made up. */
@Tag("once")
class ReactiveStreamsIT {

    @Test
    void thePublisherObeysTheRules() {
        TestListenerAdapter results = new TestListenerAdapter();
        TestNG kit = new TestNG(false);
        kit.setTestClasses(new Class<?>[] {Rules.class});
        kit.addListener(results);
        kit.setVerbose(0);
        kit.run();
        System.out.println("Reactive Streams TCK: " + results.getPassedTests().size() + " passed, "
                + results.getSkippedTests().size() + " do not apply");
        assertThat(results.getFailedTests())
                .extracting(ReactiveStreamsIT::describe)
                .isEmpty();
        assertThat(results.getPassedTests()).hasSizeGreaterThan(20);
    }

    private static String describe(ITestResult result) {
        return result.getName() + ": " + result.getThrowable();
    }

    /** The rules, for the part of a publisher that does not watch. */
    public static final class Rules extends FlowPublisherVerification<ChangeBatch> {
        /** Opens the kit. */
        public Rules() {
            super(new TestEnvironment(5000, 200), 1000); // ms: of a busy machine, of silence, of a collection
        }

        @Override
        public Flow.Publisher<ChangeBatch> createFlowPublisher(long elements) {
            PublisherSubscriptions subscriptions = new PublisherSubscriptions(batch -> {});
            Change change =
                    Change.builder(Change.Kind.CREATED, NativeName.of("/f")).build();
            Thread source = new Thread(() -> {
                try {
                    for (long number = 1; number <= elements; number++) {
                        subscriptions.onBatch(ChangeBatch.of(number, List.of(change)));
                    }
                    subscriptions.close();
                } catch (CancellationException e) {
                    // closed: nobody wants the rest
                }
            });
            source.setDaemon(true);
            source.start();
            return subscriptions::subscribe;
        }

        @Override
        public Flow.Publisher<ChangeBatch> createFailedFlowPublisher() {
            PublisherSubscriptions subscriptions = new PublisherSubscriptions(batch -> {});
            subscriptions.onError(new IllegalStateException("the watcher has failed"));
            subscriptions.onEnd();
            return subscriptions::subscribe;
        }
    }
}
