package io.github.fswire.engine;

import io.github.fswire.crawl.Crawler;
import io.github.fswire.crawl.EntrySizes;
import io.github.fswire.deliver.ListenerChannel;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.Registration;
import java.util.concurrent.CompletableFuture;

/**
 * Requests of users to a running watcher: other listeners, other roots. May be called by any thread; the engine runs them
 * between two cycles.
 */
final class UserTasks {
    private final WatcherParts parts;

    UserTasks(WatcherParts parts) {
        this.parts = parts;
    }

    /** Adds a listener; the future is complete when every later change is delivered to it. */
    CompletableFuture<Registration> subscribe(ListenerOptions listens, ChangeListener listener) {
        ListenerChannel channel = parts.delivery.channel(listener, listens);
        Registration registration = () -> parts.delivery.remove(channel);
        return parts.commands.submit(access -> {
            EntrySizes sizes = access.crawler().sizes();
            parts.delivery.add(channel, listens, parts.index, sizes::inspect);
            sizes.close();
            return registration;
        });
    }

    /** Adds a root; when the future is complete it is watched, for itself or within another one. */
    CompletableFuture<Boolean> addRoot(NativeName path) {
        return parts.commands.submit(access -> {
            int root = parts.roots.add(path);
            if (root >= 0) {
                watch(access.crawler(), root);
            }
            return root >= 0;
        });
    }

    private void watch(Crawler crawler, int root) throws WatchException {
        boolean initial = parts.options.initial();
        parts.results.begin();
        try {
            crawler.baseline(root, initial, parts.options.waitForRoots());
        } catch (WatchException e) {
            parts.roots.failed(root);
            throw e;
        }
        parts.follower.begin(crawler, initial);
        deliver(crawler);
        parts.notices.degraded();
        parts.state.update();
    }

    /** Removes a root. */
    CompletableFuture<Boolean> removeRoot(NativeName path) {
        return parts.commands.submit(access -> {
            parts.roots.remove(path, parts.singles);
            parts.follower.rootsRemoved();
            deliver(access.crawler());
            return true;
        });
    }

    /** Compares everything with the index; the fence passes when what the kernel did not report has been delivered. */
    WatchLoop.Fence reconcile() {
        WatchLoop.Fence fence = parts.fences.open();
        var unused = parts.commands.submit(access -> {
            access.reconciler().reconcile(fence);
            return true;
        });
        return fence;
    }

    private void deliver(Crawler crawler) {
        parts.results.deliver(crawler);
        parts.resume.begin();
        parts.gauges.publish();
    }
}
