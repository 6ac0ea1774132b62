package io.github.fswire.engine;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What other processes do to the disk in a simulation. */
final class SimulatedChanges {
    private static final String[] OPERATIONS = {
        "file",
        "file",
        "file",
        "mkdir",
        "mkdir",
        "mkdir",
        "symlink",
        "write",
        "write",
        "write",
        "close",
        "chmod",
        "write older",
        "rm",
        "rm",
        "link",
        "exchange",
        "root",
        "rename", // the last kind
        "rename",
        "rename",
        "rename",
        "rename",
        "rename"
    };
    private static final int LINK = 15;
    private static final int LAST_KIND = 18;

    private final SimulatedSetting setting;
    private final SimulatedDisk disk;
    private final boolean hasProc;
    private final List<Inode> nameless = new ArrayList<>(); // open descriptors
    private final Set<Inode> unwatched =
            new HashSet<>(); // files without a watch of their own, limits that the guides name
    private boolean reported; // what is written through descriptors without a name can be
    private boolean forbidden;

    SimulatedChanges(SimulatedSetting setting, SimulatedDisk disk, boolean hasProc) {
        this.setting = setting;
        this.disk = disk;
        this.hasProc = hasProc;
    }

    /** The watcher has begun: what is there was there at the start. */
    void begun() {
        reported = setting.faults == 0 && !setting.forbids && !setting.hasLimit();
        SimulatedDisk.directories(disk.top).forEach(directory -> directory.children().values().stream()
                .filter(inode -> inode.isFile() && inode.links() > 1)
                .forEach(unwatched::add));
    }

    /** Whether access to some directory was forbidden. */
    boolean haveForbidden() {
        return forbidden;
    }

    /** Makes a change. Returns it for people, or null if it would have met a limit that the guides name. */
    @Nullable
    String make(SplittableRandom random) {
        Inode from = directory(random);
        Inode to = directory(random);
        String name = name(random);
        String other = name(random);
        int what = random.nextInt(OPERATIONS.length);
        if (setting.plant.hasNameless() && what > LAST_KIND) {
            what = LINK;
        }
        int detail = random.nextInt(8);
        Inode child = from.children().get(name);
        if (isWritten(what) && nameless.contains(child)) {
            return null;
        }
        if (isWritten(what) && child != null && child.links() > 1) {
            unwatched.add(child);
        }
        disk.now += random.nextInt(3) * random.nextLong(2 * SimulatedSetting.MILLISECOND);
        switch (what) {
            case 0, 1, 2 -> disk.create(from, name, SimulatedDisk.FILE);
            case 3, 4, 5 -> disk.create(from, name, SimulatedDisk.DIRECTORY);
            case 6 -> disk.create(from, name, SimulatedDisk.LINK);
            case 7, 8, 9 -> disk.write(from, name, detail == 0);
            case 10 -> disk.closeWritten(from, name);
            case 11 -> chmod(from, name, detail);
            case 12 -> disk.writeAndSetBack(from, name);
            case 13, 14 -> disk.remove(from, name);
            case LINK -> {
                if (setting.links && (detail < 4 || !setting.plant.hasNameless())) {
                    disk.link(from, name, to, other);
                } else if (setting.links && reported) {
                    nameless(from, name, to, other, random);
                }
            }
            case 16 -> disk.exchange(from, name, to, other);
            case 17 -> root(detail);
            default -> disk.rename(from, name, to, other);
        }
        return OPERATIONS[what] + " " + from + name + " " + to + other + (detail == 0 ? " (0)" : "");
    }

    /** If it is also written by a name that is new, a file has no watch of its own, a limit that the guides name. */
    private static boolean isWritten(int what) {
        return what >= 7 && what <= 10 || what == 12;
    }

    /** Something is done with a descriptor without a name: that is known to be a change only if it is in the tree. */
    private void nameless(Inode from, String name, Inode to, String other, SplittableRandom random) {
        if (nameless.isEmpty() || random.nextInt(4) == 0) {
            if (!unwatched.contains(from.children().get(name))) {
                nameless.add(disk.openNameless(from, name));
            }
            return;
        }
        int which = random.nextInt(nameless.size());
        Inode inode = nameless.get(which);
        switch (random.nextInt(6)) {
            case 0, 1 -> disk.linkNameless(inode, to, other);
            case 2 -> disk.closeNameless(nameless.remove(which));
            default -> disk.writeNameless(inode);
        }
    }

    private void chmod(Inode dir, String name, int detail) {
        int[] choices = {SimulatedDisk.OPEN, 0, 0444, 0311};
        int permissions = choices[setting.forbids ? detail % choices.length : 0];
        forbidden |= permissions != SimulatedDisk.OPEN;
        disk.chmod(dir, name, detail == 7 ? 0700 : permissions);
    }

    private void root(int detail) {
        Inode above = disk.above();
        if (!setting.rootLives) {
            return;
        }
        if (above == null || !setting.isWindows() && detail > 4) {
            // Without /proc a path that leads elsewhere for an instant may put the watch there, which nothing shows.
            above(hasProc ? detail : 0);
            return;
        }
        switch (detail) {
            case 0 -> disk.remove(above, "r");
            case 1 -> disk.rename(above, "r", disk.outside, "a");
            case 2 -> disk.rename(disk.outside, "a", above, "r");
            default -> disk.create(above, "r", SimulatedDisk.DIRECTORY);
        }
    }

    /** Makes a change above the root. Nothing is watched there, so no record reports it. */
    void above(int detail) {
        switch (detail) {
            case 5 -> disk.rename(disk.top, "p", disk.outside, "b");
            case 6 -> disk.rename(disk.outside, "b", disk.top, "p");
            case 7 -> disk.exchange(disk.top, "p", disk.outside, "b");
            default -> disk.createRoot();
        }
    }

    private Inode directory(SplittableRandom random) {
        Inode root = disk.root();
        List<Inode> all = SimulatedDisk.directories(root == null || random.nextInt(6) == 0 ? disk.outside : root);
        return all.get(random.nextInt(all.size()));
    }

    private static String name(SplittableRandom random) {
        return String.valueOf((char) ('a' + random.nextInt(4)));
    }
}
