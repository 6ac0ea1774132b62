package io.github.fswire.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Index and difference against a tree of plain objects that changes between cycles, by a mirror that is strict. */
class ModelTest {
    private static final int CYCLES = 60;
    private static final int CAUSE = 3;
    private static final String ROOT = "/r";

    private static final class Thing {
        final int type;
        final long inode;
        final Map<String, Thing> children = new LinkedHashMap<>();
        long size;
        long modified;
        long changed;
        int links = 1;

        Thing(int type, long inode) {
            this.type = type;
            this.inode = inode;
        }

        String describe() {
            return type == EntryStat.DIRECTORY ? "directory" : type + " " + size + " " + modified;
        }
    }

    private final TreeIndex index = new TreeIndex();
    private final Difference difference = new Difference(index, this::holds);
    private final int root = index.addRoot(NativeName.of(ROOT));
    private final Thing top = new Thing(EntryStat.DIRECTORY, 1);
    private final Mirror mirror = new Mirror();
    private Random random = new Random(0);
    private long numbers = 1;
    private long clock = 1;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyCycleLeadsToTheTreeThatIsThere(long seed) {
        random = new Random(seed);
        boolean links = seed % 2 == 0;
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            for (int i = random.nextInt(12); i >= 0; i--) {
                change(links);
            }
            mirror.again.clear();
            do {
                mirror.again.clear();
                crawl();
                difference.finish(mirror);
            } while (!mirror.again.isEmpty());
            Map<String, String> expected = new TreeMap<>();
            collect(ROOT, top, expected);
            assertThat(mirror.entries).as("cycle " + cycle).isEqualTo(expected);
            assertThat(indexed()).as("cycle " + cycle).isEqualTo(expected.keySet());
            assertThat(index.entries()).isEqualTo(expected.size() + 1);
            assertThat(index.directories())
                    .isEqualTo(1 + Collections.frequency(new ArrayList<>(expected.values()), "directory"));
            assertThat(index.prints().linkedNodes() > 0)
                    .isIn(isAnyLinked(top), links); // it may be found out later that there is none
        }
    }

    private void crawl() {
        difference.rootFound(root, stat(top), false, CAUSE);
        List<Integer> toList = new ArrayList<>(List.of(root));
        Map<Integer, Thing> things = new HashMap<>(Map.of(root, top));
        while (!toList.isEmpty()) {
            int directory = toList.remove(random.nextInt(toList.size()));
            List<Map.Entry<String, Thing>> entries = new ArrayList<>(
                    Objects.requireNonNull(things.get(directory)).children.entrySet());
            if (random.nextInt(3) == 0) {
                Collections.shuffle(entries, random);
            }
            if (random.nextInt(4) == 0) { // inspects single entries before the listing
                difference.beginInspections(directory);
                for (Map.Entry<String, Thing> entry : entries) {
                    if (random.nextBoolean()) {
                        found(entry.getKey(), entry.getValue());
                    }
                }
                absent("e" + random.nextInt(6), things.get(directory));
            }
            difference.beginListing(directory);
            for (Map.Entry<String, Thing> entry : entries) {
                int node = found(entry.getKey(), entry.getValue());
                if (entry.getValue().type == EntryStat.DIRECTORY) {
                    toList.add(node);
                    things.put(node, entry.getValue());
                }
            }
            difference.end(true, CAUSE);
        }
        while (difference.nextRelative() >= 0) {
            // everything is inspected anyway
        }
    }

    private int found(String name, Thing thing) {
        byte[] bytes = name.getBytes(UTF_8);
        return difference.found(bytes, bytes.length, stat(thing), false, CAUSE);
    }

    private void absent(String name, Thing directory) {
        if (!directory.children.containsKey(name)) {
            byte[] bytes = name.getBytes(UTF_8);
            difference.absent(bytes, bytes.length, CAUSE);
        }
    }

    private static EntryStat stat(Thing thing) {
        EntryStat stat = new EntryStat();
        stat.complete = true;
        stat.type = thing.type;
        stat.inode = thing.inode;
        stat.birthNanos = thing.inode;
        stat.size = thing.size;
        stat.modifiedNanos = thing.modified;
        stat.changedNanos = thing.changed;
        stat.links = thing.links;
        return stat;
    }

    private boolean holds(int node) {
        int place = difference.placeOf(node);
        Thing parent = thing(index.parent(place));
        byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
        Thing there =
                parent == null ? null : parent.children.get(new String(name, 0, index.copyName(place, name), UTF_8));
        return there != null && index.hasIdentity(node, stat(there));
    }

    /** The directory that is where a node's place is now. */
    private @Nullable Thing thing(int node) {
        if (node == root) {
            return top;
        }
        int place = difference.placeOf(node);
        Thing parent = thing(index.parent(place));
        byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
        Thing there =
                parent == null ? null : parent.children.get(new String(name, 0, index.copyName(place, name), UTF_8));
        return there != null && there.type == EntryStat.DIRECTORY && index.hasIdentity(node, stat(there))
                ? there
                : null;
    }

    private void change(boolean links) {
        List<Thing> directories = new ArrayList<>();
        directories(top, directories);
        Thing from = directories.get(random.nextInt(directories.size()));
        Thing to = directories.get(random.nextInt(directories.size()));
        String name = "e" + random.nextInt(6);
        String other = "e" + random.nextInt(6);
        Thing thing = from.children.get(name);
        switch (random.nextInt(10)) {
            case 0, 1 -> create(from, name, EntryStat.FILE);
            case 2, 3 -> create(from, name, EntryStat.DIRECTORY);
            case 4 -> create(from, name, EntryStat.SYMLINK);
            case 5 -> {
                if (thing != null && thing.type == EntryStat.FILE) {
                    thing.size = random.nextInt(3);
                    thing.modified = ++clock;
                    thing.changed = clock;
                }
            }
            case 6 -> {
                if (thing != null) {
                    unlink(thing);
                    from.children.remove(name);
                }
            }
            case 7 -> {
                if (links && thing != null && thing.type == EntryStat.FILE && !to.children.containsKey(other)) {
                    thing.links++;
                    thing.changed = ++clock;
                    to.children.put(other, thing);
                }
            }
            default -> rename(from, name, to, other);
        }
    }

    private void unlink(Thing thing) {
        thing.children.values().forEach(this::unlink);
        thing.links--;
        thing.changed = ++clock;
    }

    private void create(Thing directory, String name, int type) {
        Thing before = directory.children.get(name);
        if (before != null) {
            unlink(before);
        }
        directory.children.put(name, new Thing(type, ++numbers));
    }

    private void rename(Thing from, String name, Thing to, String other) {
        Thing thing = from.children.get(name);
        Thing there = to.children.get(other);
        List<Thing> inside = new ArrayList<>();
        if (thing != null) {
            directories(thing, inside);
        }
        if (thing == null || thing == there || inside.contains(to)) {
            return;
        }
        List<Thing> below = new ArrayList<>();
        if (there != null) {
            directories(there, below);
        }
        if (below.contains(from)) {
            return;
        }
        from.children.remove(name);
        to.children.remove(other);
        if (there != null && random.nextBoolean()) {
            from.children.put(name, there); // they exchange their names
            there.changed = ++clock;
        } else if (there != null) {
            unlink(there);
        }
        thing.changed = ++clock;
        to.children.put(other, thing);
    }

    private static void directories(Thing thing, List<Thing> all) {
        if (thing.type == EntryStat.DIRECTORY) {
            all.add(thing);
            thing.children.values().forEach(child -> directories(child, all));
        }
    }

    private static boolean isAnyLinked(Thing thing) {
        return thing.type == EntryStat.FILE && thing.links > 1
                || thing.children.values().stream().anyMatch(ModelTest::isAnyLinked);
    }

    private static void collect(String path, Thing directory, Map<String, String> all) {
        directory.children.forEach((name, thing) -> {
            all.put(path + "/" + name, thing.describe());
            collect(path + "/" + name, thing, all);
        });
    }

    private Set<String> indexed() {
        Set<String> all = new TreeSet<>();
        for (int node = 0; node < index.limit(); node++) {
            if (node != root && isLive(node)) {
                assertThat(index.find(root, index.path(node))).isEqualTo(node);
                assertThat(all.add(index.path(node).toString())).isTrue();
            }
        }
        return all;
    }

    /** Whether a number is that of an entry: what is free is in no list. */
    private boolean isLive(int node) {
        List<Integer> living = new ArrayList<>();
        living(root, living);
        return living.contains(node);
    }

    private void living(int directory, List<Integer> all) {
        for (int child = index.firstChild(directory); child >= 0; child = index.next(child)) {
            all.add(child);
            if (index.isDirectory(child)) {
                living(child, all);
            }
        }
    }

    private final class Mirror implements ChangeSink {
        final Map<String, String> entries = new TreeMap<>();
        final List<String> again = new ArrayList<>();

        private void requirePlace(String path, boolean free) {
            String parent = path.substring(0, path.lastIndexOf('/'));
            assertThat(parent.equals(ROOT) || "directory".equals(entries.get(parent)))
                    .as("parent of " + path)
                    .isTrue();
            assertThat(entries.containsKey(path)).as(path).isNotEqualTo(free);
        }

        private Map<String, String> below(String path) {
            return ((TreeMap<String, String>) entries).subMap(path + "/", path + "0");
        }

        private String entry(EntryDetails details) {
            return details.type == EntryStat.DIRECTORY
                    ? "directory"
                    : details.type + " " + details.size + " " + details.modifiedNanos;
        }

        @Override
        public void created(NativeName path, EntryDetails details) {
            requirePlace(path.toString(), true);
            assertThat(details.cause).isEqualTo(CAUSE);
            entries.put(path.toString(), entry(details));
        }

        @Override
        public void modified(NativeName path, EntryDetails details) {
            requirePlace(path.toString(), false);
            entries.put(path.toString(), entry(details));
        }

        @Override
        public void deleted(NativeName path, EntryDetails details) {
            assertThat(below(path.toString())).isEmpty();
            String before = entries.remove(path.toString());
            assertThat(before)
                    .isNotNull()
                    .startsWith(details.type == EntryStat.DIRECTORY ? "directory" : details.type + " ");
        }

        @Override
        public void moved(NativeName from, NativeName path, int node, int replaced, EntryDetails details) {
            String old = from.toString();
            String now = path.toString();
            requirePlace(old, false);
            requirePlace(now, replaced < 0);
            assertThat(index.path(node)).isEqualTo(path);
            assertThat(below(now)).isEmpty();
            Map<String, String> subtree = new TreeMap<>(below(old));
            subtree.keySet().forEach(entries::remove);
            subtree.forEach((name, entry) -> entries.put(now + name.substring(old.length()), entry));
            entries.remove(old);
            entries.put(now, entry(details));
        }

        @Override
        public void rootLeft(int root) {}

        @Override
        public void directoryRemoved(int directory) {
            assertThat(index.type(directory)).isEqualTo(EntryStat.DIRECTORY);
        }

        @Override
        public void inspectAgain(int directory, NativeName name) {
            again.add(directory + " " + name);
        }
    }
}
