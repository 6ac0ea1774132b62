package io.github.fswire.macos;

import io.github.fswire.calls.FsEvents;
import io.github.fswire.macos.LentEvents.Event;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One run of events of FSEvents through ring and decoder, from one seed: batches in which an event may be put off to the next,
 * a history before them, a ring that is too small, a reader that is late. What happens in the root must be handed out or be
 * covered by an overflow, and no id may be safe before.
 */
class EventStory implements RawEventHandler {
    private static final String ROOT = "/private/tmp/r";
    private static final List<String> PATHS = List.of(
            "/",
            "/private",
            "/private/tmp",
            ROOT,
            ROOT + "/a",
            ROOT + "/a/b",
            ROOT + "/c",
            ROOT + "x",
            "/private/tmp/q");
    private static final int[] FLAGS = {
        FsEvents.kFSEventStreamEventFlagItemCreated,
        FsEvents.kFSEventStreamEventFlagItemModified,
        FsEvents.kFSEventStreamEventFlagItemRenamed | FsEvents.kFSEventStreamEventFlagItemIsDir,
        FsEvents.kFSEventStreamEventFlagItemRemoved,
        FsEvents.kFSEventStreamEventFlagMustScanSubDirs,
        FsEvents.kFSEventStreamEventFlagMustScanSubDirs | FsEvents.kFSEventStreamEventFlagUserDropped,
        FsEvents.kFSEventStreamEventFlagMount,
        FsEvents.kFSEventStreamEventFlagRootChanged,
    };
    private static final int BELOW =
            FsEvents.kFSEventStreamEventFlagMustScanSubDirs | FsEvents.kFSEventStreamEventFlagMount;
    private static final int RING_BYTES = 1 << 10;
    private static final long STREAM = 1;
    private static final long BEGIN = 100; // the history is before it

    private final Random random;
    final EventRing ring;
    final FsEventsDecoder decoder = new FsEventsDecoder(this);
    final FsEventsWatch watch;
    private final byte[] path = new byte[EventRing.MAX_PATH_BYTES];
    private final Set<Event> open = new HashSet<>(); // brought, and nothing was handed out for it
    private final List<Event> putOff = new ArrayList<>();
    private final List<Event> history = new ArrayList<>(); // not brought yet
    private boolean waived;
    private boolean done; // the history's end was brought
    private long newestId = BEGIN;

    @SuppressWarnings("NullAway") // without a session: only a watch's place is asked for
    EventStory(long seed) {
        random = new Random(new SplittableRandom(seed).nextLong()); // alone, seeds in a row would begin alike
        NativeName root = NativeName.of(ROOT);
        watch = new FsEventsWatch(null, root, "root", new Directories.Found(root, new Directories.Identity(1, 2)));
        boolean resumes = random.nextBoolean();
        ring = new EventRing(RING_BYTES, resumes ? BEGIN / 2 : BEGIN, () -> {});
        if (resumes) {
            ring.begin(STREAM, BEGIN / 2);
            for (long id = BEGIN / 2 + 1; id < BEGIN; id++) {
                history.add(event(id));
            }
            Collections.shuffle(history, random);
        } else {
            done = true;
        }
    }

    private Event event(long id) {
        int flags = FLAGS[random.nextInt(random.nextInt(FLAGS.length) + 1)];
        String where = PATHS.get(random.nextInt(PATHS.size()));
        return new Event(where, flags, (flags & FsEvents.kFSEventStreamEventFlagRootChanged) != 0 ? 0 : id);
    }

    /** Runs and holds ring and decoder to what they promise. */
    void run() {
        for (int step = 0; step < 60; step++) {
            bring();
            if (random.nextInt(3) > 0) {
                take(random.nextInt(12));
            }
        }
        take(Integer.MAX_VALUE);
        requireNothingOpen();
    }

    private void requireNothingOpen() {
        if (!open.isEmpty()) {
            throw new AssertionError("not handed out: " + open);
        }
    }

    private void bring() {
        List<Event> batch = new ArrayList<>(putOff);
        putOff.clear();
        for (int i = random.nextInt(6); i > 0 && !history.isEmpty(); i--) {
            batch.add(history.remove(history.size() - 1));
        }
        if (history.isEmpty() && !done && random.nextBoolean()) {
            done = true;
            batch.add(new Event("/", FsEvents.kFSEventStreamEventFlagHistoryDone, newestId));
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            Event event = event(++newestId);
            (random.nextInt(4) == 0 ? putOff : batch).add(event);
        }
        batch.stream().filter(this::concernsTheRoot).forEach(open::add);
        new LentEvents(batch).bring(ring, STREAM);
    }

    private boolean concernsTheRoot(Event event) {
        boolean within = event.path().equals(ROOT) || event.path().startsWith(ROOT + "/");
        boolean above = ROOT.startsWith(event.path().equals("/") ? "/" : event.path() + "/");
        int flags = event.flags();
        if ((flags & FsEvents.kFSEventStreamEventFlagHistoryDone) != 0) {
            return false;
        }
        if ((flags & FsEvents.kFSEventStreamEventFlagRootChanged) != 0) {
            return above || event.path().equals(ROOT);
        }
        return within || (flags & FsEvents.kFSEventStreamEventFlagUserDropped) != 0 || above && (flags & BELOW) != 0;
    }

    /** As the reader takes what is there. */
    private void take(int most) {
        for (int i = 0; i < most; i++) {
            int length = ring.poll(path);
            if (length == EventRing.EMPTY) {
                reportLost();
                check();
                requireNothingOpen();
                return;
            }
            if (length == EventRing.BATCH_END) {
                reportLost();
            } else {
                decode(path, length, ring.flags());
            }
            check();
        }
    }

    private void reportLost() {
        if (takeLost()) {
            decoder.overflow(FsEvents.kFSEventStreamEventFlagUserDropped);
            ring.waiveHistory();
            waived = true;
        }
    }

    private void check() {
        List<Event> unknown = new ArrayList<>(open);
        putOff.stream().filter(this::concernsTheRoot).forEach(unknown::add);
        history.stream().filter(this::concernsTheRoot).forEach(unknown::add);
        unknown.removeIf(event -> waived && event.id() < BEGIN); // it was before everything was listed
        long safe = safeId(newestId);
        boolean historyDone = isHistoryDone();
        for (Event event : unknown) {
            if (event.id() != 0 && (event.id() <= safe || historyDone && event.id() < BEGIN)) {
                throw new AssertionError(event + " was not handed out, with " + safe
                        + " as the safe id, the history done: " + historyDone);
            }
        }
    }

    // What follows is where bugs are planted.

    void decode(byte[] name, int length, int flags) {
        decoder.decode(name, length, flags, List.of(watch));
    }

    boolean takeLost() {
        return ring.takeLost();
    }

    long safeId(long newest) {
        return ring.safeId();
    }

    boolean isHistoryDone() {
        return ring.isHistoryDone();
    }

    @Override
    public void onEvent(RawEvent event) {
        String name = event.toName().toString();
        open.removeIf(brought -> {
            boolean root = (brought.flags() & FsEvents.kFSEventStreamEventFlagRootChanged) != 0;
            boolean scan = (brought.flags() & (BELOW | FsEvents.kFSEventStreamEventFlagUserDropped)) != 0;
            return root
                    ? RawKind.SELF_MOVED.in(event.kinds())
                    : !scan && relative(brought).equals(name);
        });
    }

    @Override
    public void onOverflow(RawEvent event) {
        String name = event.toName().toString();
        open.removeIf(brought -> {
            boolean root = (brought.flags() & FsEvents.kFSEventStreamEventFlagRootChanged) != 0;
            boolean dropped = (brought.flags() & FsEvents.kFSEventStreamEventFlagUserDropped) != 0;
            return event.watch() == null
                    || !root && !dropped && (name.isEmpty() || (relative(brought) + "/").startsWith(name + "/"));
        });
    }

    private static String relative(Event event) {
        return event.path().startsWith(ROOT + "/") ? event.path().substring(ROOT.length() + 1) : "";
    }

    @Override
    public void onFailure(Exception failure) {
        throw new AssertionError(failure);
    }
}
