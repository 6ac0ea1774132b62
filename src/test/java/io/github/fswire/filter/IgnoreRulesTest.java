package io.github.fswire.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.filter.IgnoreRules.Verdict;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of gitignore(5), one by one. All of them together: {@link IgnoreFilesOfGitTest}. */
class IgnoreRulesTest {
    private static Verdict verdict(String rules, String path) {
        boolean directory = path.endsWith("/");
        byte[] bytes = (directory ? path.substring(0, path.length() - 1) : path).getBytes(StandardCharsets.ISO_8859_1);
        int name = bytes.length;
        while (name > 0 && bytes[name - 1] != '/') {
            name--;
        }
        return new IgnoreRules(rules.getBytes(StandardCharsets.ISO_8859_1))
                .verdict(bytes, 0, name, bytes.length, directory);
    }

    /** In a path only a slash at its end means that it is a directory. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "foo, foo",
        "foo, a/foo",
        "foo, a/foo/",
        "/foo, foo",
        "a/foo, a/foo",
        "foo/, foo/",
        "foo/, a/b/foo/",
        "a/foo/, a/foo/",
        "*.o, a/x.o",
        "*, .a",
        "a*c, abbbc",
        "a*b*c, axbxbc",
        "?, a",
        "a/?, a/b",
        "[ab], b",
        "[a-c]x, bx",
        "[!a], b",
        "[^a], b",
        "[]a], ]",
        "[a-], -",
        "[\\]], ]",
        "[[:alpha:]_], Z",
        "[![:digit:]], x",
        "[[:x], :",
        "\\*, *",
        "\\#a, #a",
        "\\!a, !a",
        "**/foo, foo",
        "**/foo, a/b/foo",
        "a/**, a/b/c",
        "a/**/b, a/b",
        "a/**/b, a/x/y/b",
        "a**b, axxb",
        "/a**/b, axx/b",
        "**, a/b",
        "/*, a",
        "a/*/c, a/b/c",
        "**/a/**/b, x/a/y/a/z/b"
    })
    void matches(String rules, String path) {
        assertThat(verdict(rules, path)).isEqualTo(Verdict.IGNORED);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "foo, fooo",
        "Foo, foo",
        "/foo, a/foo",
        "a/foo, b/a/foo",
        "foo/, foo",
        "a/*, a/b/c",
        "a*c, ab/c",
        "/?, ab",
        "a?b, a/b",
        "a[/]b, a/b",
        "[ab, a",
        "[[:foo:]], f",
        "a\\, a",
        "/, a",
        "!, a",
        "#a, #a",
        "[!a], a",
        "[b-a], b-",
        "a/**/b, ab",
        "**/a/**/b, x/a/yb"
    })
    void doesNotMatch(String rules, String path) {
        assertThat(verdict(rules, path)).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void theLastMatchDecides() {
        assertThat(verdict("a\n!a\n", "a")).isEqualTo(Verdict.INCLUDED);
        assertThat(verdict("!a\na\n", "a")).isEqualTo(Verdict.IGNORED);
        assertThat(verdict("*\n!b\n", "b")).isEqualTo(Verdict.INCLUDED);
    }

    @Test
    void linesEndWithOrWithoutACarriageReturn() {
        assertThat(verdict("b\r\na\r\n\r\n", "a")).isEqualTo(Verdict.IGNORED);
        assertThat(verdict("b\na", "a")).isEqualTo(Verdict.IGNORED);
        assertThat(verdict("b\na\r", "a")).isEqualTo(Verdict.IGNORED);
        assertThat(verdict("a\r\r\n", "a")).isEqualTo(Verdict.UNDECIDED);
        assertThat(verdict("a\r\r\n", "a\r")).isEqualTo(Verdict.IGNORED);
    }

    @Test
    void aByteOrderMarkAtTheBeginningDoesNotCount() {
        assertThat(verdict("\u00EF\u00BB\u00BFa\nb\n", "a")).isEqualTo(Verdict.IGNORED);
        assertThat(verdict("a\n\u00EF\u00BB\u00BFb\n", "b")).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void spacesAtTheEndDoNotCountUnlessTheyAreEscaped() {
        assertThat(verdict("a   \n", "a")).isEqualTo(Verdict.IGNORED);
        assertThat(verdict("a\\ \n", "a ")).isEqualTo(Verdict.IGNORED);
        assertThat(verdict("a\\  \n", "a ")).isEqualTo(Verdict.IGNORED);
        assertThat(verdict("a b \n", "a b")).isEqualTo(Verdict.IGNORED);
        assertThat(verdict("a\t\n", "a")).isEqualTo(Verdict.UNDECIDED);
        assertThat(verdict(" a\n", "a")).isEqualTo(Verdict.UNDECIDED);
        assertThat(verdict("   \n", " ")).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void aNameThatIsNotUtf8IsComparedByItsBytes() {
        assertThat(verdict("\u00FF*\n", "\u00FFx")).isEqualTo(Verdict.IGNORED);
        assertThat(verdict("?\n", "\u00E9")).isEqualTo(Verdict.IGNORED);
        assertThat(verdict("?\n", "\u00C3\u00A9")).isEqualTo(Verdict.UNDECIDED); // two bytes, as git has it
        assertThat(verdict("[\u00E0-\u00FF]\n", "\u00E9")).isEqualTo(Verdict.IGNORED);
    }

    /** The steps grow with the product of the lengths: an exponential search would not end. */
    @ParameterizedTest
    @ValueSource(strings = {"*a", "**/a/", "[a]*", "?*"})
    void aPatternOfManyStarsIsMatchedInTime(String part) {
        assertThat(verdict("/" + part.repeat(200) + "b\n", "a".repeat(2000))).isEqualTo(Verdict.UNDECIDED);
        assertThat(verdict("/" + part.repeat(200) + "b\n", "a/".repeat(1000) + "a"))
                .isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void rulesOfALaterFileTakePrecedence() {
        IgnoreRules both = rules("a\nb").and(rules("!a"));
        byte[] a = {'a'};
        byte[] b = {'b'};
        assertThat(both.verdict(a, 0, 0, 1, false)).isEqualTo(Verdict.INCLUDED);
        assertThat(both.verdict(b, 0, 0, 1, false)).isEqualTo(Verdict.IGNORED);
        assertThat(both.isSame(rules("a\nb").and(rules("!a")))).isTrue();
        assertThat(both.isSame(rules("a\nb"))).isFalse();
    }

    private static IgnoreRules rules(String text) {
        return new IgnoreRules(text.getBytes(StandardCharsets.US_ASCII));
    }
}
