package io.github.fswire.linux;

import io.github.fswire.raw.RawWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The watches of each wd.
 *
 * <h2>Several watches of one wd</h2>
 *
 * A watch is on the inode, so the kernel gives the same wd for a directory that was moved and is registered anew, and for a
 * second path to it (a bind mount). Each registration is a watch of its own here, chained behind the others, and the kernel's
 * watch is removed with the last of them. That makes re-binding a matter of adding the new one before closing the old one.
 *
 * <h2>Threads</h2>
 *
 * Changes are made under the lock of the session. The reader looks up without a lock; if it finds nothing it repeats the
 * lookup under the lock, because the kernel knows a wd before this table does.
 *
 * <h2>Memory</h2>
 *
 * The kernel counts wds up and does not reuse them, so they index pages, of which the empty ones are dropped.
 */
final class WatchTable {
    private static final int PAGE_BITS = 9;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;

    private static final class Page {
        final AtomicReferenceArray<@Nullable InotifyWatch> watches = new AtomicReferenceArray<>(PAGE_SIZE);
        int used;
    }

    private volatile AtomicReferenceArray<@Nullable Page> pages = new AtomicReferenceArray<>(16);
    private int watchCount;

    /** The first watch of a wd, or null. */
    @Nullable
    InotifyWatch get(int wd) {
        AtomicReferenceArray<@Nullable Page> present = pages;
        int number = wd >>> PAGE_BITS;
        Page page = number < present.length() ? present.get(number) : null;
        return page == null ? null : page.watches.get(wd & PAGE_SIZE - 1);
    }

    /** Adds a watch to its wd. */
    void add(InotifyWatch watch) {
        int number = watch.wd() >>> PAGE_BITS;
        if (number >= pages.length()) {
            AtomicReferenceArray<@Nullable Page> larger =
                    new AtomicReferenceArray<>(Math.max(number + 1, pages.length() * 2));
            for (int i = 0; i < pages.length(); i++) {
                larger.set(i, pages.get(i));
            }
            pages = larger;
        }
        Page page = pages.get(number);
        if (page == null) {
            page = new Page();
            pages.set(number, page);
        }
        int slot = watch.wd() & PAGE_SIZE - 1;
        InotifyWatch first = page.watches.get(slot);
        if (first == null) {
            page.used++;
        }
        watch.next = first;
        page.watches.set(slot, watch);
        watchCount++;
    }

    /** Removes one watch; returns true if it was the last one of its wd. */
    boolean remove(InotifyWatch watch) {
        int wd = watch.wd();
        InotifyWatch first = get(wd);
        watchCount--;
        watch.end();
        if (first == watch) {
            replaceFirst(wd, watch.next);
            return watch.next == null;
        }
        for (InotifyWatch at = first; at != null; at = at.next) {
            if (at.next == watch) {
                at.next = watch.next; // the removed one keeps its link: the reader may be standing on it
            }
        }
        return false;
    }

    /** Ends every watch of a wd; returns the first, which leads to the others. */
    @Nullable
    InotifyWatch end(int wd) {
        InotifyWatch first = get(wd);
        for (InotifyWatch at = first; at != null; at = at.next) {
            at.end();
            watchCount--;
        }
        if (first != null) {
            replaceFirst(wd, null);
        }
        return first;
    }

    int watchCount() {
        return watchCount;
    }

    /** Every watch. */
    List<RawWatch> watches() {
        List<RawWatch> found = new ArrayList<>(watchCount);
        for (int number = 0; number < pages.length(); number++) {
            Page page = pages.get(number);
            for (int slot = 0; page != null && slot < PAGE_SIZE; slot++) {
                for (InotifyWatch at = page.watches.get(slot); at != null; at = at.next) {
                    found.add(at);
                }
            }
        }
        return found;
    }

    private void replaceFirst(int wd, @Nullable InotifyWatch watch) {
        int number = wd >>> PAGE_BITS;
        Page page = pages.get(number);
        if (page != null) {
            page.watches.set(wd & PAGE_SIZE - 1, watch);
            if (watch == null && --page.used == 0) {
                pages.set(number, null);
            }
        }
    }
}
