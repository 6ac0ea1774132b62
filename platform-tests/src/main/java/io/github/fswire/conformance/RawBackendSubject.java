package io.github.fswire.conformance;

import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.WatchException;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** How a backend is made, and how the tests wait for what it hands out. */
abstract class RawBackendSubject extends Conformance {
    private @Nullable RawSession session;
    private RawRecorder recorder = new RawRecorder();

    /** Makes the backend, as the service loader would. */
    protected abstract RawBackend backend();

    /** The options of each session; the defaults, unless the backend needs others. */
    protected RawOptions options() {
        return RawOptions.DEFAULT;
    }

    /** What a watcher on this backend needs; nothing, unless overridden. */
    protected WatchOptions.Builder watcherOptions(WatchOptions.Builder options) {
        return options;
    }

    @AfterEach
    final void closeSession() {
        if (session != null) {
            session.close();
        }
    }

    /** Opens a session with a new recorder. */
    final RawSession open() throws WatchException {
        recorder = new RawRecorder();
        session = backend().open(recorder, options());
        return session;
    }

    final RawRecorder recorder() {
        return recorder;
    }

    /** A path below the root. */
    final Path at(String path) {
        return root().resolve(path);
    }

    /** Asks for a fence without waiting for it. */
    final void sessionFence(Object token) {
        Objects.requireNonNull(session).fence(token);
    }

    /** Waits until everything that has happened so far has been handed out. */
    final void fence() {
        Object token = new Object();
        sessionFence(token);
        await(() -> "the fence does not pass; handed out so far: " + recorder.noted(), () -> recorder.hasPassed(token));
    }

    /** What has been handed out since the last call. */
    final List<RawRecorder.Noted> untilNow() {
        fence();
        List<RawRecorder.Noted> noted = recorder.noted();
        recorder.forget();
        return noted;
    }

    /** Requires a record of this path with one of these kinds, or an overflow that covers it. */
    final void expect(Path path, RawKind... fitting) {
        List<RawRecorder.Noted> noted = untilNow();
        if (noted.stream().noneMatch(record -> record.tells(path, fitting))) {
            throw new AssertionError("no record of " + path + " with one of " + List.of(fitting) + ", but " + noted);
        }
    }

    final void make(String file) throws IOException {
        Files.createFile(at(file));
    }
}
