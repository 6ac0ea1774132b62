package io.github.fswire.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.observe.Counters;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.UndeliveredException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of an exception that a listener throws. */
class ListenerChannelTest {
    private static final Logger LOGGER = Logger.getLogger(ListenerChannel.class.getName());

    private final List<LogRecord> logged = new ArrayList<>();
    private final List<UndeliveredException> undelivered = new ArrayList<>();
    private final Counters counters = new Counters();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void capture() {
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void release() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
    }

    private DeliveryContext context() {
        return new DeliveryContext(
                1,
                10,
                1,
                null,
                null,
                counters,
                nanos -> true,
                undelivered::add,
                failure -> {},
                () -> {},
                () -> 0,
                () -> false,
                ConcurrentHashMap.newKeySet(),
                ConcurrentHashMap.newKeySet());
    }

    private void deliver(ChangeListener listener, int batches) {
        ListenerChannel channel = new ListenerChannel(listener, ListenerOptions.EVERYTHING, context());
        for (int i = 0; i < batches; i++) {
            channel.add(Change.builder(Change.Kind.CREATED, Path.of("f")).build());
            channel.flush();
        }
    }

    private static void refuse(ChangeBatch batch) throws IOException {
        throw new IOException("no " + batch.number());
    }

    @Test
    void withoutOnErrorTheFirstIsLoggedAndTheOthersAreCounted() {
        deliver(ListenerChannelTest::refuse, 2);
        assertThat(logged).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARNING);
            assertThat(line.getThrown()).hasMessage("no 1").isInstanceOf(IOException.class);
        });
        assertThat(counters.errors.get()).isEqualTo(6);
    }

    @Test
    void withOnErrorNothingIsLogged() {
        List<Exception> errors = new ArrayList<>();
        deliver(
                new ChangeListener() {
                    @Override
                    public void onBatch(ChangeBatch batch) throws IOException {
                        refuse(batch);
                    }

                    @Override
                    public void onError(Exception error) {
                        errors.add(error);
                    }
                },
                1);
        assertThat(logged).isEmpty();
        assertThat(errors).hasSize(3).last().isSameAs(undelivered.get(0));
    }

    @Test
    void whatIsGivenUpSaysWhatWasThrownLast() {
        deliver(ListenerChannelTest::refuse, 1);
        assertThat(undelivered).singleElement().satisfies(error -> assertThat(error)
                .hasMessage("batch 1 with 1 changes is given up after 2 deliveries: java.io.IOException: no 1."
                        + " The listener lacks its changes: subscribe it anew, with withInitial()")
                .hasCauseInstanceOf(IOException.class));
    }

    private static String refuse(Change change) {
        throw new UnsupportedOperationException("no order of " + change.path());
    }

    @Test
    void aComparatorThatThrowsChangesNoOrder() {
        List<Change> delivered = new ArrayList<>();
        Comparator<Change> none = Comparator.comparing(ListenerChannelTest::refuse);
        ListenerOptions options = ListenerOptions.EVERYTHING.order(none);
        ListenerChannel channel = new ListenerChannel(batch -> batch.forEach(delivered::add), options, context());
        List<Change> changes = Stream.of("b", "a")
                .map(name -> Change.builder(Change.Kind.CREATED, Path.of(name)).build())
                .toList();
        changes.forEach(channel::add);
        channel.flush();
        assertThat(delivered).isEqualTo(changes);
        assertThat(logged).singleElement().satisfies(line -> assertThat(line.getThrown())
                .hasMessageStartingWith("the comparator of ListenerOptions.order has thrown"
                        + " java.lang.UnsupportedOperationException: no order of "));
        assertThat(counters.errors.get()).isEqualTo(1);
    }

    private static String fail(Change change) {
        throw new AssertionError("no order of " + change.path());
    }

    @Test
    void aComparatorThatFailsAnAssertionEndsNothing() {
        List<Change> delivered = new ArrayList<>();
        ListenerOptions options = ListenerOptions.EVERYTHING.order(Comparator.comparing(ListenerChannelTest::fail));
        ListenerChannel channel = new ListenerChannel(batch -> batch.forEach(delivered::add), options, context());
        channel.add(Change.builder(Change.Kind.CREATED, Path.of("b")).build());
        channel.add(Change.builder(Change.Kind.CREATED, Path.of("a")).build());
        channel.flush();
        assertThat(delivered).hasSize(2);
        assertThat(counters.errors.get()).isEqualTo(1);
    }
}
