package io.github.fswire.calls;

import java.util.StringJoiner;

/** Numbers of FSEvents from {@code FSEvents.h}, and those of CoreFoundation from {@code CFString.h}, that go with them. */
public final class FsEvents {
    public static final int kFSEventStreamCreateFlagNoDefer = 0x2;
    public static final int kFSEventStreamCreateFlagWatchRoot = 0x4;
    public static final int kFSEventStreamCreateFlagFileEvents = 0x10;
    public static final int kFSEventStreamCreateFlagFullHistory = 0x80;

    public static final int kFSEventStreamEventFlagMustScanSubDirs = 0x1;
    public static final int kFSEventStreamEventFlagUserDropped = 0x2;
    public static final int kFSEventStreamEventFlagKernelDropped = 0x4;
    public static final int kFSEventStreamEventFlagEventIdsWrapped = 0x8;
    public static final int kFSEventStreamEventFlagHistoryDone = 0x10;
    public static final int kFSEventStreamEventFlagRootChanged = 0x20;
    public static final int kFSEventStreamEventFlagMount = 0x40;
    public static final int kFSEventStreamEventFlagUnmount = 0x80;
    public static final int kFSEventStreamEventFlagItemCreated = 0x100;
    public static final int kFSEventStreamEventFlagItemRemoved = 0x200;
    public static final int kFSEventStreamEventFlagItemInodeMetaMod = 0x400;
    public static final int kFSEventStreamEventFlagItemRenamed = 0x800;
    public static final int kFSEventStreamEventFlagItemModified = 0x1000;
    public static final int kFSEventStreamEventFlagItemFinderInfoMod = 0x2000;
    public static final int kFSEventStreamEventFlagItemChangeOwner = 0x4000;
    public static final int kFSEventStreamEventFlagItemXattrMod = 0x8000;
    public static final int kFSEventStreamEventFlagItemIsFile = 0x10000;
    public static final int kFSEventStreamEventFlagItemIsDir = 0x20000;
    public static final int kFSEventStreamEventFlagItemIsSymlink = 0x40000;
    public static final int kFSEventStreamEventFlagOwnEvent = 0x80000;
    public static final int kFSEventStreamEventFlagItemIsHardlink = 0x100000;
    public static final int kFSEventStreamEventFlagItemIsLastHardlink = 0x200000;
    public static final int kFSEventStreamEventFlagItemCloned = 0x400000;

    /** {@code kFSEventStreamEventIdSinceNow}, an unsigned 64-bit number. */
    public static final long SINCE_NOW = -1;

    /** {@code struct FSEventStreamContext}. */
    public static final int CONTEXT_SIZEOF = 40;

    public static final int CONTEXT_VERSION_OFFSET = 0;
    public static final int CONTEXT_INFO_OFFSET = 8;

    public static final int kCFStringEncodingUTF8 = 0x08000100;

    private static final String[] NAMES = {
        "MustScanSubDirs",
        "UserDropped",
        "KernelDropped",
        "EventIdsWrapped",
        "HistoryDone",
        "RootChanged",
        "Mount",
        "Unmount",
        "ItemCreated",
        "ItemRemoved",
        "ItemInodeMetaMod",
        "ItemRenamed",
        "ItemModified",
        "ItemFinderInfoMod",
        "ItemChangeOwner",
        "ItemXattrMod",
        "ItemIsFile",
        "ItemIsDir",
        "ItemIsSymlink",
        "OwnEvent",
        "ItemIsHardlink",
        "ItemIsLastHardlink",
        "ItemCloned"
    };

    private FsEvents() {}

    /** The flags of an event by name, unknown bits as one number. */
    public static String describe(int flags) {
        StringJoiner names = new StringJoiner("|");
        for (int bit = 0; bit < NAMES.length; bit++) {
            if ((flags & 1 << bit) != 0) {
                names.add(NAMES[bit]);
            }
        }
        int unknown = flags & -1 << NAMES.length;
        return unknown == 0
                ? names.toString()
                : names.add("0x" + Integer.toHexString(unknown)).toString();
    }
}
