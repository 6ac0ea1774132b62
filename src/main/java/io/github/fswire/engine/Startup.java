package io.github.fswire.engine;

import io.github.fswire.crawl.Contents;
import io.github.fswire.crawl.CrawlContext;
import io.github.fswire.crawl.Crawler;
import io.github.fswire.crawl.DirectoryHandles;
import io.github.fswire.crawl.Mounts;
import io.github.fswire.crawl.Reconciler;
import io.github.fswire.crawl.RootCheck;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.platform.Platform;
import io.github.fswire.polling.PollingBackend;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.Scanner;
import io.github.fswire.store.Resume;
import io.github.fswire.threads.Nanos;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.EntryDetails;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The start of a watcher: the event source is opened, then the tree is inspected for the first time. Runs on the engine thread. */
final class Startup {
    private final WatcherParts parts;

    Startup(WatcherParts parts) {
        this.parts = parts;
    }

    /** Opens the event source and the access to the disk. */
    WatchLoop.DiskAccess open(Scanner scanner) throws WatchException {
        WatchOptions options = parts.options;
        boolean compared = options.verify() == WatchOptions.Verify.CONTENT;
        Contents contents = new Contents(scanner, compared, parts.lifecycle::isOver);
        CrawlContext context = new CrawlContext(
                scanner,
                parts.index,
                parts.watches,
                parts.roots,
                parts.singles,
                parts.filter,
                parts.ignoreFiles,
                parts.pending,
                parts.racy,
                parts.settling,
                contents,
                parts.symlinks,
                parts.lifecycle::isOver);
        Crawler crawler = new Crawler(context, parts.delivery.progress());
        parts.delivery.open(options.listener(), parts.index, crawler.sizes()::inspect);
        Reconciler reconciler = new Reconciler(
                Nanos.of(options.reconcileEvery()),
                parts.index,
                parts.watches,
                parts.singles,
                parts.filter,
                parts.ignoreFiles,
                parts.source,
                parts.pending,
                parts.host::wakeUp,
                parts.time,
                scanner,
                contents,
                parts.settling,
                new DirectoryHandles(scanner, parts.index, crawler.difference(), false));
        openSource();
        RootCheck rootCheck = new RootCheck(scanner, parts.index, parts.roots, parts.watches, parts.time.nanoTime());
        Mounts mounts = new Mounts(scanner, parts.index, crawler.mountPoints());
        return new WatchLoop.DiskAccess(crawler, reconciler, rootCheck, mounts);
    }

    private void openSource() throws WatchException {
        if (parts.counters.backend.equals(PollingBackend.NAME)) {
            return; // polling watches nothing: it is a way of inspecting, not a source of events
        }
        try {
            parts.source.open(parts.history.since());
            parts.history.opened(parts.source.position());
        } catch (WatchException e) {
            if (!parts.options.backend().equals(Platform.AUTO)) {
                throw e;
            }
            parts.watches.pollEverything(e);
        }
    }

    /**
     * Inspects a tree that is new to the listener, or one of which it knows an earlier state. From {@code started} on every change
     * is delivered.
     */
    void begin(Crawler crawler, Runnable started) throws IOException {
        Resume resume = parts.resume;
        @Nullable Exception unusable = resume.unusable();
        resume.begin();
        boolean report = parts.options.initial() || unusable != null;
        if (report || resume.isResumed()) {
            deliverUncertain(crawler);
        }
        inspect(crawler, report);
        if (unusable != null) {
            parts.delivery.error(unusable);
        }
        parts.results.collectFirst(crawler);
        parts.gauges.publish();
        if (!report && !resume.isResumed()) {
            resume.write(parts.index, parts.filter::singles); // from now on no change can be missed by the next start
        }
        started.run();
        parts.results.flush();
        parts.notices.degraded();
        parts.state.update();
    }

    private void inspect(Crawler crawler, boolean report) throws WatchException {
        if (!parts.resume.isResumed()) {
            crawler.baseline(report, parts.options.waitForRoots());
            parts.follower.begin(crawler, report);
        } else if (inspectHistory(crawler)) {
            return;
        } else {
            crawler.resume();
        }
        parts.history.begun();
    }

    /**
     * Inspects the places that have changed since the last watcher's end, if the kernel's history reports them; false if it
     * does not.
     */
    private boolean inspectHistory(Crawler crawler) {
        boolean reported = parts.history.isKept() && crawler.resumeByHistory() && parts.source.drainHistory();
        parts.source.live();
        if (!reported) {
            return false;
        }
        PendingPlaces places = parts.pending.take();
        parts.source.taken();
        parts.hints.resolve(places);
        crawler.crawl(places, false, () -> null);
        parts.pending.giveBack(places);
        return true;
    }

    /**
     * Handles the entries that an earlier watcher was delivering when it was killed: they are gone for now, and found again
     * if they exist.
     */
    private void deliverUncertain(Crawler crawler) {
        parts.delivery.begin();
        EntryDetails details = new EntryDetails();
        details.cause = Causes.RESUME;
        details.previousSize = EntryDetails.UNKNOWN;
        parts.resume.uncertain().entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getKey().length())) // children first
                .forEach(entry -> {
                    details.root = parts.index.rootAbove(entry.getKey());
                    details.type = entry.getValue();
                    parts.delivery.deleted(entry.getKey(), details);
                    crawler.forget(entry.getKey());
                });
    }
}
