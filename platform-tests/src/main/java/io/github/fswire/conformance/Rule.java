package io.github.fswire.conformance;

/**
 * What a subject has to keep to. A test's name begins with the number of its rule.
 *
 * <p>R: records of a {@link io.github.fswire.raw.RawBackend}. W: what any watcher announces. K: keys, S: service, A: arguments of a {@link
 * java.nio.file.WatchService}, as its Javadoc has them. F: fences. G: convergence. O: losses. C: closing.
 */
public enum Rule {
    /** Files. */
    R1(
            "Each change of a file after watch has returned is a record with its path and a kind that fits, or an overflow."),
    /** Directories. */
    R2("The same for a directory in the watched one."),
    /** Renames. */
    R3(
            "A rename is a record of the old path and one of the new path; both have one cookie if the backend has cookies."),
    /** Attachments. */
    R4("A record has the watch that it belongs to, with the attachment that was given."),
    /** Coverage. */
    R5("A watch covers what the capabilities say: the entries of its directory, or everything below it."),
    /** Twice. */
    R6("A directory that is watched twice has each record twice, with either attachment."),
    /** The end of a watch. */
    R7("A watch that was closed is not active, does not count, and after the next fence has no records."),
    /** Refusals. */
    R8("What is missing is refused with RootGoneException, and what is no directory with UnsupportedWatchException."),
    /** The end of a directory. */
    R9("The watch of a directory that is deleted ends: it is not active and does not count."),
    /** A failing handler. */
    R10("A handler that throws gets its exception in onFailure, and then the next record."),
    /** Cursors. */
    R11(
            "A record is valid until the handler returns: under -Dfswire.checks=true later use throws IllegalStateException."),
    /** Names. */
    R12("Names are those on disk, byte by byte."),
    /** Calls from inside. */
    R13("Directories can be watched and watches closed inside a callback."),
    /** Closed files. */
    R14("A file that was open for writing and is closed is a record of that kind, if the capabilities say so."),
    /** Form. */
    R15("The name is a short lower-case word, and the class has a public constructor without parameters."),
    /** Links. */
    R16("A symbolic link to a directory is refused with UnsupportedWatchException."),
    /** Identities. */
    R17("Two watches have equal identities if they watch the same directory, and else others; closing changes none."),
    /** What is watched. */
    R18("A session's watches are those that were opened and have not ended, as many as it counts."),

    /** Kinds. */
    W1("A file that is created, modified or deleted is announced with its path and that kind."),
    /** Directories are entries. */
    W2("A directory that is created or deleted is announced with its path and that kind."),
    /** New directories. */
    W3("What is made in a directory at once after it is announced, and so is what changes there later."),
    /** Renames. */
    W4("A rename is announced as a deletion of the old path and a creation of the new one."),
    /** Renamed directories. */
    W5("What changes in a directory after it was renamed is announced with its new path."),
    /** Whole trees. */
    W6("A tree that is moved in, moved out or deleted is announced: itself, or each of its entries."),
    /** The start. */
    W7("What was there at the start and has not changed is not announced."),
    /** Nothing else. */
    W8("Nothing outside the root is announced, also if a link leads there."),
    /** Text. */
    W9("Names with spaces, line breaks and characters of every plane are announced as they are."),
    /** Bytes. */
    W10("Names that are no text are announced byte by byte."),
    /** Every kind of modification. */
    W11("A file that is appended to, cut, replaced or set back in time is announced."),
    /** Pairs. */
    W12("A rename within the tree is one announcement with both paths."),
    /** A failing listener. */
    W13("A listener that throws gets later changes all the same."),
    /** The root. */
    W14("The entries of a root that is deleted and made again are announced."),

    /** Kinds and contexts. */
    K1("A file that is created, modified or deleted is an event of that kind with its name as context."),
    /** Directories are entries. */
    K2("A directory that is created or deleted in the watched one is an event like that of a file."),
    /** Only what was asked for. */
    K3("A key gets events of the kinds that it was registered with, and no others."),
    /** Only direct entries. */
    K4("A key gets events of the direct entries of its directory, and no others."),
    /** One key for each. */
    K5("Each directory has a key of its own, and watchable() is what was registered."),
    /** Registration is repeatable. */
    K6("A directory that is registered again keeps its key, and the new kinds replace the old ones."),
    /** Ready, signalled, ready. */
    K7("A signalled key is handed out once, and not again before it is reset."),
    /** Nothing is lost meanwhile. */
    K8("What happens while a key is signalled is kept, and after reset the key is handed out again."),
    /** Taking is removing. */
    K9("pollEvents returns every event once."),
    /** Form of an event. */
    K10("An event has a count of at least 1 and a relative path of one name as context; OVERFLOW may have none."),
    /** Cancelling. */
    K11("A cancelled key is invalid at once and for good, reset returns false, and no new events come to it."),
    /** A new registration. */
    K12("A directory whose key was cancelled can be registered again: its new key is valid and gets events."),
    /** Implicit cancelling. */
    K13("The key of a directory that is deleted becomes invalid."),
    /** A new directory. */
    K14("A directory that is deleted, made again and registered again at once has a valid key that gets events."),
    /** Links. */
    K15("A symbolic link to a directory is followed when it is registered."),
    /** Renames. */
    K16("A rename is a deletion of the old name and a creation of the new one."),
    /** Names. */
    K17("Names with spaces, line breaks and characters of every plane are contexts as they are."),
    /** Many registrations. */
    K18(
            "Threads that register directories at once get a key for each, and every change after registration is an event."),
    /** The same registration many times. */
    K19("Threads that register one directory at once get the same key."),

    /** Blocking. */
    S1("take waits until a key is signalled."),
    /** Not blocking. */
    S2("poll without a signalled key returns null: at once, or when its time is over."),
    /** Interrupts. */
    S3("A thread that is interrupted in take or poll gets InterruptedException."),
    /** Each key to one. */
    S4("Of several threads that wait one gets the signalled key."),

    /** Nulls. */
    A1("Null as service, kinds, kind, modifier or unit of time is refused with NullPointerException."),
    /** Kinds. */
    A2("A registration without kinds is refused with IllegalArgumentException."),
    /** Foreign kinds. */
    A3("A kind or modifier that is not supported is refused with UnsupportedOperationException."),
    /** Files. */
    A4("What is not a directory is refused with NotDirectoryException."),
    /** Nothing there. */
    A5("What does not exist is refused with NoSuchFileException, and so is a link that leads nowhere."),
    /** A null array. */
    A6("Null instead of the modifiers is refused with NullPointerException, and the service works on."),

    /** Everything before. */
    F1("When a fence has passed, everything that happened before it has been delivered."),

    /** Tokens. */
    F2("Each fence passes once, with its token."),
    /** Fences from inside. */
    F3("A fence can be asked for inside a callback, and passes later."),

    /** Scripts. */
    G1("After each script, who inspects every place that was delivered holds the tree that is on disk."),
    /** Histories. */
    G2("The same after each part of a random history of one writer."),
    /** Storms. */
    G3("The same after a storm of several writers at full speed, and after a second one."),
    /** One directory. */
    G4("The same for a random history of the entries of one directory."),

    /** Losses are reported. */
    O1("When many changes come while nobody reads, each of them is delivered or an overflow is."),
    /** Life goes on. */
    O2("After an overflow changes are delivered again."),

    /** Waiters. */
    C1("close wakes whoever waits in take or poll with ClosedWatchServiceException."),
    /** Refusal. */
    C2("A closed service refuses take, poll and registration with ClosedWatchServiceException."),
    /** Keys. */
    C3("close makes every key invalid: reset returns false, and cancel does nothing."),
    /** Often. */
    C4("close may be called again, also by many threads at once."),
    /** Threads. */
    C5("After close no thread of the subject is left."),
    /** Silence. */
    C6("After close has returned, nothing is delivered, also in a storm."),
    /** From inside. */
    C7("close inside a callback returns."),
    /** Refusal. */
    C8("A closed session refuses watch and fence with IllegalStateException, and has no active watch."),
    /** The last call. */
    C9("onTerminated is called once, as the last of all calls.");

    private final String sentence;

    Rule(String sentence) {
        this.sentence = sentence;
    }

    /** What the rule says. */
    public String sentence() {
        return sentence;
    }

    @Override
    public String toString() {
        return name() + " " + sentence;
    }
}
