package io.github.fswire.raw;

import org.jspecify.annotations.Nullable;

/** A watch without a kernel, active until it is closed. */
public final class FakeWatch implements RawWatch {
    private final NativeName path;
    private final @Nullable Object attachment;
    private boolean active = true;

    /** Its identity is its path. */
    public FakeWatch(NativeName path, @Nullable Object attachment) {
        this.path = path;
        this.attachment = attachment;
    }

    @Override
    public NativeName path() {
        return path;
    }

    @Override
    public @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public Object identity() {
        return path;
    }

    @Override
    public boolean isActive() {
        return active;
    }

    @Override
    public void close() {
        active = false;
    }
}
