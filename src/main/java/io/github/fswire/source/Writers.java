package io.github.fswire.source;

import io.github.fswire.pending.Place;
import io.github.fswire.pending.PlaceFlags;
import io.github.fswire.raw.RawKind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last report of the kernel about the writers of each file. It belongs to the file and not to its name: a rename takes it
 * along.
 *
 * <p>Bounded: an entry that has to give way counts as not known, and then a file that settles is complete when it has rested.
 * The reader's thread records, the engine's thread asks.
 */
public final class Writers {
    private static final int MOST_CLOSED = 1 << 12;
    private static final int MOST_OPEN = 1 << 16;
    private static final int MOST_MOVING = 1 << 10; // the two events of a move are close to each other
    private static final int FILE_EVENTS = RawKind.CREATED.bit()
            | RawKind.MODIFIED.bit()
            | RawKind.CLOSE_WRITE.bit()
            | RawKind.DELETED.bit()
            | RawKind.MOVED_FROM.bit()
            | RawKind.MOVED_TO.bit();

    private enum State {
        /** Somebody may have opened it for that. */
        CREATED,
        WRITTEN,
        CLOSED
    }

    // Guarded by this.
    private final Map<Place, State> open = bounded(MOST_OPEN);
    private final Map<Place, State> closed = bounded(MOST_CLOSED);
    private final Map<Integer, State> moving = bounded(MOST_MOVING); // by cookie

    private static <K, V> Map<K, V> bounded(int most) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * Records what the kernel reports about a name that is no directory's.
     *
     * @return if a file was moved there, {@link PlaceFlags#WRITING} or {@link PlaceFlags#WRITER_CLOSED} if that is known of it; else 0
     */
    synchronized int record(int directory, byte[] name, int length, int kinds, int cookie) {
        if ((kinds & FILE_EVENTS) == 0 || length == 0) {
            return 0;
        }
        Place place = Place.of(directory, name, length);
        State before = take(place);
        if (RawKind.MOVED_FROM.in(kinds)) {
            if (before != null) {
                moving.put(cookie, before);
            }
            return 0;
        }
        if (RawKind.MOVED_TO.in(kinds)) {
            State moved = moving.remove(cookie);
            put(place, moved);
            return moved == null ? 0 : moved == State.CLOSED ? PlaceFlags.WRITER_CLOSED : PlaceFlags.WRITING;
        }
        put(place, after(kinds));
        return 0;
    }

    private static @Nullable State after(int kinds) {
        if (RawKind.DELETED.in(kinds)) {
            return null;
        }
        if (RawKind.CLOSE_WRITE.in(kinds)) {
            return State.CLOSED;
        }
        return RawKind.MODIFIED.in(kinds) ? State.WRITTEN : State.CREATED;
    }

    private @Nullable State take(Place place) {
        State state = open.remove(place);
        return state == null ? closed.remove(place) : state;
    }

    private void put(Place place, @Nullable State state) {
        if (state != null) {
            (state == State.CLOSED ? closed : open).put(place, state);
        }
    }

    /**
     * Whether the kernel reported that a file was written or created, and not yet that its writer has closed it.
     *
     * @param linked whether the file may have been complete when it got its name: nobody writes it then
     */
    public synchronized boolean isOpen(int directory, byte[] name, int length, boolean linked) {
        State state = open.get(Place.of(directory, name, length));
        return state == State.WRITTEN || state == State.CREATED && !linked;
    }

    /** A directory's watch has ended. */
    synchronized void ended(int directory) {
        open.keySet().removeIf(place -> place.directory() == directory);
        closed.keySet().removeIf(place -> place.directory() == directory);
    }

    /** Events were lost: nothing is known any more. */
    synchronized void clear() {
        open.clear();
        closed.clear();
        moving.clear();
    }
}
