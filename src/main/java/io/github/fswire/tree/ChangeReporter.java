package io.github.fswire.tree;

import io.github.fswire.raw.NativeName;

/** Hands the changes of a cycle to the sink, with what is known of each entry before and now. Owned by one thread. */
final class ChangeReporter {
    private final TreeIndex index;
    private final Findings findings;
    private final ChangeSink sink;
    private final DeliveredAttributes attributes;
    private final EntryDetails details = new EntryDetails();

    ChangeReporter(TreeIndex index, Findings findings, ChangeSink sink) {
        this.index = index;
        this.findings = findings;
        this.sink = sink;
        this.attributes = index.nodes().attributes();
    }

    /** The entry of a finding exists now. */
    void created(int s, int type) {
        int node = findings.node[s];
        details.previousSize = EntryDetails.UNKNOWN;
        describe(s, node, type, 0);
        sink.created(index.path(node), details);
    }

    /** The entry of a finding has changed. */
    void modified(int s) {
        int node = findings.node[s];
        attributes.get(node, details);
        describe(s, node, index.type(node), findings.changed(node));
        sink.modified(index.path(node), details);
    }

    /** The entry of a finding is in the place of a file that is gone. */
    void replaced(int s, int before) {
        int node = findings.node[s];
        attributes.get(before, details);
        describe(s, node, index.type(node), EntryDetails.CONTENT | EntryDetails.METADATA);
        sink.modified(index.path(node), details);
    }

    /** The entry of a finding has come from another place; {@code changed} is 0 or how it has changed besides. */
    void moved(int s, NativeName from, NativeName fromRoot, int source, int node, int replaced, int changed) {
        details.fromRoot = fromRoot;
        attributes.get(source, details);
        describe(s, node, index.type(node), 0);
        sink.moved(from, index.path(node), node, replaced, details);
        if (changed != 0) {
            attributes.get(node, details); // the new ones: the move contains them
            details.aspects = changed;
            sink.modified(index.path(node), details);
        }
    }

    /** An entry is gone. */
    void deleted(int node, int type, int cause) {
        attributes.get(node, details);
        details.root = index.rootPath(index.rootOf(node));
        details.type = type;
        details.cause = cause;
        details.size = 0;
        details.modifiedNanos = 0;
        details.contentHash = 0;
        details.aspects = 0;
        sink.deleted(index.path(node), details);
    }

    private void describe(int s, int node, int type, int aspects) {
        details.root = index.rootPath(index.rootOf(node));
        details.type = type;
        details.cause = findings.cause[s];
        details.size = findings.bytes[s];
        details.modifiedNanos = findings.modifiedNanos[s];
        details.contentHash = findings.contentHash[s];
        details.aspects = aspects;
        attributes.set(node, details.size, details.modifiedNanos);
    }
}
