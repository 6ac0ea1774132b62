package io.github.fswire.scan;

import io.github.fswire.kit.Lane;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/** The scanner on getattrlistbulk, through the binding of the lane: on a Mac, or on a library that stands in for it. */
@Tag("contract")
@EnabledIf("isHere")
class MacScannerIT extends ScannerSafetyContract {
    private static final long LINUX_INODE = 0xFFFFFFFFL; // what the stand-in's ids have below what distinguishes them

    private static final int PERMISSIONS = 0xFFF;

    static boolean isHere() {
        return Lane.MACOS;
    }

    @Override
    String kind() {
        return "mac";
    }

    @Override
    boolean reportsBirthTimes() {
        return true;
    }

    /** APFS never gives an id again, so every time of birth is as good. */
    @Override
    long birthSeconds(long reported) {
        return 0;
    }

    @Override
    boolean followsRenames() {
        return true;
    }

    /** More than names needs the right to search. */
    @Override
    boolean listsBlindly() {
        return false;
    }

    @Override
    boolean blindTypesAreReported() {
        return false;
    }

    @Override
    boolean listsNamesFirst() {
        return false;
    }

    @Override
    boolean watchPathsFollowRenames() {
        return false;
    }

    /** Size and number of names of a directory are not asked for, and all that is none of the three types is of one kind. */
    @Override
    Seen comparable(Seen seen) {
        boolean directory = seen.type() == EntryStat.DIRECTORY;
        return new Seen(
                seen.type(),
                seen.complete(),
                seen.device(),
                Lane.STANDS_IN ? seen.inode() & LINUX_INODE : seen.inode(),
                EntryStat.NO_BIRTH,
                directory ? 0 : seen.size(),
                seen.modifiedNanos(),
                seen.changedNanos(),
                seen.type() == EntryStat.OTHER ? seen.mode() & PERMISSIONS : seen.mode(),
                seen.uid(),
                seen.gid(),
                directory ? 1 : seen.links());
    }
}
