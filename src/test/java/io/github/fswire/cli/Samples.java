package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchLimitException;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.DegradedNotice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a watcher could deliver. */
final class Samples {
    /** {@code /r/x\xFFy}: not UTF-8; in base64 L3IveP95. */
    static final NativeName BROKEN = NativeName.of("/r/x\u00FFy".getBytes(StandardCharsets.ISO_8859_1));

    static final DegradedNotice DEGRADED = new DegradedNotice(
            12, NativeName.of("/r/d"), new WatchLimitException("/r/d", "inotify_add_watch", 28, "ENOSPC", "Raise it."));

    private Samples() {}

    static ChangeBatch batch(Change... changes) {
        return ChangeBatch.of(1, List.of(changes));
    }

    static Change created(NativeName path) {
        return change(Change.Kind.CREATED, path, null, Change.Type.FILE, Change.Cause.EVENT);
    }

    static Change change(
            Change.Kind kind, NativeName path, @Nullable NativeName from, Change.Type type, Change.Cause cause) {
        Change.Builder change = Change.builder(kind, path).type(type).cause(cause);
        return (from == null ? change : change.from(from, from)).build();
    }
}
