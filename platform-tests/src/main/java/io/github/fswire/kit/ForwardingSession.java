package io.github.fswire.kit;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.RawWatchOptions;
import io.github.fswire.raw.WatchException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does what another session does. */
public class ForwardingSession implements RawSession {
    /** The other one. */
    protected final RawSession real;

    /** Hands everything to {@code real}. */
    public ForwardingSession(RawSession real) {
        this.real = real;
    }

    @Override
    public RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException {
        return real.watch(directory, attachment);
    }

    @Override
    public RawWatch watch(NativeName directory, RawWatchOptions options, @Nullable Object attachment)
            throws WatchException {
        return real.watch(directory, options, attachment);
    }

    @Override
    public @Nullable RawWatch watchFile(NativeName file, @Nullable Object attachment) throws WatchException {
        return real.watchFile(file, attachment);
    }

    @Override
    public void fence(Object token) {
        real.fence(token);
    }

    @Override
    public @Nullable String position() {
        return real.position();
    }

    @Override
    public String binding() {
        return real.binding();
    }

    @Override
    public int watchCount() {
        return real.watchCount();
    }

    @Override
    public List<RawWatch> watches() {
        return real.watches();
    }

    @Override
    public void close() {
        real.close();
    }
}
