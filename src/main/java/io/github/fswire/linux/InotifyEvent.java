package io.github.fswire.linux;

import io.github.fswire.calls.Inotify;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawWatch;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one {@code struct inotify_event} in the read buffer; inotify(7).
 *
 * <pre>
 *  0       4       8       12      16
 *  +-------+-------+-------+-------+--------------------+
 *  |  wd   | mask  | cookie|  len  | name, NUL-padded   |
 *  +-------+-------+-------+-------+--------------------+
 * </pre>
 *
 * <p>Valid until the handler returns. Reads the buffer on every call; allocates only in {@code to...} methods.
 */
final class InotifyEvent implements RawEvent {
    private static final boolean CHECKS =
            Boolean.getBoolean("fswire.checks") || InotifyEvent.class.desiredAssertionStatus();

    private final ByteBuffer buffer;
    private int offset = -1;
    private @Nullable InotifyWatch watch;

    InotifyEvent(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    InotifyEvent moveTo(int newOffset, @Nullable InotifyWatch newWatch) {
        offset = newOffset;
        watch = newWatch;
        return this;
    }

    /** From now on using the cursor is an error. */
    void invalidate() {
        offset = -1;
        watch = null;
    }

    private int start() {
        if (CHECKS && offset < 0) {
            throw new IllegalStateException("a RawEvent is valid only until the handler returns: copy what you keep");
        }
        return offset;
    }

    int wd() {
        return buffer.getInt(start() + Inotify.EVENT_WD_OFFSET);
    }

    @Override
    public int kinds() {
        return Kinds.of(nativeMask());
    }

    @Override
    public int nativeMask() {
        return buffer.getInt(start() + Inotify.EVENT_MASK_OFFSET);
    }

    @Override
    public @Nullable RawWatch watch() {
        start();
        return watch;
    }

    @Override
    public @Nullable Object attachment() {
        start();
        return watch == null ? null : watch.attachment();
    }

    @Override
    public Subject subject() {
        int mask = nativeMask();
        if ((mask & Inotify.IN_ISDIR) != 0) {
            return Subject.DIRECTORY;
        }
        // records about the watched directory itself do not always carry IN_ISDIR
        return buffer.getInt(start() + Inotify.EVENT_LEN_OFFSET) == 0 ? Subject.UNKNOWN : Subject.NOT_DIRECTORY;
    }

    @Override
    public int cookie() {
        return buffer.getInt(start() + Inotify.EVENT_COOKIE_OFFSET);
    }

    @Override
    public int nameLength() {
        int padded = buffer.getInt(start() + Inotify.EVENT_LEN_OFFSET);
        int name = offset + Inotify.EVENT_NAME_OFFSET;
        int length = 0;
        while (length < padded && buffer.get(name + length) != 0) {
            length++;
        }
        return length;
    }

    @Override
    public byte nameByte(int index) {
        int padded = buffer.getInt(start() + Inotify.EVENT_LEN_OFFSET);
        if (index < 0 || index >= padded) {
            throw new IndexOutOfBoundsException("name byte " + index + " of " + nameLength());
        }
        return buffer.get(offset + Inotify.EVENT_NAME_OFFSET + index);
    }

    @Override
    public int copyName(byte[] target, int targetOffset) {
        int length = nameLength();
        buffer.get(offset + Inotify.EVENT_NAME_OFFSET, target, targetOffset, length);
        return length;
    }

    @Override
    public NativeName toName() {
        byte[] name = new byte[nameLength()];
        copyName(name, 0);
        return NativeName.of(name);
    }

    @Override
    public Path toPath() {
        start();
        if (watch == null) {
            throw new IllegalStateException("the record concerns every watch of the session");
        }
        NativeName name = toName();
        return (name.length() == 0 ? watch.path() : watch.path().resolve(name)).toPath();
    }

    @Override
    public String toString() {
        if (offset < 0) {
            return "(no longer valid)";
        }
        StringBuilder text = new StringBuilder("wd=").append(wd()).append(' ').append(Inotify.describe(nativeMask()));
        if (cookie() != 0) {
            text.append(" cookie=").append(Integer.toUnsignedString(cookie()));
        }
        if (nameLength() > 0) {
            text.append(" name=\"").append(toName()).append('"');
        }
        return text.toString();
    }
}
