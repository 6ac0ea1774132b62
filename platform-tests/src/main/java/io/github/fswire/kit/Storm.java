package io.github.fswire.kit;

import static io.github.fswire.kit.Verb.APPEND;
import static io.github.fswire.kit.Verb.CHMOD;
import static io.github.fswire.kit.Verb.FILL;
import static io.github.fswire.kit.Verb.LN;
import static io.github.fswire.kit.Verb.LNS;
import static io.github.fswire.kit.Verb.MKDIR;
import static io.github.fswire.kit.Verb.MV;
import static io.github.fswire.kit.Verb.RM;
import static io.github.fswire.kit.Verb.RMRF;
import static io.github.fswire.kit.Verb.SOCKET;
import static io.github.fswire.kit.Verb.TOUCH_BACK;
import static io.github.fswire.kit.Verb.TRUNCATE;
import static io.github.fswire.kit.Verb.WRITE;

import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * An endless series of operations that depends on a seed and a writer's number only. Names are few, so that most operations
 * find something; those that do not fail, and that is part of the storm.
 *
 * <p>Each writer has a directory of its own ({@code w1}) and shares another ({@code s}) with all; both also exist outside the
 * root. Hard links are made in a writer's own directory only, because writers that collide could write through a name that
 * another has just removed or moved out; nothing is moved between the two. {@link Fairness} says more. Owned by one thread.
 */
public final class Storm {
    /** What was a file may be a directory by now: its owner must get in. */
    private static final int[] MODES = {700, 740, 744, 750, 755};

    private static final NativeName OUTSIDE = NativeName.of("../outside");

    private final SplittableRandom random;
    private final NativeName own;
    private final NativeName shared = NativeName.of("s");
    private final Queue<Operation> story = new ArrayDeque<>();

    /** The series of one writer. */
    public Storm(long seed, int writer) {
        this.random = Seeds.random(seed, "writer " + writer);
        this.own = NativeName.of("w" + writer);
    }

    /** The next operation. */
    public Operation next() {
        while (story.isEmpty()) {
            if (random.nextInt(3) == 0) {
                play(shared, false);
            } else {
                play(own, true);
            }
        }
        return story.remove();
    }

    /**
     * Carries out the next operations.
     *
     * @return how many of them succeeded
     */
    public int rage(Disk disk, int operations) {
        return rage(disk, operations, operation -> true);
    }

    /** The same without operations that are not wanted. */
    public int rage(Disk disk, int operations, Predicate<Operation> wanted) {
        int succeeded = 0;
        for (int i = 0; i < operations; i++) {
            Operation operation = next();
            try {
                if (wanted.test(operation) && Fairness.isReported(disk, operation)) {
                    disk.apply(operation);
                    succeeded++;
                }
            } catch (IOException e) {
                // Expected: the name is taken or missing, or another writer was faster.
            }
        }
        return succeeded;
    }

    /**
     * Carries out the next operations but those that make links, by which whoever keeps directories under their paths is led
     * astray.
     */
    public void rageWithoutLinks(Disk disk, int operations) {
        rage(disk, operations, operation -> operation.verb() != LN && operation.verb() != LNS);
    }

    /** One story of one or more operations in an area. */
    private void play(NativeName area, boolean links) {
        NativeName place = random.nextInt(12) == 0 ? OUTSIDE.resolve(area) : area;
        int size = random.nextInt(random.nextInt(20) == 0 ? 70_000 : 100);
        int dice = random.nextInt(100);
        if (dice < 12) {
            add(Operation.of(FILL, directory(place), random.nextInt(8)));
        } else if (dice < 26) {
            add(Operation.of(WRITE, file(place), size));
        } else if (dice < 38) {
            add(Operation.of(APPEND, file(place), size));
        } else if (dice < 41) {
            add(Operation.of(TRUNCATE, file(place), random.nextInt(10)));
        } else if (dice < 47) {
            add(Operation.of(RM, random.nextInt(4) == 0 ? directory(place) : file(place)));
        } else if (dice < 51) {
            removeAndMakeAgain(directory(place));
        } else if (dice < 59) {
            add(Operation.of(MV, file(area), file(area)));
        } else if (dice < 66) {
            add(Operation.of(MV, directory(area), directory(area)));
        } else if (dice < 74) {
            outAndBack(area);
        } else if (dice < 80) {
            save(file(place), size);
        } else if (dice < 83) {
            boolean files = random.nextBoolean();
            swap(files ? file(area) : directory(area), files ? file(area) : directory(area));
        } else if (dice < 90 && links) {
            link(area, size);
        } else if (dice < 92) {
            symlink(area);
        } else if (dice < 94) {
            add(Operation.of(CHMOD, file(place), MODES[random.nextInt(3)]));
            add(Operation.of(CHMOD, directory(place), MODES[3 + random.nextInt(2)]));
        } else if (dice < 97) {
            add(Operation.of(TOUCH_BACK, file(place), random.nextInt(1000)));
        } else if (dice < 98) {
            add(Operation.of(SOCKET, file(area)));
        } else {
            changeType(area);
        }
    }

    /** Step by step, so that other operations can come between, and steps be left out. */
    private void save(NativeName file, int size) {
        NativeName part = beside(file);
        add(Operation.of(WRITE, part, size));
        add(Operation.of(MV, part, file));
    }

    private void swap(NativeName one, NativeName other) {
        NativeName between = beside(one);
        add(Operation.of(MV, one, between));
        add(Operation.of(MV, other, one));
        add(Operation.of(MV, between, other));
    }

    private static NativeName beside(NativeName path) {
        byte[] bytes = Arrays.copyOf(path.toBytes(), path.length() + 1);
        bytes[path.length()] = '~';
        return NativeName.of(bytes);
    }

    private void removeAndMakeAgain(NativeName directory) {
        add(Operation.of(RMRF, directory));
        if (random.nextInt(3) > 0) {
            add(Operation.of(FILL, directory, random.nextInt(6)));
            add(Operation.of(FILL, directory.resolve(name("d")), random.nextInt(4)));
        }
    }

    private void outAndBack(NativeName area) {
        NativeName outside = OUTSIDE.resolve(area);
        boolean files = random.nextBoolean();
        NativeName away = files ? file(outside) : directory(outside);
        add(Operation.of(MKDIR, outside));
        add(Operation.of(MV, files ? file(area) : directory(area), away));
        if (random.nextBoolean()) {
            add(files ? Operation.of(APPEND, away, 7) : Operation.of(FILL, away.resolve(name("d")), 3));
        }
        if (random.nextInt(3) > 0) {
            add(Operation.of(MV, away, files ? file(area) : directory(area)));
        }
    }

    private void link(NativeName area, int size) {
        NativeName key = area.resolve(NativeName.of("k" + random.nextInt(3)));
        switch (random.nextInt(5)) {
            case 0 -> add(Operation.of(APPEND, key, size));
            case 1 -> add(Operation.of(TOUCH_BACK, key, size));
            case 2 -> add(Operation.of(RM, key));
            default -> {
                add(Operation.of(APPEND, key, size));
                add(Operation.of(LN, key, random.nextInt(4) == 0 ? file(OUTSIDE.resolve(area)) : file(area)));
            }
        }
    }

    private void symlink(NativeName area) {
        NativeName link = random.nextBoolean() ? file(area) : directory(area);
        NativeName target =
                switch (random.nextInt(4)) {
                    case 0 -> directory(area);
                    case 1 -> directory(OUTSIDE.resolve(area));
                    case 2 -> file(area);
                    default -> NativeName.of("nowhere" + random.nextInt(3));
                };
        if (random.nextBoolean()) {
            add(Operation.of(RM, link)); // and so an old link gets another target
        }
        add(Operation.of(LNS, target, link));
    }

    private void changeType(NativeName area) {
        NativeName path = random.nextBoolean() ? file(area) : directory(area);
        add(Operation.of(RMRF, path));
        switch (random.nextInt(3)) {
            case 0 -> add(Operation.of(FILL, path, 2));
            case 1 -> add(Operation.of(WRITE, path, 5));
            default -> add(Operation.of(LNS, directory(area), path));
        }
    }

    private void add(Operation operation) {
        story.add(operation);
    }

    private NativeName file(NativeName area) {
        NativeName directory = random.nextInt(4) == 0 ? area : directory(area);
        return directory.resolve(random.nextInt(6) == 0 ? Names.any(random) : name("f"));
    }

    private NativeName directory(NativeName area) {
        NativeName directory = area;
        int depth = 1 + random.nextInt(random.nextInt(10) == 0 ? 8 : 3);
        for (int i = 0; i < depth; i++) {
            directory = directory.resolve(random.nextInt(12) == 0 ? Names.shortOne(random) : name("d"));
        }
        return directory;
    }

    private NativeName name(String prefix) {
        return NativeName.of(prefix + random.nextInt(prefix.equals("d") ? 3 : 5));
    }
}
