package io.github.fswire.scan;

import io.github.fswire.raw.NativeName;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What was seen of one entry, as a value. */
record Seen(
        int type,
        boolean complete,
        long device,
        long inode,
        long birthNanos,
        long size,
        long modifiedNanos,
        long changedNanos,
        int mode,
        int uid,
        int gid,
        int links) {

    static Seen of(EntryStat stat) {
        return new Seen(
                stat.type,
                stat.complete,
                stat.device,
                stat.inode,
                stat.birthNanos,
                stat.size,
                stat.modifiedNanos,
                stat.changedNanos,
                stat.mode,
                stat.uid,
                stat.gid,
                stat.links);
    }

    /** What the JDK says, with the birth time left out, which it does not know everywhere. */
    static Seen byTheJdk(Path path) throws Exception {
        Map<String, Object> found = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
        int type = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                ? EntryStat.FILE
                : Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                        ? EntryStat.DIRECTORY
                        : Files.isSymbolicLink(path) ? EntryStat.SYMLINK : EntryStat.OTHER;
        return new Seen(
                type,
                true,
                value(found, "dev", Long.class),
                value(found, "ino", Long.class),
                EntryStat.NO_BIRTH,
                value(found, "size", Long.class),
                value(found, "lastModifiedTime", FileTime.class).to(TimeUnit.NANOSECONDS),
                value(found, "ctime", FileTime.class).to(TimeUnit.NANOSECONDS),
                value(found, "mode", Integer.class),
                value(found, "uid", Integer.class),
                value(found, "gid", Integer.class),
                value(found, "nlink", Integer.class));
    }

    private static <T> T value(Map<String, Object> found, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(found.get(name), name));
    }

    Seen withoutBirth() {
        return new Seen(
                type,
                complete,
                device,
                inode,
                EntryStat.NO_BIRTH,
                size,
                modifiedNanos,
                changedNanos,
                mode,
                uid,
                gid,
                links);
    }

    /** Collects a listing. */
    static final class Listing implements ListingSink {
        final Map<NativeName, Seen> entries = new TreeMap<>();

        @Override
        public boolean wants(byte[] name, int length) {
            return true;
        }

        @Override
        public void entry(byte[] name, int length, EntryStat stat) {
            if (entries.put(NativeName.of(name, 0, length), of(stat)) != null) {
                throw new AssertionError("twice: " + HexFormat.of().formatHex(name, 0, length));
            }
        }
    }
}
