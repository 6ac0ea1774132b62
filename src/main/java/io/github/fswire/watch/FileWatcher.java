package io.github.fswire.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Watches directory trees and delivers what changes in them so that a mirror built from the delivered changes alone always
 * converges to what is on disk (G1), whatever the kernel drops on the way (G3).
 *
 * <p>A watcher calls its listener. {@link ChangeQueue} is a watcher that is asked for batches, {@link ChangePublisher} one that
 * publishes them. All methods may be called from any thread.
 */
public interface FileWatcher extends AutoCloseable {
    /**
     * Scans the roots and begins to watch them. Every change made after this method returned is delivered (G4); what is there
     * already is not reported.
     *
     * @param options what to watch and how
     * @param listener receives the changes
     * @return the running watcher, to be closed by the caller
     * @throws IOException if a root cannot be watched, no backend works here, or the checkpoint cannot be written or is used by
     *     another watcher; the message says what to do. What the system refuses is a {@link
     *     java.nio.file.FileSystemException}, whose cause is a {@link java.nio.file.NoSuchFileException} if a root does not
     *     exist, and an {@link java.nio.file.AccessDeniedException} if this user may not read it
     * @throws IllegalArgumentException if an exclusion is not a glob or there is no such backend
     */
    static FileWatcher start(WatchOptions options, ChangeListener listener) throws IOException {
        Objects.requireNonNull(options, "options");
        return WatcherProvider.find().start(options, Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Blocks until every change made before this call has been delivered (G5).
     *
     * <p>Must not be called from a listener: it would wait for itself.
     *
     * @param limit how long to wait; 0 or less does not wait
     * @return false if the limit passed first; delivery goes on
     * @throws UndeliveredException if a listener has thrown for a batch until it was given up meanwhile
     * @throws IllegalStateException on the engine's thread, or after close
     * @throws InterruptedException if interrupted while waiting; nothing is lost
     */
    boolean sync(Duration limit) throws InterruptedException;

    /**
     * Compares the whole tree with what was delivered, and blocks until every difference has been delivered: also changes that
     * the kernel did not report. Those have the cause {@link Change.Cause#RECONCILE} and count as {@link
     * WatchStatistics#missed}. {@link WatchOptions.Builder#reconcileEvery} does the same again and again, without haste.
     *
     * <p>Lists every directory, on the watcher's thread; other changes are delivered meanwhile. A directory that differs is
     * given a second, because its event may be on its way. Must not be called from a listener.
     *
     * @param limit how long to wait; 0 or less does not wait
     * @return false if the limit passed first; the comparison goes on
     * @throws UndeliveredException if a batch was given up meanwhile
     * @throws IllegalStateException on the engine's thread, or after close
     * @throws InterruptedException if interrupted while waiting; the comparison goes on
     */
    boolean reconcile(Duration limit) throws InterruptedException;

    /**
     * Adds a directory to the watched ones. Every change made after this method returned is delivered; entries that exist
     * already are delivered if the options say {@link WatchOptions.Builder#initial}. No directory is watched twice: a root
     * inside another one changes nothing for now, and roots inside the new one become part of it; no change made in them
     * meanwhile is lost.
     *
     * <p>Blocks until a cycle that is under way has ended and the root has been scanned. Must not be called from a listener.
     * A checkpoint counts for the roots that were watched when it was written.
     *
     * @param root made absolute; a link to a directory is followed
     * @throws IOException if it cannot be watched, or is not there and the options do not say {@link
     *     WatchOptions.Builder#waitForRoots}; the message says what to do
     * @throws IllegalStateException on the engine's thread, or after close
     * @throws InterruptedException if interrupted while waiting; the root is added all the same
     */
    void addRoot(Path root) throws IOException, InterruptedException;

    /**
     * Ends watching a root, but not those inside it that were added for themselves, nor the whole if it is inside another one.
     * Nothing is delivered about it, and nothing more about entries below it.
     *
     * <p>Blocks until a cycle that is under way has ended. Must not be called from a listener.
     *
     * @param root a directory of the options or one that was added, whatever is there now
     * @throws IllegalArgumentException if it is not a root, or has been a single file from the start on
     * @throws IllegalStateException on the engine's thread, or after close
     * @throws InterruptedException if interrupted while waiting; the root is removed all the same
     */
    void removeRoot(Path root) throws InterruptedException;

    /**
     * Adds a listener, with batches of its own. Every change made after this method returned is delivered to it, as far as it
     * counts for it: an entry that moves to a path that does not count is delivered as deleted, one that comes from there as
     * created.
     *
     * <p>Listeners are isolated: from the second one on, each is called by a thread of its own, one batch at a time, so that one
     * that blocks or throws delays itself only. What waits for it is bounded by {@link ListenerOptions#maxBacklog}; {@link
     * WatchStatistics#listeners} shows how far behind it is. {@link #sync} waits for all of them. After a crash, uncertain changes
     * are delivered to the listener of {@link #start} only.
     *
     * <p>Blocks until a cycle that is under way has ended. Must not be called from a listener.
     *
     * @param options narrow the watcher's filter for the listener
     * @param listener receives the changes
     * @return to take the listener out again; closed with the watcher
     * @throws IllegalArgumentException if an exclusion is not a glob
     * @throws IllegalStateException on the engine's thread, or after close
     * @throws InterruptedException if interrupted while waiting; the listener is not added
     */
    Registration subscribe(ListenerOptions options, ChangeListener listener) throws InterruptedException;

    /**
     * Whether this watcher works, and what it does not watch. {@link ChangeListener#onState} is called when that changes.
     *
     * @return a snapshot; also after close
     */
    WatcherState state();

    /**
     * The statistics of this watcher.
     *
     * @return a snapshot; also after close
     */
    WatchStatistics statistics();

    /**
     * The statistics in the form that management tools read. The library registers nothing by itself:
     *
     * <pre>{@code
     * ManagementFactory.getPlatformMBeanServer()
     *         .registerMBean(watcher.mxBean(), new ObjectName("io.github.fswire:type=FileWatcher,name=sources"));
     * }</pre>
     *
     * @return an object that reads the statistics anew whenever it is asked; also after close
     */
    FileWatcherMXBean mxBean();

    /**
     * Delivers every change made before this call and then ends watching: for a graceful stop. {@link #close} delivers
     * nothing more.
     *
     * <p>Never takes longer than the limit. If a callback still runs then, watching ends when that callback returns.
     * Idempotent; must not be called from a listener.
     *
     * @param limit how long it may take; with 0 or less it delivers nothing more
     * @return whether everything was delivered and watching has ended; true if it had ended before
     * @throws UndeliveredException if a batch was given up meanwhile; watching has ended as well
     * @throws IllegalStateException inside a callback; watching ends when the callback returns
     * @throws InterruptedException if interrupted while waiting; watching ends all the same
     */
    boolean closeAfterDelivery(Duration limit) throws InterruptedException;

    /**
     * Ends watching (G6): after this method returned no callback runs, and every descriptor, thread and native allocation is
     * gone. Changes that were not delivered by then are not delivered any more; see {@link #closeAfterDelivery}. From inside a
     * callback it returns at once and the watcher ends when that callback returns. Idempotent.
     *
     * <p>Waits for a callback that is running, but not for one that an executor has not begun. With a {@link
     * WatchOptions.Builder#checkpoint} and without an {@link WatchOptions.Builder#executor}, waits also for a cycle that is
     * under way, and delivers its changes. After a second the cycle is given up, and the next watcher goes on as after a
     * crash. Do not call this while holding a lock that the listener needs: it would deadlock.
     */
    @Override
    void close();
}
