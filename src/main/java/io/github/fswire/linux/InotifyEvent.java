package io.github.fswire.linux;

import io.github.fswire.calls.Inotify;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.session.RecordCursor;
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
final class InotifyEvent extends RecordCursor {
    private final ByteBuffer buffer;
    private int offset;

    InotifyEvent(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    InotifyEvent moveTo(int newOffset, @Nullable InotifyWatch newWatch) {
        moveTo(newWatch);
        offset = newOffset;
        return this;
    }

    private int start() {
        check();
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
        RawWatch watch = onlyWatch();
        NativeName name = toName();
        return (name.length() == 0 ? watch.path() : watch.path().resolve(name)).toPath();
    }

    @Override
    public String toString() {
        if (!isCurrent()) {
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
