package io.github.fswire.calls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the C headers of a system say, from the compiled form in which Kotlin/Native ships them, as its tool prints it. */
final class CompiledHeaders {
    private static final Pattern CONSTANT =
            Pattern.compile("const val (\\w+): kotlin/\\w+ .*?/\\* = (-?\\d+)[uUL]* \\*/$");
    private static final Pattern STRUCT =
            Pattern.compile("class platform/\\w+/(\\w+) : kotlinx/cinterop/CStructVar \\{");
    private static final Pattern FIELD = Pattern.compile("final va[lr] (\\w+):");
    private static final Pattern OFFSET = Pattern.compile("MemberAt\\(offset = (\\d+)L\\)");
    private static final Pattern SIZE = Pattern.compile("CStruct\\.VarType\\(size = (\\d+)L");
    private static final Pattern SIZED = Pattern.compile("companion object platform/\\w+/(\\w+)\\.Companion");
    private static final Pattern FUNCTION = Pattern.compile("\\bfun (\\w+)\\((.*)\\): (\\S+)$");
    private static final Pattern INNERMOST_COMMENT = Pattern.compile("/\\*(?:(?!/\\*|\\*/).)*\\*/");

    private static final Map<String, Integer> WIDTHS = Map.ofEntries(
            Map.entry("kotlin/Unit", 0),
            Map.entry("kotlin/Boolean", 1),
            Map.entry("kotlin/Byte", 1),
            Map.entry("kotlin/UByte", 1),
            Map.entry("kotlin/Short", 2),
            Map.entry("kotlin/UShort", 2),
            Map.entry("kotlin/Int", 4),
            Map.entry("kotlin/UInt", 4));

    /** Constants by their names; offsets of fields by {@code struct.field}, sizes by {@code struct}. */
    final Map<String, Long> constants = new HashMap<>();

    /** Functions by their names. */
    final Map<String, Signature> functions = new HashMap<>();

    /**
     * How a function is declared.
     *
     * @param widths bytes of the result and of each fixed parameter; 0 is void, and pointers and doubles have 8
     * @param variadic whether others may follow
     */
    record Signature(List<Integer> widths, boolean variadic) {}

    private String struct = "";
    private String field = "";
    private long size;

    /** Adds what a library says; the first that names something counts. */
    void read(Path printed) throws IOException {
        for (String line : Files.readAllLines(printed)) {
            Matcher constant = CONSTANT.matcher(line);
            if (constant.find()) {
                constants.putIfAbsent(constant.group(1), parse(constant.group(2)));
            } else if (line.contains(" fun ")) {
                function(withoutComments(line));
            } else {
                layout(line);
            }
        }
    }

    /** A struct is followed by its fields, each of them by its offset; the size stands before the struct's companion. */
    private void layout(String line) {
        struct = first(STRUCT, line, struct);
        field = first(FIELD, line, field);
        size = parse(first(SIZE, line, String.valueOf(size)));
        String offset = first(OFFSET, line, "");
        if (!offset.isEmpty()) {
            constants.putIfAbsent(struct + "." + field, parse(offset));
        }
        String sized = first(SIZED, line, "");
        if (!sized.isEmpty()) {
            constants.putIfAbsent(sized, size);
        }
    }

    private static String first(Pattern pattern, String line, String otherwise) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? matcher.group(1) : otherwise;
    }

    private static long parse(String number) {
        return number.startsWith("-") ? Long.parseLong(number) : Long.parseUnsignedLong(number);
    }

    private static String withoutComments(String line) {
        String text = line;
        for (String shorter = ""; !shorter.equals(text); ) {
            shorter = text;
            text = INNERMOST_COMMENT.matcher(text).replaceAll("");
        }
        return text.replaceAll(" +", " ").stripTrailing();
    }

    private void function(String line) {
        Matcher matcher = FUNCTION.matcher(line);
        if (!matcher.find()) {
            return;
        }
        List<Integer> widths = new ArrayList<>();
        widths.add(width(matcher.group(3)));
        boolean variadic = false;
        for (String parameter : parameters(matcher.group(2))) {
            if (parameter.contains("vararg ")) {
                variadic = true;
            } else {
                widths.add(width(parameter.replaceFirst(".*?\\w+: ?", "")));
            }
        }
        functions.putIfAbsent(matcher.group(1), new Signature(widths, variadic));
    }

    /** Splits at the commas that are in no brackets. */
    private static List<String> parameters(String text) {
        List<String> parameters = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '<' || c == '(' ? 1 : c == '>' || c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parameters.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (!text.isBlank()) {
            parameters.add(text.substring(start));
        }
        return parameters;
    }

    private static int width(String type) {
        return WIDTHS.getOrDefault(type.strip(), 8);
    }
}
