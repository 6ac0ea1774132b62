package io.github.fswire.session;

import io.github.fswire.calls.Bindings;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.WatchException;
import io.github.fswire.threads.Threads;
import io.github.fswire.threads.Undo;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntFunction;

/**
 * The parts with which a session with native calls is opened.
 *
 * @param <C> the calls of its system
 * @param handler receives the records
 * @param options of the session
 * @param binding the name of the binding
 * @param sharedCalls opens calls for several threads that take turns
 * @param readerCalls opens calls for the thread that opens them
 * @param allocator makes so many zeros
 * @param threads makes the thread that reads
 */
public record SessionSetup<C>(
        RawEventHandler handler,
        RawOptions options,
        String binding,
        CallsFactory<C> sharedCalls,
        CallsFactory<C> readerCalls,
        IntFunction<NativeMemory> allocator,
        ThreadFactory threads) {
    /** Opens calls. */
    @FunctionalInterface
    public interface CallsFactory<C> {
        /** Opens them. */
        C open() throws WatchException;
    }

    /** Opens calls through a binding. */
    @FunctionalInterface
    public interface Binding<C> {
        /** Opens them for the calling thread, or for several that take turns. */
        C open(String binding, boolean shared) throws WatchException;
    }

    /** A session that has a thread of its own. */
    public interface Startable extends RawSession {
        /** Starts the thread; called once, before anybody else has the session. */
        void start() throws WatchException;
    }

    /** Makes a session whose thread has not been started. */
    @FunctionalInterface
    public interface Preparation<C, S> {
        /** Makes it, and adds what undoes each step. */
        S prepare(SessionSetup<C> setup, Undo undo) throws WatchException;
    }

    /** Opens a session; if that fails nothing stays open. */
    public <S extends Startable> S open(Preparation<C, S> preparation) throws WatchException {
        return Undo.unlessComplete(undo -> {
            S session = preparation.prepare(this, undo);
            session.start();
            return session;
        });
    }

    /** The same without its thread, for a caller that takes the thread's steps. */
    public <S> S prepare(Preparation<C, S> preparation) throws WatchException {
        return Undo.unlessComplete(undo -> preparation.prepare(this, undo));
    }

    /** With the binding in use and a thread as the options name it. */
    public static <C> SessionSetup<C> of(RawEventHandler handler, RawOptions options, Binding<C> calls) {
        String binding = Bindings.name();
        return new SessionSetup<>(
                handler,
                options,
                binding,
                () -> calls.open(binding, true),
                () -> calls.open(binding, false),
                Bindings::allocate,
                Threads.daemons(options.threadName()));
    }
}
