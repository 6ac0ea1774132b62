package io.github.fswire.nio;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.Watchable;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WatchService} that finds what the kernel dropped and signals it, unless the {@linkplain WatchServiceOptions.Overflow
 * options} say otherwise.
 *
 * <p>The JDK's paths register with the JDK's services only. So a directory is registered through {@link #watchable}:
 *
 * <pre>{@code
 * try (FswireWatchService service = FswireWatchService.open()) {
 *     service.watchable(directory).register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
 *     WatchKey key = service.take();
 * }}</pre>
 *
 * <p>A program that cannot be changed uses it with the {@link FswireFileSystemProvider}.
 *
 * <p>Beyond the contract of {@link WatchService}: {@code ExtendedWatchEventModifier.FILE_TREE} watches everything below a directory
 * on every system, {@code SensitivityWatchEventModifier} is accepted and means nothing, and directories are polled where the
 * kernel does not report every change: on network mounts, and beyond its limit of watches. All methods may be called from any
 * thread. While one registers a large tree, other registrations, {@code cancel} and {@code close} wait until it is scanned.
 */
public final class FswireWatchService implements WatchService {
    private final SignalledKeys signalled;
    private final Registrations registrations;

    private FswireWatchService(SignalledKeys signalled, Registrations registrations) {
        this.signalled = signalled;
        this.registrations = registrations;
    }

    /**
     * Opens a service with {@link WatchServiceOptions#DEFAULT}.
     *
     * @return the service, to be closed by the caller
     * @throws IOException if no backend can be used; the message says what to do
     */
    public static FswireWatchService open() throws IOException {
        return open(WatchServiceOptions.DEFAULT);
    }

    /**
     * Opens a service.
     *
     * @param options how it works
     * @return the service, to be closed by the caller
     * @throws IOException if the backend cannot be used; the message says what to do
     */
    public static FswireWatchService open(WatchServiceOptions options) throws IOException {
        Objects.requireNonNull(options, "options");
        SignalledKeys signalled = new SignalledKeys();
        return new FswireWatchService(signalled, Registrations.open(options, signalled));
    }

    /**
     * A directory as an object that registers with services of this class.
     *
     * @param directory a path of the default file system
     * @return the object; {@link WatchKey#watchable} of its keys is {@code directory}
     * @throws ProviderMismatchException if the path belongs to another file system
     */
    public Watchable watchable(Path directory) {
        if (Objects.requireNonNull(directory, "directory").getFileSystem() != FileSystems.getDefault()) {
            throw new ProviderMismatchException("Only the default file system can be watched: " + directory);
        }
        return new Watchable() {
            @Override
            public WatchKey register(WatchService service, WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers)
                    throws IOException {
                return FswireWatchService.register(directory, service, kinds, modifiers);
            }

            @Override
            public WatchKey register(WatchService service, WatchEvent.Kind<?>... kinds) throws IOException {
                return register(service, kinds, new WatchEvent.Modifier[0]);
            }

            @Override
            public String toString() {
                return directory.toString();
            }
        };
    }

    /** Registers with a service, which must be one of this class. */
    static WatchKey register(
            Path directory, WatchService service, WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers)
            throws IOException {
        Objects.requireNonNull(service, "service");
        if (!(service instanceof FswireWatchService ours)) {
            throw new ProviderMismatchException(
                    "Not a FswireWatchService: " + service.getClass().getName());
        }
        Request request = Request.of(kinds, modifiers);
        ours.signalled.requireOpen();
        return ours.registrations.register(directory, request);
    }

    @Override
    public @Nullable WatchKey poll() {
        return signalled.poll();
    }

    @Override
    public @Nullable WatchKey poll(long timeout, TimeUnit unit) throws InterruptedException {
        return signalled.poll(timeout, unit);
    }

    @Override
    public WatchKey take() throws InterruptedException {
        return signalled.take();
    }

    /**
     * Closes the service. Every thread that waits for a key gets a {@link java.nio.file.ClosedWatchServiceException}, every key is
     * invalid, and after this method returned every thread, descriptor and native allocation of the service is gone. A registration
     * that is under way is completed first.
     */
    @Override
    public void close() {
        signalled.close();
        registrations.close();
    }
}
