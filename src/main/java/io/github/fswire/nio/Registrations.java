package io.github.fswire.nio;

import io.github.fswire.platform.Platform;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawCapabilities.Coverage;
import io.github.fswire.raw.WatchException;
import io.github.fswire.raw.WatchLimitException;
import io.github.fswire.scan.Scanner;
import io.github.fswire.threads.Undo;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a service: one for each directory, whatever its path is. Registering and cancelling take turns; a key whose
 * directory goes ends without waiting for them.
 *
 * <p>A directory whose changes the kernel reports reliably, and one by one, belongs to the raw source; everything else to a
 * watcher, which compares and polls where it must.
 */
final class Registrations {
    private static final Logger LOGGER = System.getLogger(Registrations.class.getName());

    private record Registered(DirectoryKey key, Source.Watched watched) {}

    private final SignalledKeys signalled;
    private final boolean repairs;
    private final Scanner scanner; // guarded by this
    private final WatcherSource shallow;
    private final WatcherSource deep;
    private final @Nullable RawSource raw; // null if the backend reports subtrees, or the system has no queue left
    private final Map<DirectoryIdentity, Registered> registered = new ConcurrentHashMap<>(); // added to under this
    private final Map<Long, Boolean> reliable = new HashMap<>(); // by device; guarded by this
    private boolean limitReported; // guarded by this
    private final Object closing = new Object(); // held until everything is closed

    private Registrations(WatchServiceOptions options, SignalledKeys signalled, RawBackend backend, Undo undo)
            throws WatchException {
        this.signalled = signalled;
        this.repairs = options.overflow() == WatchServiceOptions.Overflow.REPAIR;
        this.scanner = Platform.openSharedScanner();
        undo.add(scanner::close);
        this.shallow = new WatcherSource(options, 1, this::ended);
        this.deep = new WatcherSource(options, Integer.MAX_VALUE, this::ended);
        this.raw = backend.capabilities().coverage() == Coverage.DIRECTORY
                        && !backend.name().equals("polling")
                ? openRaw(backend)
                : null;
    }

    static Registrations open(WatchServiceOptions options, SignalledKeys signalled) throws IOException {
        RawBackend backend;
        try {
            backend = Platform.backend(options.backend());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        return Undo.<Registrations, WatchException>unlessComplete(
                undo -> new Registrations(options, signalled, backend, undo));
    }

    private @Nullable RawSource openRaw(RawBackend backend) throws WatchException {
        try {
            return new RawSource(backend, Platform::openScanner, repairs, this::ended);
        } catch (WatchLimitException e) {
            LOGGER.log(Level.WARNING, "A watch service polls its directories. {0}", e.getMessage());
            return null;
        }
    }

    /** Registers a directory, or changes its registration. */
    synchronized DirectoryKey register(Path directory, Request request) throws IOException {
        signalled.requireOpen();
        try (OpenDirectory opened = OpenDirectory.open(scanner, NativeName.of(directory))) {
            DirectoryKey key = register(directory, opened, request);
            return key.isValid() ? key : register(directory, opened, request); // it has ended meanwhile
        } catch (WatchException e) {
            throw e.toFileSystemException();
        }
    }

    private DirectoryKey register(Path directory, OpenDirectory opened, Request request) throws IOException {
        Registered before = registered.get(opened.identity());
        if (before != null && (!before.key.isValid() || !before.watched.isOf(opened))) {
            before.key.end();
            before.watched.remove();
            before = null;
        }
        if (before != null && before.watched.change(opened, request)) {
            before.key.ask(request.kinds());
            return before.key;
        }
        DirectoryKey key = before != null
                ? before.key
                : new DirectoryKey(this::cancel, signalled, directory, opened.identity(), request.kinds(), repairs);
        Source.Watched watched = watch(key, opened, request);
        key.ask(request.kinds());
        registered.put(opened.identity(), new Registered(key, watched));
        if (before != null) {
            before.watched.remove();
        }
        if (!watched.isActive()) {
            ended(key);
        }
        return key;
    }

    private Source.Watched watch(DirectoryKey key, OpenDirectory directory, Request request) throws IOException {
        if (request.fileTree()) {
            return deep.add(key, directory, request);
        }
        RawSource queue = raw;
        if (queue != null && queue.isActive() && isReliable(queue, directory)) {
            try {
                return queue.add(key, directory, request);
            } catch (WatchLimitException e) {
                LOGGER.log(
                        limitReported ? Level.DEBUG : Level.WARNING,
                        "A watch service polls directories. {0}",
                        e.getMessage());
                limitReported = true;
            }
        }
        return shallow.add(key, directory, request);
    }

    /** Whether every change there is made through this kernel. */
    private boolean isReliable(RawSource queue, OpenDirectory directory) throws WatchException {
        if (queue.takeMountsChanged()) {
            reliable.clear(); // a device's number may be another one's now
        }
        Boolean known = reliable.get(directory.identity().device());
        if (known == null) {
            known = Platform.mount(directory.path()).eventsReliable();
            reliable.put(directory.identity().device(), known);
        }
        return known;
    }

    private synchronized void cancel(DirectoryKey key) {
        Registered its = registered.get(key.identity());
        if (its != null && its.key == key) {
            registered.remove(key.identity());
            its.watched.remove();
        }
        key.invalidate();
    }

    /** A source no longer watches the directory of a key. The key stays valid if another source does. */
    private void ended(DirectoryKey key) {
        Registered now = registered.computeIfPresent(key.identity(), (identity, its) -> {
            if (its.key != key || its.watched.isActive()) {
                return its;
            }
            key.end(); // before another source can be registered for it
            return null;
        });
        if (now == null || now.key != key) {
            key.end();
        }
    }

    /** After this method returned no key is signalled. Called when nobody can register any more. */
    void close() {
        synchronized (closing) {
            synchronized (this) { // whoever registers a directory meanwhile has its key
                registered.values().forEach(its -> its.key.invalidate());
                registered.clear();
            }
            if (raw != null) {
                raw.close();
            }
            shallow.close();
            deep.close();
            synchronized (this) {
                scanner.close();
            }
        }
    }
}
