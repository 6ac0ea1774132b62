package io.github.fswire.watch;

import java.util.List;

/** Ready-made sets of globs for {@link WatchOptions.Builder#exclude(Noise)}. */
public enum Noise {
    /** What editors and desktops leave beside a file: backups, swap and lock files, thumbnails. */
    EDITOR(
            "*~",
            ".#*",
            "#*#",
            "*.sw[a-p]",
            ".*.sw[a-p]",
            "*.swx",
            "4913", // vim tries with it whether it may write
            "*___jb_tmp___",
            "*___jb_old___",
            "*.kate-swp",
            ".~lock.*#",
            ".goutputstream-*",
            ".nfs[0-9a-f]*",
            ".DS_Store",
            "._*",
            "Thumbs.db",
            "desktop.ini"),
    /** What builds make: output and cache folders, object and class files. */
    BUILD(
            "target",
            "build",
            "out",
            "dist",
            "bin",
            "obj",
            "node_modules",
            ".gradle",
            ".m2",
            "__pycache__",
            ".pytest_cache",
            ".tox",
            ".venv",
            ".cache",
            "*.class",
            "*.o",
            "*.obj",
            "*.pyc"),
    /** Names that begin with a dot. */
    HIDDEN(".*"),
    /** The folders of version control systems. */
    VCS(".git", ".hg", ".svn", ".bzr", ".jj", ".pijul", "_darcs", "CVS", ".fslckout", "_FOSSIL_");

    @SuppressWarnings("ImmutableEnumChecker") // it is one of List.of
    private final List<String> globs;

    Noise(String... globs) {
        this.globs = List.of(globs);
    }

    /**
     * What is excluded.
     *
     * @return globs that are matched against the name alone
     */
    public List<String> globs() {
        return globs;
    }
}
