package io.github.fswire.conformance;

/**
 * What a subject has to keep to. A test's name begins with the number of its rule.
 *
 * <p>R: records of a raw backend. W: what any watcher announces. K: keys, S: service, A: arguments of a {@link
 * java.nio.file.WatchService}, as its Javadoc has them. F: fences. O: overflows. C: closing. G: convergence.
 */
public enum Rule {
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
    C5("After close no thread of the subject is left.");

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
