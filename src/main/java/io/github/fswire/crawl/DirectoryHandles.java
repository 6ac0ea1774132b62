package io.github.fswire.crawl;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.IntList;
import io.github.fswire.tree.TreeIndex;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Handles of the directories from a root down to the one inspected last: a walk opens each directory once, relative to its
 * parent, and so never leaves the tree through a link (G8). Where the scanner can do that without following links, one that is
 * several levels below what is open is opened by its path.
 *
 * <p>A directory counts as open only if it is the one that the index knows: another one of the same name is {@link
 * Scanner#GONE}. At most {@value #MAX_OPEN} handles are open; in deeper trees the upper ones are closed and opened again when
 * they are needed. Owned by the engine thread.
 */
public final class DirectoryHandles {
    private static final int MAX_OPEN = 64;

    private final Scanner scanner;
    private final TreeIndex index;
    private final Difference difference;
    private final boolean identifies;
    private final IntList wanted = new IntList(); // from the directory up to its root
    private final EntryStat stat = new EntryStat();
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
    private int[] nodes = new int[MAX_OPEN];
    private int[] handles = new int[MAX_OPEN]; // -1: closed to save descriptors
    private boolean[] listed = new boolean[MAX_OPEN];
    private long[] devices = new long[MAX_OPEN];
    private int depth;
    private int obstacle = -1;
    private boolean rootWanted; // it must be inspected
    private boolean rootInspected;
    private boolean used; // since everything was closed

    /** If it {@code identifies}, the identity of each opened directory becomes known to the index. */
    public DirectoryHandles(Scanner scanner, TreeIndex index, Difference difference, boolean identifies) {
        this.identifies = identifies;
        this.scanner = scanner;
        this.index = index;
        this.difference = difference;
    }

    /**
     * Opens a directory where it will be when the cycle has ended; returns a handle or a negative result of the scanner. While
     * moves are put in order it may have no place: one of two that would be inside each other was given up.
     */
    int open(int directory) {
        wanted.clear();
        for (int node = directory; node >= 0; node = index.parent(difference.placeOf(node))) {
            if (wanted.size() == index.limit()) { // each more than once
                obstacle = directory;
                return Scanner.GONE;
            }
            wanted.add(node);
        }
        boolean tried = false;
        int common = 0;
        int length = wanted.size();
        while (common < depth && common < length && nodes[common] == wanted.get(length - 1 - common)) {
            common++;
        }
        while (common > 0 && handles[common - 1] < 0) {
            common--;
        }
        closeBelow(common);
        boolean byPath = !rootWanted && !used; // of several directories the root is opened once
        used = true;
        while (depth < length) {
            if (length - depth > 1 && (depth > 0 || byPath)) {
                if (!tried && openByPath()) {
                    break;
                }
                tried = true;
            }
            int next = wanted.get(length - 1 - depth);
            int result = openNext(next);
            if (result < 0) {
                obstacle = next;
                return result;
            }
        }
        return handles[depth - 1];
    }

    /** The same with a handle that has not been listed: each can be listed once. */
    int openForListing(int directory) {
        if (!rootInspected) {
            closeBelow(0);
        }
        rootWanted = true; // for its device
        int handle = open(directory);
        if (handle >= 0 && listed[depth - 1]) {
            closeBelow(depth - 1);
            handle = open(directory);
        }
        rootWanted = false;
        if (handle >= 0) {
            listed[depth - 1] = true;
        }
        return handle;
    }

    /** The directory that could not be opened: the one wanted or one above it. */
    int obstacle() {
        return obstacle;
    }

    /** The device of the directory opened last. */
    long device() {
        return devices[depth - 1];
    }

    /** Whether the directory opened last, for listing, is on another device than its root. */
    boolean isElsewhere() {
        return devices[depth - 1] != devices[0];
    }

    /** The path of the directory opened last, where it is now. */
    NativeName path() {
        ByteArrayOutputStream below = new ByteArrayOutputStream();
        for (int i = 1; i < depth; i++) {
            if (i > 1) {
                below.write('/');
            }
            below.write(name, 0, index.copyName(difference.placeOf(nodes[i]), name));
        }
        NativeName root = index.rootPath(nodes[0]);
        return depth == 1 ? root : root.resolve(NativeName.of(below.toByteArray(), 0, below.size()));
    }

    /** Closes every handle. */
    void close() {
        used = false;
        closeBelow(0);
    }

    /** Opens what is wanted by its path; returns false if that must not be done, or leads to something else. */
    private boolean openByPath() {
        for (int i = 0; i < wanted.size(); i++) {
            int node = wanted.get(i);
            if (index.identity(node) == 0 || difference.placeOf(node) != node) {
                return false; // it becomes known when it is opened, or its path is not the one that the index has
            }
        }
        int directory = wanted.get(0);
        int handle = scanner.openPath(index.path(directory));
        if (handle < 0) {
            return false;
        }
        if (scanner.inspectSelf(handle, stat) != 0 || !index.hasIdentity(directory, stat)) {
            scanner.close(handle);
            return false;
        }
        while (depth < wanted.size() - 1) {
            push(wanted.get(wanted.size() - 1 - depth), -1);
        }
        push(directory, handle);
        return true;
    }

    private int openNext(int node) {
        int handle;
        if (depth == 0) {
            handle = scanner.openRoot(index.rootPath(node));
        } else {
            int length = index.copyName(difference.placeOf(node), name);
            handle = scanner.open(handles[depth - 1], name, length);
        }
        if (handle < 0) {
            return handle;
        }
        int result = scanner.inspectSelf(handle, stat);
        if (result == 0 && !index.mayBe(node, stat)) {
            result = Scanner.GONE; // also when a new one was replaced since it was listed: its watch would be another's
        }
        if (result < 0) {
            scanner.close(handle);
            return result;
        }
        if (identifies) {
            index.identify(node, stat); // or its watch would stay when another one takes its place
        }
        rootInspected |= depth == 0;
        push(node, handle);
        return handle;
    }

    private void push(int node, int handle) {
        if (depth == nodes.length) {
            nodes = Arrays.copyOf(nodes, depth * 2);
            handles = Arrays.copyOf(handles, depth * 2);
            listed = Arrays.copyOf(listed, depth * 2);
            devices = Arrays.copyOf(devices, depth * 2);
        }
        if (depth >= MAX_OPEN) {
            closeAt(depth - MAX_OPEN);
        }
        nodes[depth] = node;
        listed[depth] = false;
        devices[depth] = stat.device;
        handles[depth++] = handle;
    }

    private void closeBelow(int keep) {
        while (depth > keep) {
            closeAt(--depth);
        }
        rootInspected &= depth > 0;
    }

    private void closeAt(int position) {
        if (handles[position] >= 0) {
            scanner.close(handles[position]);
            handles[position] = -1;
        }
    }
}
