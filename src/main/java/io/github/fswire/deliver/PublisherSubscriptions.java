package io.github.fswire.deliver;

import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands each batch to every subscriber as soon as that subscriber has requested it. The thread that brings the batch waits
 * until all subscribers have received it.
 *
 * <h2>Signals</h2>
 *
 * A subscriber receives one signal at a time, though several threads cause signals. A thread that comes while another thread
 * signals leaves the final signal to that thread. No lock is held during a signal.
 */
public final class PublisherSubscriptions extends ForwardingListener {
    private static final Logger LOGGER = System.getLogger(PublisherSubscriptions.class.getName());

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Link> links = new ArrayList<>(); // guarded by lock, as everything below and in the links
    private boolean closed;
    private @Nullable Throwable failure;

    /** Without subscribers; {@code others} receives every callback but {@code onBatch}. */
    public PublisherSubscriptions(ChangeListener others) {
        super(others);
    }

    void subscribe(Flow.Subscriber<? super ChangeBatch> subscriber) {
        Link link = new Link(Objects.requireNonNull(subscriber, "subscriber"));
        subscriber.onSubscribe(link);
        lock.lock();
        try {
            link.signalling = false;
            if (link.subscriber != null) { // else it has cancelled already
                links.add(link);
            }
            if (closed) {
                link.ended = true;
                link.reason = failure;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        link.signalEnd();
    }

    @Override
    public void onBatch(ChangeBatch batch) {
        List<Link> done = new ArrayList<>();
        while (true) {
            Link next = awaitDemand(done);
            if (next == null) {
                return;
            }
            done.add(next);
            next.next(batch);
        }
    }

    /** The next subscriber that wants the batch, or null if all have got it; waits while some, or all, want nothing. */
    private @Nullable Link awaitDemand(List<Link> done) {
        lock.lock();
        try {
            while (!closed) {
                boolean all = !links.isEmpty() || !done.isEmpty();
                for (Link link : links) {
                    if (!done.contains(link)) {
                        all = false;
                        if (link.demand > 0 && !link.signalling) {
                            link.demand -= link.demand == Long.MAX_VALUE ? 0 : 1;
                            link.signalling = true;
                            return link;
                        }
                    }
                }
                if (all) {
                    return null;
                }
                changed.awaitUninterruptibly();
            }
            throw new CancellationException("closed before every subscriber had the batch"); // so it is not delivered
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onError(Exception error) {
        lock.lock();
        try {
            if (closed) {
                return; // the refusal of the last batch is none of the user's errors
            }
            failure = error; // counts if the watcher ends now
        } finally {
            lock.unlock();
        }
        super.onError(error);
    }

    @Override
    public void onEnd() {
        end();
        super.onEnd();
    }

    void close() {
        lock.lock();
        try {
            failure = closed ? failure : null;
        } finally {
            lock.unlock();
        }
        end();
    }

    private void end() {
        List<Link> all;
        lock.lock();
        try {
            closed = true;
            all = List.copyOf(links);
            for (Link link : all) {
                link.ended = true;
                link.reason = failure;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        all.forEach(Link::signalEnd);
    }

    /** A subscriber has thrown: that is no concern of the others. */
    private void report(Throwable thrown) {
        if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
            throw fatal;
        }
        Exception error = thrown instanceof Exception exception
                ? exception
                : new IllegalStateException("a subscriber has thrown " + thrown, thrown);
        try {
            super.onError(error);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "a listener's notification method threw", e);
        }
    }

    /** One subscription. */
    private final class Link implements Flow.Subscription {
        private Flow.@Nullable Subscriber<? super ChangeBatch> subscriber; // null once nothing more may be signalled
        private long demand;
        private boolean signalling = true; // onSubscribe is the first signal
        private boolean ended;
        private @Nullable Throwable reason;

        Link(Flow.Subscriber<? super ChangeBatch> subscriber) {
            this.subscriber = subscriber;
        }

        /** Signals a batch; {@link #signalling} is set for it. */
        void next(ChangeBatch batch) {
            try {
                Flow.Subscriber<? super ChangeBatch> target = living();
                if (target != null) {
                    target.onNext(batch);
                }
            } catch (Throwable e) {
                cancel(); // rule 2.13: a subscriber that throws has cancelled
                report(e);
            } finally {
                lock.lock();
                try {
                    signalling = false;
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
            }
            signalEnd();
        }

        private Flow.@Nullable Subscriber<? super ChangeBatch> living() {
            lock.lock();
            try {
                return subscriber;
            } finally {
                lock.unlock();
            }
        }

        /** Signals the end, if it is due and nobody is signalling. */
        void signalEnd() {
            Flow.Subscriber<? super ChangeBatch> target;
            Throwable why;
            lock.lock();
            try {
                if (!ended || signalling || subscriber == null) {
                    return;
                }
                target = subscriber;
                why = reason;
                remove();
            } finally {
                lock.unlock();
            }
            try {
                if (why == null) {
                    target.onComplete();
                } else {
                    target.onError(why);
                }
            } catch (Throwable e) {
                report(e); // the others must receive the end all the same
            }
        }

        private void remove() {
            subscriber = null;
            demand = 0;
            links.remove(this);
            changed.signalAll();
        }

        @Override
        public void request(long n) {
            lock.lock();
            try {
                if (subscriber == null) {
                    return;
                }
                if (n <= 0) {
                    ended = true;
                    reason = new IllegalArgumentException("rule 3.9: request at least 1: " + n);
                    demand = 0;
                } else {
                    demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            signalEnd();
        }

        @Override
        public void cancel() {
            lock.lock();
            try {
                remove();
            } finally {
                lock.unlock();
            }
        }
    }
}
