package io.github.fswire.kit;

import java.util.Locale;

/** What a line of a script does. Paths are relative to the root; {@code ../outside} is a directory beside it. */
public enum Verb {
    /** {@code mkdir DIR}: the directory and those above it. */
    MKDIR(1, false),
    /** {@code fill DIR N}: the same, and those of the files f0, f1 ... that are missing in it; fN has N bytes. */
    FILL(1, true),
    /** {@code write FILE N}: creates or truncates it and writes N bytes. */
    WRITE(1, true),
    /** {@code append FILE N}: creates it or not, and writes N bytes at its end. */
    APPEND(1, true),
    /** {@code truncate FILE N}: cuts an existing file to N bytes. */
    TRUNCATE(1, true),
    /** {@code rm PATH}: a file, link or empty directory. */
    RM(1, false),
    /** {@code rmrf PATH}: with everything below it. */
    RMRF(1, false),
    /** {@code mv FROM TO}: rename(2), which replaces a file or an empty directory. */
    MV(2, false),
    /** {@code swap A B}: exchanges two names by three renames. */
    SWAP(2, false),
    /** {@code save FILE N}: writes a temporary file beside it and renames it over it. */
    SAVE(1, true),
    /** {@code ln FILE NEW}: a hard link. */
    LN(2, false),
    /** {@code lns TARGET NEW}: a symbolic link to the absolute path of TARGET, which need not exist. */
    LNS(2, false),
    /** {@code chmod PATH N}: permissions, three decimal digits that are read as octal ones. */
    CHMOD(1, true),
    /** {@code touch-back PATH N}: sets the modification time to N seconds after one in the year 2001. */
    TOUCH_BACK(1, true),
    /** {@code socket PATH}: an entry that is no file, directory or link. */
    SOCKET(1, false),
    /** {@code exclude GLOB}: before {@code watch}. */
    EXCLUDE(1, false),
    /** {@code watch}: what stands above it was there before. Without it the root is empty at first. */
    WATCH(0, false),
    /** {@code sync}: the watcher has a cycle here and at the end, and at no other time. */
    SYNC(0, false);

    private final int paths;
    private final boolean numbered;

    Verb(int paths, boolean numbered) {
        this.paths = paths;
        this.numbered = numbered;
    }

    /** How many paths follow. */
    int paths() {
        return paths;
    }

    /** Whether a number follows them. */
    boolean isNumbered() {
        return numbered;
    }

    /** Whether it does something to the disk. */
    boolean isOperation() {
        return compareTo(EXCLUDE) < 0;
    }

    /** The word in a script. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The verb of a word.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Verb of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
