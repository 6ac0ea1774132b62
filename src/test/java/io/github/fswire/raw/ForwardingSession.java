package io.github.fswire.raw;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does what another session does. */
public class ForwardingSession implements RawSession {
    private final RawSession session;

    /** Hands everything to {@code session}. */
    public ForwardingSession(RawSession session) {
        this.session = session;
    }

    @Override
    public RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException {
        return session.watch(directory, attachment);
    }

    @Override
    public RawWatch watch(NativeName directory, RawWatchOptions options, @Nullable Object attachment)
            throws WatchException {
        return session.watch(directory, options, attachment);
    }

    @Override
    public @Nullable RawWatch watchFile(NativeName file, @Nullable Object attachment) throws WatchException {
        return session.watchFile(file, attachment);
    }

    @Override
    public void fence(Object token) {
        session.fence(token);
    }

    @Override
    public @Nullable String position() {
        return session.position();
    }

    @Override
    public String binding() {
        return session.binding();
    }

    @Override
    public int watchCount() {
        return session.watchCount();
    }

    @Override
    public List<RawWatch> watches() {
        return session.watches();
    }

    @Override
    public void close() {
        session.close();
    }
}
