package io.github.fswire.tree;

import io.github.fswire.checks.Checks;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Map;

/**
 * Brings the findings of a cycle into an order in which they can be applied one after the other (G2). It changes the index
 * with each step, so that every path is the one that a mirror has at that step.
 *
 * <p><b>Order.</b> Findings come parents first, because a directory is found before its children. A finding whose name is
 * taken waits for the occupant: an occupant that moves is moved first, and one that is gone is deleted first. Entries that
 * move out of a deleted directory are moved before its deletion. All other entries that are gone are deleted at the end.
 *
 * <p><b>Cycles.</b> Two entries that exchange their names wait for each other. Then the one that would have to be in two
 * places is deleted, and its new place is inspected again, where it is created.
 *
 * <p><b>Roots in one another.</b> Between them something is excluded, so no node leads from one to the other. A root is created
 * when the directories above it are in their places, and deleted before one of them leaves its place.
 *
 * <p><b>Depth.</b> No method here calls itself, directly or indirectly: a change that waits for another one becomes one of
 * the {@link Steps}.
 *
 * <p>Nodes that leave the tree are only flagged; {@link TreeNodes#sweep} unlinks them directory by directory at the end.
 */
final class Ordering {
    // Kinds of steps about a finding.
    private static final int PLACE = 0;
    private static final int PLACE_NEXT_ABOVE = 1;
    private static final int ARRIVE = 2;
    private static final int VACATE = 3;
    private static final int FILL = 4;
    private static final int MOVE = 5;
    private static final int CUT_SOURCE = 6;
    private static final int FINISH = 7;
    // Kinds of steps about a node.
    private static final int DELETE = 8;
    private static final int DELETE_CHILDREN = 9;
    private static final int DELETE_CHILD = 10;
    private static final int DELETE_IF_STILL_CHILD = 11;
    private static final int DELETE_EMPTY = 12;
    private static final int LEAVE_ROOT = 13;
    private static final int ROOT_LEFT = 14;

    private final TreeIndex index;
    private final Findings findings;
    private final Map<Integer, Integer> findingOf;
    private final ChangeSink sink;
    private final ChangeReporter reporter;
    private final BitSet touched = new BitSet();
    private final RootsInside rootsInside;
    private final Steps steps = new Steps();
    private final Deque<RootsInside.Above> above = new ArrayDeque<>(); // of the new roots that are being placed

    Ordering(TreeIndex index, Findings findings, Map<Integer, Integer> findingOf, ChangeSink sink) {
        this.index = index;
        this.findings = findings;
        this.findingOf = findingOf;
        this.sink = sink;
        this.reporter = new ChangeReporter(index, findings, sink);
        this.rootsInside = new RootsInside(index);
    }

    void apply(IntList gone, IntList goneCauses) {
        for (int i = 0; i < findings.unstable.size(); i++) {
            inspectAgainAt(findings.unstable.get(i));
        }
        for (int s = 0; s < findings.size; s++) {
            if (findings.kind[s] == Findings.ROOT_CREATED && !index.has(findings.node[s], CycleFlags.GONE)) {
                place(s); // what moves there may have to be placed before anything else
                takeSteps();
            }
        }
        for (int s = 0; s < findings.size; s++) {
            place(s);
            takeSteps();
        }
        for (int i = 0; i < gone.size(); i++) {
            int node = gone.get(i);
            if (index.has(node, CycleFlags.GONE) && !index.has(node, CycleFlags.REMOVED)) {
                delete(node, goneCauses.get(i));
                takeSteps();
            }
        }
        for (int dir = touched.nextSetBit(0); dir >= 0; dir = touched.nextSetBit(dir + 1)) {
            if (index.isDirectory(dir)) {
                index.nodes().sweep(dir);
            }
        }
    }

    /** Takes steps until none is left. */
    private void takeSteps() {
        while (steps.take()) {
            int of = steps.subject();
            int cause = steps.cause();
            switch (steps.kind()) {
                case PLACE -> place(of);
                case PLACE_NEXT_ABOVE -> placeNextAbove(of);
                case ARRIVE -> arrive(of);
                case VACATE -> vacate(of);
                case FILL -> fill(of, -1);
                case MOVE -> move(of, -1);
                case CUT_SOURCE -> cutSource(of);
                case FINISH -> findings.state[of] = Findings.DONE;
                case DELETE -> delete(of, cause);
                case DELETE_CHILDREN -> deleteChildren(of, cause);
                case DELETE_CHILD -> deleteChild(of, cause, steps.directory());
                case DELETE_IF_STILL_CHILD -> deleteIfStillChild(of, cause, steps.directory());
                case DELETE_EMPTY -> deleteEmpty(of, cause);
                case LEAVE_ROOT -> leaveRoot(of, cause);
                case ROOT_LEFT -> sink.rootLeft(of);
                default -> throw Checks.broken("a step of kind " + steps.kind());
            }
        }
    }

    private void add(int kind, int s) {
        steps.add(kind, s, findings.cause[s]);
    }

    private void place(int s) {
        if (findings.state[s] != Findings.WAITING) {
            return;
        }
        findings.state[s] = Findings.IN_PROGRESS;
        add(FINISH, s);
        int node = findings.node[s];
        switch (findings.kind[s]) {
            case Findings.CREATED -> {
                add(ARRIVE, s);
                int parent = index.parent(node);
                if (index.has(parent, CycleFlags.PENDING | CycleFlags.MOVING) || isRootToCome(parent)) {
                    placeFirst(parent);
                }
            }
            case Findings.MODIFIED -> {
                if (!index.has(node, CycleFlags.REMOVED)) {
                    reporter.modified(s);
                }
            }
            default -> {
                above.push(rootsInside.above(node));
                add(PLACE_NEXT_ABOVE, s);
            }
        }
    }

    /** Places the directories above a new root one after the other, then creates it. */
    private void placeNextAbove(int s) {
        int directory = above.element().next();
        if (directory != TreeIndex.NONE) {
            add(PLACE_NEXT_ABOVE, s);
            placeFirst(directory);
            return;
        }
        above.pop();
        reporter.created(s, EntryStat.DIRECTORY);
    }

    /** Goes on with a finding whose directory is in its place, unless the two wait for each other. */
    private void arrive(int s) {
        int node = findings.node[s];
        int occupant = findings.occupant[s];
        if (!canArrive(node, findings.source[s])) {
            cut(s);
        } else if (occupant == TreeIndex.NONE || index.has(occupant, CycleFlags.REMOVED)) {
            fill(s, -1);
        } else if (index.has(occupant, CycleFlags.MOVING)) {
            add(VACATE, s);
            placeFirst(occupant);
        } else if (!index.has(occupant, CycleFlags.GONE)) {
            fill(s, -1); // it has moved out of the way already
        } else if (isReplacement(s)) {
            remove(occupant); // without a change of its own
            fill(s, index.type(occupant));
        } else {
            add(FILL, s);
            steps.add(DELETE, occupant, findings.cause[s]);
        }
    }

    /** Whether a file takes the place of another one by one change. */
    private boolean isReplacement(int s) {
        int type = index.type(findings.node[s]);
        int before = index.type(findings.occupant[s]);
        boolean files = type != EntryStat.DIRECTORY && before != EntryStat.DIRECTORY;
        return files && (findings.source[s] != TreeIndex.NONE || type == before);
    }

    /** The occupant of a name has been moved out of the way, or the two wait for each other. */
    private void vacate(int s) {
        int occupant = findings.occupant[s];
        add(FILL, s);
        if (index.has(occupant, CycleFlags.MOVING)) {
            steps.add(DELETE, occupant, findings.cause[s]);
        }
    }

    /** Puts a finding in its place, whose name is free; {@code replaced} is the type of the file that had the name, or -1. */
    private void fill(int s, int replaced) {
        int node = findings.node[s];
        int source = findings.source[s];
        if (!canArrive(node, source)) { // freeing the name has deleted the parent or what moves here
            cut(s);
            return;
        }
        index.unset(node, CycleFlags.PENDING);
        if (source != TreeIndex.NONE && index.type(node) == EntryStat.DIRECTORY) {
            add(MOVE, s);
            leaveRoots(source, findings.cause[s]);
        } else if (source != TreeIndex.NONE) {
            move(s, replaced);
        } else if (replaced >= 0) {
            reporter.replaced(s, findings.occupant[s]);
        } else {
            reporter.created(s, index.type(node));
        }
    }

    private boolean canArrive(int node, int source) {
        int parent = index.parent(node);
        return !index.has(node, CycleFlags.GONE | CycleFlags.REMOVED)
                && !index.has(parent, CycleFlags.PENDING | CycleFlags.REMOVED)
                && !isRootToCome(parent)
                && (source == TreeIndex.NONE
                        || !index.has(source, CycleFlags.REMOVED) && !index.isWithin(parent, source));
    }

    private boolean isRootToCome(int node) {
        Integer s = index.parent(node) == TreeIndex.NONE ? findingOf.get(node) : null;
        return s != null && findings.state[s] != Findings.DONE;
    }

    /** Gives a finding up: the entry that moves there is deleted, and if it is there after all the next cycle finds it. */
    private void cut(int s) {
        inspectAgainAt(findings.node[s]);
        add(CUT_SOURCE, s);
        steps.add(DELETE, findings.node[s], findings.cause[s]);
    }

    private void cutSource(int s) {
        int source = findings.source[s];
        if (source != TreeIndex.NONE && !index.has(source, CycleFlags.REMOVED)) {
            index.unset(source, CycleFlags.MOVING);
            steps.add(DELETE, source, findings.cause[s]);
        }
    }

    /** Places what moves, or the new directory, before anything else, unless that is going on already. */
    private void placeFirst(int node) {
        Integer s = findingOf.get(node);
        if (s != null) {
            add(PLACE, s);
        }
    }

    private void move(int s, int replaced) {
        int node = findings.node[s];
        int source = findings.source[s];
        int type = index.type(node);
        NativeName from = index.path(source);
        NativeName fromRoot = index.rootPath(index.rootOf(source));
        int changed = findings.changed(node);
        int result = node;
        index.unset(source, CycleFlags.MOVING | CycleFlags.GONE);
        if (type == EntryStat.DIRECTORY) {
            touched.set(index.parent(source));
            index.nodes().relocate(source, node);
            remove(node);
            result = source;
        } else {
            changed |= findings.changed(source);
            remove(source);
        }
        reporter.moved(s, from, fromRoot, source, result, replaced, changed);
    }

    private void delete(int node, int cause) {
        if (index.has(node, CycleFlags.REMOVED)) {
            return;
        }
        if (index.type(node) == EntryStat.DIRECTORY) {
            deleteChildren(node, cause);
        } else {
            deleteEmpty(node, cause);
        }
    }

    /** Deletes what is in a directory, also what moves out of the way meanwhile and comes in here, and then the directory. */
    private void deleteChildren(int directory, int cause) {
        IntList children = livingChildren(directory);
        if (children.isEmpty()) {
            steps.add(DELETE_EMPTY, directory, cause);
            leaveRoots(directory, cause);
            return;
        }
        steps.add(DELETE_CHILDREN, directory, cause);
        for (int i = children.size() - 1; i >= 0; i--) {
            steps.add(DELETE_CHILD, children.get(i), cause, directory);
        }
    }

    private void deleteChild(int child, int cause, int directory) {
        steps.add(DELETE_IF_STILL_CHILD, child, cause, directory);
        if (index.has(child, CycleFlags.MOVING)) {
            placeFirst(child);
        }
    }

    private void deleteIfStillChild(int child, int cause, int directory) {
        if (index.parent(child) == directory) {
            delete(child, cause);
        }
    }

    /** Deletes a file, or a directory in which nothing is. */
    private void deleteEmpty(int node, int cause) {
        if (index.has(node, CycleFlags.REMOVED)) {
            return; // by what had to be moved out first
        }
        if (index.parent(node) == TreeIndex.NONE) {
            index.unset(node, CycleFlags.GONE); // a root keeps its node
            index.nodes().forgetRoot(node);
            reporter.deleted(node, EntryStat.DIRECTORY, cause);
            return;
        }
        if (!index.has(node, CycleFlags.PENDING)) {
            reporter.deleted(node, index.type(node), cause);
        }
        remove(node);
    }

    /** Deletes the roots in a directory that leaves its place, before anything else. */
    private void leaveRoots(int directory, int cause) {
        IntList roots = rootsInside.of(directory);
        for (int i = roots.size() - 1; i >= 0; i--) {
            steps.add(LEAVE_ROOT, roots.get(i), cause);
        }
    }

    private void leaveRoot(int root, int cause) {
        if (index.isThere(root) && !isRootToCome(root)) {
            steps.add(ROOT_LEFT, root, cause);
            steps.add(DELETE, root, cause);
        }
    }

    private IntList livingChildren(int directory) {
        IntList children = new IntList();
        for (int child = index.firstChild(directory); child != TreeIndex.NONE; child = index.next(child)) {
            if (!index.has(child, CycleFlags.REMOVED)) {
                children.add(child);
            }
        }
        return children;
    }

    /** Flags a node as removed; delivers nothing. */
    private void remove(int node) {
        if (index.type(node) == EntryStat.DIRECTORY && !index.has(node, CycleFlags.REMOVED)) {
            sink.directoryRemoved(node);
        }
        index.set(node, CycleFlags.REMOVED);
        touched.set(index.parent(node));
    }

    private void inspectAgainAt(int node) {
        byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
        sink.inspectAgain(index.parent(node), NativeName.of(name, 0, index.copyName(node, name)));
    }
}
