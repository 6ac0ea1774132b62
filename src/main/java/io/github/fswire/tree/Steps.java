package io.github.fswire.tree;

/**
 * A stack of steps that are still to be taken. A method whose work has to wait for other work adds a step that goes on with it
 * and then the steps of that other work, instead of calling methods that may call itself: how deep a tree is, others decide.
 *
 * <p>Owned by one thread.
 */
final class Steps {
    private static final int KIND_BITS = 8;
    private static final int KIND_MASK = (1 << KIND_BITS) - 1;

    private final IntList items = new IntList(); // three for each step
    private int kind;
    private int cause;
    private int subject;
    private int directory;

    /**
     * Adds a step, which is taken before those that were added earlier.
     *
     * @param itsKind 0 to 255
     * @param itsSubject what it is about
     * @param itsCause 0 to 255
     */
    void add(int itsKind, int itsSubject, int itsCause) {
        add(itsKind, itsSubject, itsCause, TreeIndex.NONE);
    }

    /** The same with a directory. */
    void add(int itsKind, int itsSubject, int itsCause, int itsDirectory) {
        items.add(itsCause << KIND_BITS | itsKind);
        items.add(itsSubject);
        items.add(itsDirectory);
    }

    /** Takes the step that was added last; returns false if there is none. */
    boolean take() {
        if (items.isEmpty()) {
            items.clear();
            return false;
        }
        directory = items.pop();
        subject = items.pop();
        int kindAndCause = items.pop();
        kind = kindAndCause & KIND_MASK;
        cause = kindAndCause >>> KIND_BITS;
        return true;
    }

    /** The kind of the step that was taken last. */
    int kind() {
        return kind;
    }

    /** What it is about. */
    int subject() {
        return subject;
    }

    /** Its cause. */
    int cause() {
        return cause;
    }

    /** Its directory, or -1. */
    int directory() {
        return directory;
    }
}
