package io.github.fswire.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The compiled ignore files of one directory; immutable. */
public final class IgnoreRules {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** No rule. */
    public static final IgnoreRules NONE = new IgnoreRules(new byte[0]);

    /** What the rules of a directory say about an entry. */
    enum Verdict {
        IGNORED,
        INCLUDED,
        UNDECIDED
    }

    private final byte[] content;
    private final IgnorePattern[] patterns; // in the order of the lines

    /** Compiles the content of an ignore file. */
    public IgnoreRules(byte[] content) {
        this.content = content;
        List<IgnorePattern> compiled = new ArrayList<>();
        int mark = BYTE_ORDER_MARK.length;
        boolean marked = Arrays.equals(content, 0, Math.min(mark, content.length), BYTE_ORDER_MARK, 0, mark);
        for (int start = marked ? mark : 0; start < content.length; ) {
            int end = start;
            while (end < content.length && content[end] != '\n') {
                end++;
            }
            boolean carriageReturn = end > start && content[end - 1] == '\r';
            IgnorePattern pattern = IgnorePattern.of(content, start, carriageReturn ? end - 1 : end);
            if (pattern != null) {
                compiled.add(pattern);
            }
            start = end + 1;
        }
        this.patterns = compiled.toArray(new IgnorePattern[0]);
    }

    private IgnoreRules(byte[] content, IgnorePattern[] patterns) {
        this.content = content;
        this.patterns = patterns;
    }

    /** These rules and others, which take precedence. */
    public IgnoreRules and(@Nullable IgnoreRules others) {
        if (others == null || others.content.length == 0) {
            return this;
        }
        if (content.length == 0) {
            return others;
        }
        byte[] both = Arrays.copyOf(content, content.length + 1 + others.content.length);
        both[content.length] = '\n';
        System.arraycopy(others.content, 0, both, content.length + 1, others.content.length);
        IgnorePattern[] all = Arrays.copyOf(patterns, patterns.length + others.patterns.length);
        System.arraycopy(others.patterns, 0, all, patterns.length, others.patterns.length);
        return new IgnoreRules(both, all);
    }

    /** Whether there is no rule. */
    public boolean isEmpty() {
        return patterns.length == 0;
    }

    /** Whether the files have the same content. */
    public boolean isSame(IgnoreRules other) {
        return Arrays.equals(content, other.content);
    }

    /** The verdict of the last matching pattern; see {@link IgnorePattern#matches}. */
    Verdict verdict(byte[] path, int base, int name, int end, boolean directory) {
        for (int i = patterns.length - 1; i >= 0; i--) {
            if (patterns[i].matches(path, base, name, end, directory)) {
                return patterns[i].isNegative ? Verdict.INCLUDED : Verdict.IGNORED;
            }
        }
        return Verdict.UNDECIDED;
    }
}
