package io.github.fswire.subjects;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.Watchable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The JDK's service, to be broken in one place. */
class ForwardingService implements WatchService {
    final WatchService real;
    private final Map<WatchKey, Key> keys = new ConcurrentHashMap<>();

    ForwardingService() throws IOException {
        real = FileSystems.getDefault().newWatchService();
    }

    /** Registers. */
    WatchKey register(Path directory, WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers) throws IOException {
        return of(directory.register(real, kinds, modifiers));
    }

    /** Ours for one of the JDK. */
    WatchKey of(WatchKey key) {
        return key == null ? null : keys.computeIfAbsent(key, this::wrap);
    }

    Key wrap(WatchKey key) {
        return new Key(key);
    }

    @Override
    public void close() throws IOException {
        real.close();
    }

    @Override
    public WatchKey poll() {
        return of(real.poll());
    }

    @Override
    public WatchKey poll(long timeout, TimeUnit unit) throws InterruptedException {
        return of(real.poll(timeout, unit));
    }

    @Override
    public WatchKey take() throws InterruptedException {
        return of(real.take());
    }

    /** A key that forwards. */
    static class Key implements WatchKey {
        final WatchKey real;

        Key(WatchKey real) {
            this.real = real;
        }

        @Override
        public boolean isValid() {
            return real.isValid();
        }

        @Override
        public List<WatchEvent<?>> pollEvents() {
            return real.pollEvents();
        }

        @Override
        public boolean reset() {
            return real.reset();
        }

        @Override
        public void cancel() {
            real.cancel();
        }

        @Override
        public Watchable watchable() {
            return real.watchable();
        }
    }
}
