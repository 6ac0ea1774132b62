package io.github.fswire.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Reads through the JDK's attribute view {@code unix}, which every Unix JDK has without documenting it. */
final class UnixViewAttributes implements PathAttributes {
    /**
     * Whether {@code creationTime} is a birth time. Elsewhere the JDK gives the modification time where it knows no birth
     * time, and does not say which of the two it is.
     */
    static final boolean HAS_BIRTH_TIMES = System.getProperty("os.name", "").startsWith("Mac");

    private static final String ATTRIBUTES = "unix:dev,ino,creationTime,size,lastModifiedTime,ctime,mode,uid,gid,nlink";

    @Override
    public void read(Path path, EntryStat stat) throws IOException {
        Map<String, Object> found = Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        stat.mode = integer(found, "mode");
        stat.type = EntryStat.typeOf(stat.mode);
        stat.complete = true;
        stat.device = number(found, "dev");
        stat.inode = number(found, "ino");
        stat.birthNanos = HAS_BIRTH_TIMES ? nanos(found, "creationTime") : EntryStat.NO_BIRTH;
        stat.size = number(found, "size");
        if (found.get("lastModifiedTime") instanceof FileTime time) {
            Instant instant = time.toInstant();
            stat.setModified(instant.getEpochSecond(), instant.getNano());
        }
        stat.changedNanos = nanos(found, "ctime");
        stat.uid = integer(found, "uid");
        stat.gid = integer(found, "gid");
        stat.links = integer(found, "nlink");
    }

    private static int integer(Map<String, Object> found, String name) {
        return (int) number(found, name);
    }

    private static long number(Map<String, Object> found, String name) {
        return found.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private static long nanos(Map<String, Object> found, String name) {
        return found.get(name) instanceof FileTime time ? time.to(TimeUnit.NANOSECONDS) : 0;
    }
}
