package io.github.fswire.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Notes what a session hands out, a line for a record: its kinds and its name, or a dot for the directory itself. */
public abstract class NotingHandler implements RawEventHandler {
    protected final List<String> reported = new ArrayList<>(); // guarded by this
    protected final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    protected final CountDownLatch terminated = new CountDownLatch(1);
    protected volatile Consumer<RawEvent> onEvent = event -> {};

    @Override
    public void onEvent(RawEvent event) {
        note(event);
        onEvent.accept(event);
    }

    protected synchronized void note(RawEvent event) {
        StringBuilder line = new StringBuilder();
        for (RawKind kind : RawKind.values()) {
            line.append(kind.in(event.kinds()) ? kind + " " : "");
        }
        reported.add(line.append(event.nameLength() == 0 ? "." : event.toName()).toString());
    }

    @Override
    public void onOverflow(RawEvent event) {
        note(event);
    }

    @Override
    public void onFence(Object token) {
        ((CountDownLatch) token).countDown();
    }

    @Override
    public void onFailure(Exception failure) {
        failures.add(failure);
    }

    @Override
    public void onTerminated() {
        terminated.countDown();
    }

    /** What was reported since the last call, up to now. */
    protected List<String> reported(RawSession session) throws InterruptedException {
        CountDownLatch passed = new CountDownLatch(1);
        session.fence(passed);
        assertThat(passed.await(10, TimeUnit.MINUTES))
                .as("the fence has passed")
                .isTrue();
        synchronized (this) {
            List<String> result = List.copyOf(reported);
            reported.clear();
            return result;
        }
    }
}
