package io.github.fswire.polling;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawWatch;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A record of one difference between two inspections; immutable, so it may be kept. */
record PolledEvent(RawKind kind, RawWatch of, NativeName name, Subject subject) implements RawEvent {
    @Override
    public int kinds() {
        return kind.bit();
    }

    /** There is no native record. */
    @Override
    public int nativeMask() {
        return 0;
    }

    @Override
    public RawWatch watch() {
        return of;
    }

    @Override
    public @Nullable Object attachment() {
        return of.attachment();
    }

    @Override
    public int cookie() {
        return 0;
    }

    @Override
    public int nameLength() {
        return name.length();
    }

    @Override
    public byte nameByte(int index) {
        return name.byteAt(index);
    }

    @Override
    public int copyName(byte[] target, int offset) {
        return name.copyTo(target, offset);
    }

    @Override
    public NativeName toName() {
        return name;
    }

    @Override
    public Path toPath() {
        return (name.length() == 0 ? of.path() : of.path().resolve(name)).toPath();
    }
}
