package io.github.fswire.programs;

/** What a program reports of a path; each has its own words for it. */
enum Kind {
    CREATED,
    MODIFIED,
    DELETED,
    /** An overflow, for example. */
    OTHER;

    static Kind of(String word) {
        return switch (word) {
            case "ADD", "ADDED", "CREATE", "CREATED" -> CREATED;
            case "CHANGED", "MODIFIED", "MODIFY" -> MODIFIED;
            case "DELETE", "DELETED", "REMOVED" -> DELETED;
            default -> OTHER;
        };
    }
}
