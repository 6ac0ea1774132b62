package io.github.fswire.pending;

import io.github.fswire.tree.NameArena;
import java.util.Arrays;

/**
 * The pending entries of {@link PendingPlaces}: a set of names, each in one of the {@link PendingDirectories}, with the flags
 * that the kernel has reported. Belongs to one object of that class.
 */
final class PendingEntries {
    private static final int FEW = 1 << 6;
    private static final int KEPT = 1 << 10;

    private final PendingDirectories directories;
    private int count;
    private int[] owner = new int[FEW]; // position of the directory
    private int[] next = new int[FEW]; // of the same directory
    private int[] name = new int[FEW];
    private byte[] flags = new byte[FEW];
    private int[] slots = new int[FEW * 2]; // position + 1
    private int[] slotOf = new int[FEW];
    private final DueTimes times = new DueTimes(FEW);
    private final NameArena names = new NameArena();

    PendingEntries(PendingDirectories directories) {
        this.directories = directories;
    }

    int count() {
        return count;
    }

    int owner(int entry) {
        return owner[entry];
    }

    /** The next one of the same directory, or -1. */
    int next(int entry) {
        return next[entry];
    }

    byte flags(int entry) {
        return flags[entry];
    }

    void flags(int entry, byte newFlags) {
        flags[entry] = newFlags;
    }

    /** When each was reported. */
    DueTimes times() {
        return times;
    }

    int nameLength(int entry) {
        return names.length(name[entry]);
    }

    int copyName(int entry, byte[] target) {
        return names.copy(name[entry], target, 0);
    }

    /** The slot of a name in a directory, or the empty one where it would be. */
    int slot(int dir, byte[] bytes, int length) {
        int slot = PendingDirectories.spread(dir ^ NameArena.hash(bytes, 0, length)) & slots.length - 1;
        while (slots[slot] != 0 && !is(slots[slot] - 1, dir, bytes, length)) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private boolean is(int entry, int dir, byte[] bytes, int length) {
        return directories.node(owner[entry]) == dir && names.matches(name[entry], bytes, length);
    }

    /** The entry in a slot, or -1. */
    int at(int slot) {
        return slots[slot] - 1;
    }

    /**
     * Adds a name of the directory at {@code position}, in the empty slot that belongs to it, reported from {@code first} to
     * {@code last}.
     */
    void add(int slot, int position, byte[] bytes, int length, byte itsFlags, long first, long last) {
        int entry = count++;
        take(slot, entry);
        owner[entry] = position;
        next[entry] = -1;
        name[entry] = names.add(bytes, length);
        flags[entry] = itsFlags;
        times.add(entry, first, last);
        if (directories.firstEntry(position) >= 0) {
            next[directories.lastEntry(position)] = entry;
        }
        directories.append(position, entry);
        if (count == owner.length) {
            resize(count * 2);
            for (int i = 0; i < count; i++) {
                int hash = directories.node(owner[i]) ^ names.hash(name[i]);
                int free = PendingDirectories.spread(hash) & slots.length - 1;
                while (slots[free] != 0) {
                    free = free + 1 & slots.length - 1;
                }
                take(free, i);
            }
        }
    }

    private void take(int slot, int entry) {
        slots[slot] = entry + 1;
        slotOf[entry] = slot;
    }

    void clear() {
        if (owner.length > KEPT) {
            resize(KEPT);
        } else {
            for (int i = 0; i < count; i++) {
                slots[slotOf[i]] = 0;
            }
        }
        count = 0;
        names.clear();
    }

    private void resize(int capacity) {
        owner = Arrays.copyOf(owner, capacity);
        next = Arrays.copyOf(next, capacity);
        name = Arrays.copyOf(name, capacity);
        flags = Arrays.copyOf(flags, capacity);
        times.resize(capacity);
        slots = new int[capacity * 2];
        slotOf = new int[capacity];
    }
}
