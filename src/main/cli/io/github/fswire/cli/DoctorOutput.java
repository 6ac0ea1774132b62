package io.github.fswire.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.fswire.cli.Limits.Limit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** The two forms of a diagnosis. */
final class DoctorOutput {
    private DoctorOutput() {}

    static void print(Diagnosis diagnosis, boolean json, LineStream out) {
        if (json) {
            try {
                JsonGenerator generator = JsonOutput.generator(out);
                JsonOutput.object(generator, () -> fields(diagnosis, generator));
                generator.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else {
            table(diagnosis, out);
        }
    }

    private static void table(Diagnosis d, LineStream out) {
        line(out, "system", d.system());
        line(out, "JDK", d.jdk());
        line(out, "file names", d.fileNames() + " in this JVM; handled as bytes");
        for (Diagnosis.Backend backend : d.backends()) {
            line(out, "backend " + backend.name(), judgement(backend, d));
        }
        line(
                out,
                "binding",
                d.binding() == null ? "none" : d.binding() + ("ffm".equals(d.binding()) ? " (java.lang.foreign)" : ""));
        line(out, "scanner", d.scanner());
        line(out, "directory", Text.path(d.directory()));
        line(out, "file system", d.mount().fileSystem() + ": " + d.mount().reason());
        line(
                out,
                "directories",
                number(d.directories())
                        + (d.unreadable() == 0 ? "" : ", " + number(d.unreadable()) + " of them cannot be read"));
        String label = "limits";
        for (Limit limit : d.limits()) {
            line(out, label, limit(limit));
            label = "";
        }
        line(
                out,
                "verdict",
                d.problems().isEmpty()
                        ? "all is well: " + verdict(d)
                        : d.problems().get(0));
        d.problems().stream().skip(1).forEach(problem -> line(out, "", problem));
        label = "do";
        for (String remedy : d.remedies()) {
            line(out, label, remedy);
            label = "";
        }
    }

    private static String judgement(Diagnosis.Backend backend, Diagnosis d) {
        if (backend.reason() != null) {
            return "not available: " + backend.reason();
        }
        if (!backend.name().equals(d.backend())) {
            return "can be used here";
        }
        return "chosen: "
                + (d.mount().eventsReliable()
                        ? "the first that can be used here"
                        : d.mount().reason());
    }

    private static String limit(Limit limit) {
        String value = limit.value() == Long.MAX_VALUE ? "unlimited" : number(limit.value());
        String amount = limit.used().isPresent() ? number(limit.used().getAsLong()) + " of " + value + " used" : value;
        return amount + ": " + limit.meaning() + " (" + limit.name() + ")";
    }

    private static String verdict(Diagnosis d) {
        if (!d.mount().eventsReliable()) {
            return "this directory is polled, for which no limits matter";
        }
        return d.limits().isEmpty() ? "this system has no limits to check" : "the limits suffice for this directory";
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static void line(LineStream out, String label, String text) {
        out.line(String.format(Locale.ROOT, "%-17s %s", label, Text.printable(text)));
    }

    private static void fields(Diagnosis d, JsonGenerator json) throws IOException {
        json.writeStringField("system", d.system());
        json.writeStringField("jdk", d.jdk());
        json.writeStringField("fileNames", d.fileNames());
        json.writeArrayFieldStart("backends");
        for (Diagnosis.Backend backend : d.backends()) {
            json.writeStartObject();
            json.writeStringField("name", backend.name());
            json.writeBooleanField("available", backend.reason() == null);
            if (backend.reason() != null) {
                json.writeStringField("reason", backend.reason());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("backend", d.backend());
        json.writeStringField("binding", d.binding());
        json.writeStringField("scanner", d.scanner());
        JsonOutput.path(json, "path", d.directory());
        json.writeStringField("fileSystem", d.mount().fileSystem());
        json.writeBooleanField("eventsReliable", d.mount().eventsReliable());
        json.writeStringField("fileSystemReason", d.mount().reason());
        json.writeNumberField("directories", d.directories());
        json.writeNumberField("unreadable", d.unreadable());
        json.writeArrayFieldStart("limits");
        for (Limit limit : d.limits()) {
            json.writeStartObject();
            json.writeStringField("name", limit.name());
            json.writeNumberField("value", limit.value());
            if (limit.used().isPresent()) {
                json.writeNumberField("used", limit.used().getAsLong());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeBooleanField("sufficient", d.problems().isEmpty());
        strings(json, "problems", d.problems());
        strings(json, "remedies", d.remedies());
    }

    private static void strings(JsonGenerator json, String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
