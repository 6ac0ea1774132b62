package io.github.fswire.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code sync-check} prints of each check; one form for people, one for programs. */
final class SyncCheckOutput {
    private final LineStream out;
    private final Clock clock;
    private final @Nullable JsonGenerator json;

    SyncCheckOutput(LineStream out, Clock clock, boolean json) throws IOException {
        this.out = out;
        this.clock = clock;
        this.json = json ? JsonOutput.generator(out) : null;
    }

    /** One check, and what it found. */
    void check(int number, Comparison found, long changes, long overflows) {
        JsonGenerator generator = json;
        if (generator == null) {
            print(number, found, changes, overflows);
            return;
        }
        try {
            write(generator, number, found, changes, overflows);
            generator.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(int number, Comparison found, long changes, long overflows) {
        String undecided = found.undecided() == 0
                ? ""
                : String.format(Locale.ROOT, ", %,d not compared because they change all the time", found.undecided());
        String unreadable = found.unreadable() == 0
                ? ""
                : String.format(Locale.ROOT, ", %,d directories not compared: unreadable", found.unreadable());
        String late = found.synced() ? "" : ", the watcher is not in time: not compared";
        line(String.format(
                Locale.ROOT,
                "check %,d: %,d entries, %,d changes, %,d overflows, %,d differences%s%s%s",
                number,
                found.entries(),
                changes,
                overflows,
                found.differences().size(),
                undecided,
                unreadable,
                late));
        found.differences()
                .forEach((path, difference) -> line("differs: " + Text.printable(Text.path(path)) + ": on disk "
                        + text(difference.disk()) + ", in the mirror " + text(difference.mirror())));
        out.flush();
    }

    private void line(String text) {
        out.line(HumanOutput.time(clock) + " " + text);
    }

    private static String text(Mirror.@Nullable Entry entry) {
        return entry == null
                ? "nothing"
                : String.format(
                        Locale.ROOT,
                        "%s of %,d bytes, modified %s",
                        entry.type(),
                        entry.size(),
                        Instant.EPOCH.plusNanos(entry.modifiedNanos()));
    }

    private static void write(JsonGenerator json, int number, Comparison found, long changes, long overflows)
            throws IOException {
        JsonOutput.object(json, () -> {
            json.writeStringField("event", "check");
            json.writeNumberField("check", number);
            json.writeNumberField("entries", found.entries());
            json.writeNumberField("changes", changes);
            json.writeNumberField("overflows", overflows);
            json.writeNumberField("differences", found.differences().size());
            json.writeNumberField("undecided", found.undecided());
            json.writeNumberField("unreadable", found.unreadable());
            json.writeBooleanField("synced", found.synced());
        });
        for (Map.Entry<NativeName, Comparison.Difference> difference :
                found.differences().entrySet()) {
            JsonOutput.object(json, () -> {
                json.writeStringField("event", "difference");
                JsonOutput.path(json, "path", difference.getKey());
                json.writeFieldName("disk");
                write(json, difference.getValue().disk());
                json.writeFieldName("mirror");
                write(json, difference.getValue().mirror());
            });
        }
    }

    private static void write(JsonGenerator json, Mirror.@Nullable Entry entry) throws IOException {
        if (entry == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("type", entry.type().name());
        json.writeNumberField("size", entry.size());
        json.writeNumberField("modifiedNanos", entry.modifiedNanos());
        json.writeEndObject();
    }
}
