package io.github.fswire.engine;

import io.github.fswire.watch.WatchOptions;
import java.util.List;

/**
 * The part of a tree that a watcher sees, as a text. A later watcher may go on from the kernel's history, without an
 * inspection of everything, only if it sees the same part.
 */
final class ViewSignature {
    private ViewSignature() {}

    /** The text of the signature; empty if the view cannot be written as text, or is wider than the kernel's reports. */
    static String of(WatchOptions options) {
        boolean isExact = options.filter() == null
                && !options.followLinks()
                && options.ignoreFiles().isEmpty()
                && options.verify() != WatchOptions.Verify.CONTENT
                && options.settle().isZero();
        String depth = options.depth() == Integer.MAX_VALUE ? "" : "depth " + options.depth();
        return isExact ? quoted(options.exclusions()) + quoted(options.inclusions()) + depth : "";
    }

    private static String quoted(List<String> globs) {
        StringBuilder text = new StringBuilder().append(globs.size()).append(';');
        globs.forEach(glob -> text.append(glob.length()).append(':').append(glob));
        return text.toString();
    }

    /** A position in the kernel's history together with the signature; empty if there is none. */
    static String join(String signature, String position) {
        boolean usable =
                !signature.isEmpty() && !position.isEmpty() && signature.length() + position.length() < 1 << 14;
        return usable ? signature.length() + " " + signature + position : "";
    }

    /** The position in it if the same was seen, else null. */
    static @org.jspecify.annotations.Nullable String position(String signature, String joined) {
        String start = signature.length() + " " + signature;
        return !signature.isEmpty() && joined.startsWith(start) ? joined.substring(start.length()) : null;
    }
}
