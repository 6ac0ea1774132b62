package io.github.fswire.deliver;

import io.github.fswire.observe.FlightEvents;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.store.Resume;
import io.github.fswire.threads.Threads;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.ChangeSink;
import io.github.fswire.tree.EntryDetails;
import io.github.fswire.tree.TreeIndex;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.ListenerStatistics;
import io.github.fswire.watch.WatcherState;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Collects changes and delivers them: to each listener those that it sees.
 * Owned by the engine thread.
 */
public final class Delivery implements ChangeSink {
    private static final long MOST_PATH_BYTES = 16 << 20; // thousands of nested directories have paths of megabytes
    private static final Logger LOGGER = System.getLogger(Delivery.class.getName());
    private static final Change.Type[] TYPES = Change.Type.values(); // in the order of EntryStat's numbers
    private static final Change.Cause[] CAUSES = Change.Cause.values(); // in the order of the numbers in Causes

    private static final List<Set<Change.Aspect>> ASPECTS = List.of( // by the bits of EntryDetails
            Set.of(), Set.of(Change.Aspect.CONTENT), Set.of(Change.Aspect.METADATA), Set.of(Change.Aspect.values()));

    private final DeliveryContext context;
    private final ListenerChannel first;
    private final List<Recipient> recipients = new CopyOnWriteArrayList<>(); // taken out by any thread
    private List<Change> waiting = new ArrayList<>(); // all changes since the last flush
    private long waitingPathBytes;
    private final Resume resume;
    private final Consumer<Change> delivered;
    private final IndexChanged indexChanged;
    private final HiddenPaths hidden;
    private long collected;
    private volatile boolean closing;
    private Instant noticed = Instant.EPOCH;

    /** Delivers to {@code listener}; {@code delivered} receives the same changes. */
    public Delivery(
            ChangeListener listener,
            ListenerOptions options,
            DeliveryContext context,
            Resume resume,
            Consumer<Change> delivered,
            IndexChanged indexChanged,
            RawCapabilities kernel) {
        this.first = new ListenerChannel(listener, options, context);
        this.recipients.add(new Recipient(first, null, true));
        this.context = context;
        this.resume = resume;
        this.delivered = delivered;
        this.indexChanged = indexChanged;
        this.hidden = new HiddenPaths(!kernel.accumulating());
    }

    /** The type of which this is the number in {@code EntryStat}. */
    static Change.Type type(int number) {
        return TYPES[number];
    }

    /** The number of a type in {@code EntryStat}. */
    @SuppressWarnings("EnumOrdinal") // the types are in the order of these numbers
    static int number(Change.Type type) {
        return type.ordinal();
    }

    /** The changes of a cycle follow, which were noticed by now. */
    public void begin() {
        noticed = now();
    }

    private Instant now() {
        return Instant.ofEpochMilli(
                TimeUnit.NANOSECONDS.toMillis(context.currentNanos().getAsLong()));
    }

    @Override
    public void created(NativeName path, EntryDetails details) {
        add(change(Change.Kind.CREATED, path, details).build(), -1, -1, details.cause);
    }

    @Override
    public void modified(NativeName path, EntryDetails details) {
        Change change = change(Change.Kind.MODIFIED, path, details)
                .aspects(ASPECTS.get(details.aspects))
                .build();
        add(change, -1, -1, details.cause);
    }

    @Override
    public void deleted(NativeName path, EntryDetails details) {
        add(change(Change.Kind.DELETED, path, details).build(), -1, -1, details.cause);
    }

    @Override
    public void moved(NativeName from, NativeName path, int node, int replaced, EntryDetails details) {
        Change change = change(Change.Kind.MOVED, path, details)
                .from(from, details.fromRoot)
                .build();
        add(change, node, replaced, details.cause);
    }

    private Change.Builder change(Change.Kind kind, NativeName path, EntryDetails details) {
        return Change.builder(kind, path)
                .root(details.root)
                .type(TYPES[details.type])
                .cause(CAUSES[details.cause])
                .time(noticed)
                .now(details.size, details.modifiedNanos)
                .previous(details.previousSize, details.previousModifiedNanos)
                .contentHash(details.contentHash);
    }

    @Override
    public void directoryRemoved(int directory) {
        indexChanged.directoryRemoved(directory);
    }

    @Override
    public void rootLeft(int root) {
        indexChanged.rootLeft(root);
    }

    @Override
    public void inspectAgain(int directory, NativeName name) {
        indexChanged.inspectAgain(directory, name);
    }

    private void add(Change change, int node, int replaced, int cause) {
        NativeName path = change.nativePath();
        NativeName from = change.nativeFrom();
        if (change.type() == Change.Type.DIRECTORY && change.kind() != Change.Kind.CREATED) {
            hidden.left(from == null ? path : from, from == null ? null : path);
        }
        boolean unseenFrom = from != null && hidden.ends(from);
        if (change.kind() == Change.Kind.DELETED) {
            if (!hidden.ends(path)) {
                deliver(change, node, replaced, cause);
            }
        } else if (hidden.hides(path, change.type())) {
            if (change.kind() == Change.Kind.CREATED || from != null && replaced < 0) {
                hidden.unseen(path);
            }
            if (from != null && !unseenFrom) {
                deliver(DerivedChanges.left(change), -1, -1, cause);
            }
        } else {
            boolean unseen = hidden.ends(path);
            if (unseenFrom || unseen && from == null) {
                FilteredView.arrived(change, unseen ? -1 : replaced, arrived -> deliver(arrived, -1, -1, cause));
            } else {
                deliver(change, node, unseen ? -1 : replaced, cause);
            }
        }
    }

    private void deliver(Change change, int node, int replaced, int cause) {
        collected++;
        if (cause == Causes.RECONCILE) {
            context.counters().missed.incrementAndGet();
        }
        waiting.add(change);
        waitingPathBytes += ListenerChannel.pathBytes(change);
        delivered.accept(change);
        for (Recipient recipient : recipients) {
            recipient.change(change, node, replaced);
        }
        if (waiting.size() == context.maxBatch() || waitingPathBytes > MOST_PATH_BYTES) {
            flush();
        }
    }

    /** Whether the calling thread is running a callback. */
    public boolean isCallback() {
        return context.inside().contains(Thread.currentThread());
    }

    /** How many changes have been collected since the start. */
    public long collected() {
        return collected;
    }

    /** Delivers no further change of exactly this path. */
    public void hide(NativeName path) {
        hidden.add(path);
    }

    /** There is something that is named like the lock of a watcher. */
    public void locked(NativeName path) {
        hidden.locked(path);
    }

    /** Delivers the changes of this path again. */
    public void unhide(NativeName path) {
        hidden.remove(path);
    }

    /** The entries below a directory belong to another root from now on; views may depend on the root. */
    public void rerooted(int directory, NativeName before, NativeName after) {
        recipients.stream()
                .filter(recipient -> !recipient.seesEverything())
                .forEach(recipient -> recipient.rerooted(directory, before, after));
    }

    /** There are other roots from now on. */
    public void rootsChanged() {
        recipients.forEach(Recipient::rootsChanged);
    }

    /** A channel for another listener, which receives nothing yet. */
    public ListenerChannel channel(ChangeListener listener, ListenerOptions options) {
        return new ListenerChannel(listener, options, context);
    }

    /** The index and the disk can be used: from now on the first listener sees what its options say. */
    public void open(ListenerOptions options, TreeIndex index, FilteredView.Sizes sizes) {
        recipients.set(0, recipient(first, options, index, sizes));
    }

    private Recipient recipient(
            ListenerChannel channel, ListenerOptions options, TreeIndex index, FilteredView.Sizes sizes) {
        return new Recipient(channel, view(channel, options, index, sizes), FilteredView.isEverything(options));
    }

    /** Adds a channel, which receives the changes of later cycles. Not while the changes of a cycle are delivered. */
    public void add(ListenerChannel channel, ListenerOptions options, TreeIndex index, FilteredView.Sizes sizes) {
        Recipient recipient = recipient(channel, options, index, sizes);
        recipients.add(recipient);
        if (closing) {
            channel.closeCallbacks();
        }
        ThreadFactory factory = context.factory();
        if (factory != null) {
            everybody(each -> each.queue(factory));
        }
        if (options.initial()) {
            recipient.everything();
        }
    }

    private FilteredView view(
            ListenerChannel channel, ListenerOptions options, TreeIndex index, FilteredView.Sizes sizes) {
        return new FilteredView(index, options, channel::splits, sizes, this::now, change -> {
            if (!hidden.hides(change.nativePath(), change.type())) {
                channel.add(change);
                if (channel.waitingPathBytes() > MOST_PATH_BYTES) {
                    flush(); // writes the journal first
                    channel.flush();
                }
            }
        });
    }

    /** Takes a listener out again; may be called by any thread. */
    public void remove(ListenerChannel channel) {
        recipients.removeIf(recipient -> recipient.channel() == channel);
        channel.close();
        context.idle().run();
    }

    /** Delivers what was collected. */
    public void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Change> all = waiting;
        waiting = new ArrayList<>();
        waitingPathBytes = 0;
        try {
            if (resume.isKept() && !context.over().getAsBoolean()) {
                resume.before(paths -> journal(all, paths));
            }
        } catch (IOException e) {
            error(e); // delivered all the same: a crash now could lose something, holding it back would lose all of it
        }
        everybody(ListenerChannel::flush);
    }

    private static void journal(List<Change> changes, Resume.Paths paths) throws IOException {
        for (Change change : changes) {
            NativeName from = change.nativeFrom();
            if (from != null) {
                paths.add(from, number(change.type()));
            }
            paths.add(change.nativePath(), number(change.type()));
        }
    }

    /** Whether everything that was flushed was accepted, or given up. */
    public boolean isComplete() {
        for (Recipient recipient : recipients) { // often
            if (!recipient.channel().isComplete()) {
                return false;
            }
        }
        return true;
    }

    /** How far behind each listener is; may be called by any thread. */
    public List<ListenerStatistics> statistics() {
        return recipients.stream()
                .map(recipient -> recipient.channel().statistics())
                .toList();
    }

    /** Runs something once every listener has received what was flushed, or never will. */
    public void whenDelivered(Runnable done) {
        List<ListenerChannel> channels =
                recipients.stream().map(Recipient::channel).toList();
        AtomicInteger left = new AtomicInteger(channels.size());
        channels.forEach(channel -> channel.whenDelivered(() -> {
            if (left.decrementAndGet() == 0) {
                done.run();
            }
        }));
    }

    /** The watcher is closed: callbacks that an executor has not begun are not run any more. */
    public void closing() {
        closing = true;
        everybody(ListenerChannel::closeCallbacks);
    }

    /** Nothing is collected any more: waits until each listener's thread has ended. */
    public void finish() {
        everybody(ListenerChannel::finish);
        context.threads().forEach(Threads::join);
    }

    /** Reports that the kernel has dropped records. */
    public void overflow(long overflows) {
        everybody(channel -> channel.overflow(overflows));
    }

    /** Reports directories that are not watched. */
    public void degraded(DegradedNotice notice) {
        LOGGER.log(
                Level.WARNING,
                "{0} directories are not watched: {1}",
                notice.directories(),
                notice.reason().getMessage());
        FlightEvents.degraded(context.watcher(), notice);
        everybody(channel -> channel.degraded(notice));
    }

    /** Reports that the watcher's state has changed. */
    public void state(WatcherState state) {
        everybody(channel -> channel.state(state));
    }

    /** Reports an error. */
    public void error(Exception error) {
        context.counters().errors.incrementAndGet();
        everybody(channel -> channel.deliverError(error));
    }

    /** Reports that the watcher has failed. */
    public void end() {
        everybody(ListenerChannel::end);
    }

    /** Reports how far the initial scan is, to the first listener. */
    public IntConsumer progress() {
        return first::progress;
    }

    private void everybody(Consumer<ListenerChannel> callback) {
        recipients.forEach(recipient -> callback.accept(recipient.channel()));
    }
}
