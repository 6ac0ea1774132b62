package io.github.fswire.tree;

import io.github.fswire.checks.Checks;
import io.github.fswire.raw.RawWatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What only a directory has, by its slot, which is kept in its print: the first of its children and the kernel's watch.
 *
 * <p>Owned by one thread.
 */
final class DirectorySlots {
    private static final int FREE = -2; // instead of the first child

    private int[] firstChild = new int[16];
    private @Nullable RawWatch[] watches = new RawWatch[16];
    private int limit;
    private final IntList free = new IntList();

    int allocate() {
        int slot = free.isEmpty() ? limit++ : free.pop();
        if (slot > EntryPrints.MAX_DETAIL) {
            throw new IllegalStateException("more than " + EntryPrints.MAX_DETAIL + " directories");
        }
        if (slot >= firstChild.length) {
            int larger = slot + slot / 4 + 1;
            firstChild = Arrays.copyOf(firstChild, larger);
            watches = Arrays.copyOf(watches, larger);
        }
        firstChild[slot] = TreeIndex.NONE;
        watches[slot] = null;
        return slot;
    }

    void free(int slot) {
        if (firstChild[slot] == FREE) {
            throw Checks.broken("directory slot " + slot + " is freed twice");
        }
        firstChild[slot] = FREE;
        watches[slot] = null;
        free.add(slot);
    }

    /** Number of slots in use. */
    int living() {
        return limit - free.size();
    }

    int firstChild(int slot) {
        return firstChild[slot];
    }

    void firstChild(int slot, int node) {
        firstChild[slot] = node;
    }

    @Nullable
    RawWatch watch(int slot) {
        return watches[slot];
    }

    void watch(int slot, @Nullable RawWatch watch) {
        watches[slot] = watch;
    }

    long bytes() {
        return 8L * firstChild.length;
    }
}
