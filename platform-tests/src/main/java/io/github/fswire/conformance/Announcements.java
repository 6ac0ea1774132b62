package io.github.fswire.conformance;

import io.github.fswire.kit.InspectingMirror;
import io.github.fswire.kit.Progress;
import io.github.fswire.kit.TreeSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a watcher under test tells what it has found: its callback calls one of these methods for each change. Any thread may call
 * them.
 */
public final class Announcements {
    /** What has happened to a path. */
    public enum Kind {
        /** It is new. */
        CREATED,
        /** Its content or metadata is another. */
        MODIFIED,
        /** It is gone. */
        DELETED
    }

    private record Announcement(Path path, Kind kind) {
        @Override
        public String toString() {
            return kind + " " + path;
        }
    }

    private record Move(Path from, Path to) {}

    private final Path root;
    private final InspectingMirror mirror; // owned by the thread of the test
    private final Map<Path, Boolean> toInspect = new LinkedHashMap<>(); // guarded by this
    private final List<Announcement> announced = new ArrayList<>(); // guarded by this
    private final List<Move> moves = new ArrayList<>(); // guarded by this
    private int losses; // guarded by this
    private volatile Runnable callback = () -> {};

    /** Those of a watcher on this root. */
    Announcements(Path root) throws IOException {
        this.root = root;
        mirror = new InspectingMirror(root);
    }

    /** A path has changed. */
    public void announce(Path path, Kind kind) {
        note(path, kind);
        callback.run();
    }

    /** A path is another one now, with everything below it. */
    public void announceMove(Path from, Path to) {
        synchronized (this) {
            moves.add(new Move(from, to));
        }
        note(from, Kind.DELETED);
        note(to, Kind.CREATED);
        callback.run();
    }

    /** The watcher does not know what has changed. */
    public void announceLoss() {
        Progress.mark();
        synchronized (this) {
            losses++;
            toInspect.put(root, true); // and everything below
        }
        callback.run();
    }

    private void note(Path path, Kind kind) {
        Progress.mark();
        synchronized (this) {
            announced.add(new Announcement(path, kind));
            toInspect.merge(path, kind != Kind.MODIFIED, Boolean::logicalOr);
        }
    }

    /** From now on this is run at the end of each callback. */
    void onEach(Runnable action) {
        callback = action;
    }

    synchronized boolean contains(Path path, Kind kind) {
        return announced.contains(new Announcement(path, kind));
    }

    synchronized boolean contains(Path path) {
        return announced.stream().anyMatch(one -> one.path().equals(path));
    }

    synchronized boolean containsMove(Path from, Path to) {
        return moves.contains(new Move(from, to));
    }

    /** Those outside a directory. */
    synchronized List<Path> outside(Path root) {
        return announced.stream()
                .map(Announcement::path)
                .filter(path -> !path.startsWith(root))
                .toList();
    }

    synchronized int count() {
        return announced.size();
    }

    synchronized void forget() {
        announced.clear();
    }

    /** How often a loss was announced. */
    synchronized int losses() {
        return losses;
    }

    /**
     * What is held by who has inspected every place that was announced so far. It is inspected here and not in the callback,
     * because nobody may write meanwhile: whoever sees an entry before the watcher does is told nothing if it is gone when the
     * watcher looks.
     */
    TreeSnapshot mirror() throws IOException {
        Map<Path, Boolean> places;
        synchronized (this) {
            places = new LinkedHashMap<>(toInspect);
            toInspect.clear();
        }
        for (Map.Entry<Path, Boolean> place : places.entrySet()) {
            mirror.announce(place.getKey(), place.getValue());
        }
        return mirror.snapshot();
    }

    @Override
    public synchronized String toString() {
        int more = Math.max(0, announced.size() - 30);
        return (more == 0 ? "" : more + " others, then ") + announced.subList(more, announced.size());
    }
}
