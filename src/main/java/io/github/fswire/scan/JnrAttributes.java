package io.github.fswire.scan;

import java.io.IOException;
import java.nio.file.Path;
import jnr.posix.NanosecondFileStat;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/**
 * Inspects entries through jnr-posix's {@code lstat}: about 1.6 times as fast as the JDK's attribute view. It knows no birth
 * times.
 *
 * <p>jnr-posix takes paths as text and encodes them in the JVM's default charset, so it is given ASCII paths only. The JDK
 * inspects the other entries, and again those for which {@code lstat} fails, for its exceptions.
 */
final class JnrAttributes implements PathAttributes {
    private final PathAttributes other = new UnixViewAttributes();
    private final POSIX posix = POSIXFactory.getNativePOSIX();
    private final NanosecondFileStat found;

    /**
     * Loads jnr-posix.
     *
     * @throws UnsupportedOperationException if it does not know this system's {@code struct stat}
     */
    JnrAttributes() {
        if (!(posix.allocateStat() instanceof NanosecondFileStat stat)) {
            throw new UnsupportedOperationException("jnr-posix knows no fractions of a second here");
        }
        found = stat;
    }

    @Override
    public void read(Path path, EntryStat stat) throws IOException {
        String text = path.toString();
        if (!isAscii(text) || posix.lstat(text, found) < 0) {
            other.read(path, stat); // its exception names the fault
            return;
        }
        stat.mode = found.mode();
        stat.type = EntryStat.typeOf(stat.mode);
        stat.complete = true;
        stat.device = found.dev();
        stat.inode = found.ino();
        stat.birthNanos = EntryStat.NO_BIRTH;
        stat.size = found.st_size();
        stat.setModified(found.mtime(), found.mTimeNanoSecs());
        stat.changedNanos = EntryStat.nanos(found.ctime(), found.cTimeNanoSecs());
        stat.uid = found.uid();
        stat.gid = found.gid();
        stat.links = found.nlink();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
