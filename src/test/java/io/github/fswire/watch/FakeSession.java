package io.github.fswire.watch;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.WatchException;
import io.github.fswire.raw.WatchLimitException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Watches inodes of a {@link FakeDisk}; a path is a handle of a {@link FakeScanner}. */
final class FakeSession implements RawSession {
    /** One watch. */
    static final class Watch implements RawWatch {
        final FakeDisk.Inode inode;
        final @Nullable Object attachment;
        boolean active = true;

        Watch(FakeDisk.Inode inode, @Nullable Object attachment) {
            this.inode = inode;
            this.attachment = attachment;
        }

        @Override
        public NativeName path() {
            return NativeName.of("");
        }

        @Override
        public @Nullable Object attachment() {
            return attachment;
        }

        @Override
        public boolean isActive() {
            return active;
        }

        @Override
        public void close() {
            active = false;
            inode.watches.remove(this);
        }
    }

    /** One record. */
    record Told(RawKind kind, @Nullable Watch of, String name, int cookie) implements RawEvent {
        @Override
        public int kinds() {
            return kind.bit();
        }

        @Override
        public int nativeMask() {
            return kind.bit();
        }

        @Override
        public @Nullable RawWatch watch() {
            return of;
        }

        @Override
        public @Nullable Object attachment() {
            return of == null ? null : of.attachment;
        }

        @Override
        public Subject subject() {
            return Subject.UNKNOWN;
        }

        @Override
        public int nameLength() {
            return name.length();
        }

        @Override
        public byte nameByte(int index) {
            return (byte) name.charAt(index);
        }

        @Override
        public int copyName(byte[] target, int offset) {
            return toName().copyTo(target, offset);
        }

        @Override
        public NativeName toName() {
            return NativeName.of(name);
        }

        @Override
        public Path toPath() {
            throw new UnsupportedOperationException();
        }
    }

    private final FakeScanner scanner;
    int watchLimit = Integer.MAX_VALUE;

    FakeSession(FakeScanner scanner) {
        this.scanner = scanner;
    }

    @Override
    public RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException {
        FakeDisk.Inode inode = scanner.inode(Integer.parseInt(directory.toString()));
        if (inode.watches.isEmpty() && watchCount() >= watchLimit) {
            throw new WatchLimitException(directory.toString(), "watch", 28, "ENOSPC", "Raise the limit.");
        }
        Watch watch = new Watch(inode, attachment);
        if (inode.links > 0) {
            inode.watches.add(watch);
        }
        return watch;
    }

    @Override
    public void fence(Object token) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String binding() {
        return "fake";
    }

    @Override
    public int watchCount() {
        return (int) FakeDisk.directories(scanner.disk.root).stream()
                .filter(inode -> !inode.watches.isEmpty())
                .count();
    }

    @Override
    public void close() {}
}
