package io.github.fswire.engine;

import io.github.fswire.crawl.Crawler;
import io.github.fswire.crawl.Roots;
import io.github.fswire.crawl.SingleRoots;
import io.github.fswire.crawl.SymlinkFollower;
import io.github.fswire.deliver.Delivery;
import io.github.fswire.filter.EntryFilter;
import io.github.fswire.observe.Counters;
import io.github.fswire.store.Resume;
import io.github.fswire.tree.TreeIndex;
import java.io.IOException;

/**
 * Delivers the findings of a crawl, and knows whether the listeners have accepted everything in the index: only then the
 * index may be saved. Owned by the engine thread.
 */
final class CycleDelivery {
    private final TreeIndex index;
    private final Delivery delivery;
    private final Counters counters;
    private final Roots roots;
    private final SingleRoots singles;
    private final SymlinkFollower follower;
    private final Resume resume;
    private final EntryFilter filter;
    private boolean collected; // all that the index holds, and flushed

    CycleDelivery(
            TreeIndex index,
            Delivery delivery,
            Counters counters,
            Roots roots,
            SingleRoots singles,
            SymlinkFollower follower,
            Resume resume,
            EntryFilter filter) {
        this.index = index;
        this.delivery = delivery;
        this.counters = counters;
        this.roots = roots;
        this.singles = singles;
        this.follower = follower;
        this.resume = resume;
        this.filter = filter;
    }

    /** The index is about to change. */
    void begin() {
        collected = false;
    }

    /** Whether everything that the index holds was delivered. */
    boolean isComplete() {
        return collected && delivery.isComplete();
    }

    /** Delivers the findings of the first crawls, all but the last batch. */
    void collectFirst(Crawler crawler) {
        delivery.begin();
        crawler.difference().finish(delivery);
        singles.update();
    }

    /** Delivers the collected changes. */
    void flush() {
        delivery.flush();
        collected = true;
    }

    /** Delivers the findings of a crawl; roots that depend on them follow. */
    void deliver(Crawler crawler) {
        collected = false;
        delivery.begin();
        crawler.difference().finish(delivery);
        counters.unverified = crawler.difference().unverified();
        crawler.sizes().close();
        roots.dropAbsent();
        singles.update();
        follower.update(crawler);
        flush();
    }

    /** Writes the checkpoint. */
    void save() {
        try {
            resume.write(index, filter::singles);
        } catch (IOException e) {
            delivery.error(e);
        }
    }
}
