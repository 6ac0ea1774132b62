package io.github.fswire.session;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawWatch;
import org.jspecify.annotations.Nullable;

/**
 * A watch with its path and attachment. There may be one for each directory of a tree, so it has no field that it could do
 * without.
 */
public abstract class PlacedWatch implements RawWatch {
    private final NativeName path;
    private final @Nullable Object attachment;

    /** A watch of that path. */
    protected PlacedWatch(NativeName path, @Nullable Object attachment) {
        this.path = path;
        this.attachment = attachment;
    }

    @Override
    public final NativeName path() {
        return path;
    }

    @Override
    public final @Nullable Object attachment() {
        return attachment;
    }
}
