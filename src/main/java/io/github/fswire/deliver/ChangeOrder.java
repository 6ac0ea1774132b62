package io.github.fswire.deliver;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.regex.Pattern;

/**
 * Puts changes into the order that a listener wants, as far as they can be applied in it (G2): changes of one path keep their
 * order, and so do those of a path and of another one above it. What must come before a change comes as early as it needs. Not
 * thread-safe.
 */
final class ChangeOrder {
    private static final Pattern SEPARATORS = Pattern.compile("[/\\\\]");

    /** A path that changes are about, or a directory on the way to one. */
    private static final class Place {
        private final Map<String, Place> inside = new HashMap<>(); // by name
        private boolean changes; // is itself what some change is about
        private int last = -1; // change of exactly this path
        private final List<Integer> below = new ArrayList<>(); // changes since then
    }

    private final List<Change> changes;
    private final Comparator<? super Change> wanted;
    private final Place top = new Place();
    private final List<List<Integer>> followers = new ArrayList<>(); // of each change, with larger positions
    private final int[] before; // how many changes must come before each
    private final int[] urgent; // of a change and of those that need it, the first in the wanted order

    private ChangeOrder(List<Change> changes, Comparator<? super Change> wanted) {
        this.changes = changes;
        this.wanted = wanted;
        this.before = new int[changes.size()];
        this.urgent = new int[changes.size()];
    }

    /** The same changes in the wanted order. */
    static List<Change> of(List<Change> changes, Comparator<? super Change> wanted) {
        ChangeOrder order = new ChangeOrder(changes, wanted);
        order.connect();
        order.findUrgent();
        return order.sorted();
    }

    private void connect() {
        for (Change change : changes) {
            followers.add(new ArrayList<>());
            paths(change).forEach(path -> way(path).get(path.length).changes = true);
        }
        for (int i = 0; i < changes.size(); i++) {
            for (String[] path : paths(changes.get(i))) {
                connect(i, way(path));
            }
        }
    }

    private void connect(int change, List<Place> way) {
        int latest = -1; // of the changes on the way: each of them follows those before it
        for (Place place : way) {
            latest = Math.max(latest, place.last);
            if (place.changes) {
                place.below.add(change);
            }
        }
        follow(latest, change);
        Place place = way.get(way.size() - 1);
        place.below.forEach(earlier -> follow(earlier, change));
        place.below.clear();
        place.last = change;
    }

    /** The places from the top down to a path. */
    private List<Place> way(String... path) {
        List<Place> way = new ArrayList<>();
        way.add(top);
        Place place = top;
        for (String name : path) {
            place = place.inside.computeIfAbsent(name, key -> new Place());
            way.add(place);
        }
        return way;
    }

    private void follow(int earlier, int later) {
        if (earlier >= 0 && earlier != later) {
            followers.get(earlier).add(later);
            before[later]++;
        }
    }

    private static List<String[]> paths(Change change) {
        NativeName from = change.nativeFrom();
        String[] path = names(change.nativePath());
        return from == null ? List.<String[]>of(path) : List.of(names(from), path);
    }

    /** Names that may be one name to a file system are the same. */
    private static String[] names(NativeName path) {
        String text = Normalizer.normalize(path.toString(), Normalizer.Form.NFC);
        return SEPARATORS.split(text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
    }

    private void findUrgent() {
        for (int i = changes.size() - 1; i >= 0; i--) {
            urgent[i] = i;
            for (int follower : followers.get(i)) {
                if (compare(follower, i) < 0) {
                    urgent[i] = urgent[follower];
                }
            }
        }
    }

    private int compare(int one, int other) {
        return wanted.compare(changes.get(urgent[one]), changes.get(urgent[other]));
    }

    private List<Change> sorted() {
        Queue<Integer> ready =
                new PriorityQueue<>(((Comparator<Integer>) this::compare).thenComparing(Comparator.naturalOrder()));
        for (int i = 0; i < before.length; i++) {
            if (before[i] == 0) {
                ready.add(i);
            }
        }
        List<Change> result = new ArrayList<>(changes.size());
        while (!ready.isEmpty()) {
            int next = ready.remove();
            result.add(changes.get(next));
            for (int follower : followers.get(next)) {
                if (--before[follower] == 0) {
                    ready.add(follower);
                }
            }
        }
        return result;
    }
}
