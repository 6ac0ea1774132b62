package io.github.fswire.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.SmallStack;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryFilterTest {
    private static boolean reaches(String exclusion, String root, String path, int type) {
        EntryFilter filter = new EntryFilter(List.of(exclusion), List.of(), null);
        return filter.reaches(NativeName.of(root), NativeName.of(path), type);
    }

    @Test
    void whatIsBelowAnExcludedDirectoryIsNotReached() {
        assertThat(reaches("b", "/r", "/r/a/b/c", EntryStat.FILE)).isFalse();
        assertThat(reaches("b", "/r", "/r/a/b", EntryStat.DIRECTORY)).isFalse();
        assertThat(reaches("b", "/r", "/r/a/bb/c", EntryStat.FILE)).isTrue();
        assertThat(reaches("a/b", "/r", "/r/a/b/c", EntryStat.FILE)).isFalse();
        assertThat(reaches("a/b", "/r", "/r/c/a/b/c", EntryStat.FILE)).isTrue();
        assertThat(reaches("r", "/r", "/r", EntryStat.DIRECTORY)).isTrue();
        assertThat(reaches("b", "/", "/a/b", EntryStat.FILE)).isFalse();
        assertThat(reaches("c", "/", "/a/b", EntryStat.FILE)).isTrue();
    }

    @Test
    void aTrailingSlashExcludesOnlyDirectories() {
        assertThat(reaches("b/", "/r", "/r/a/b", EntryStat.FILE)).isTrue();
        assertThat(reaches("b/", "/r", "/r/a/b", EntryStat.DIRECTORY)).isFalse();
        assertThat(reaches("b/", "/r", "/r/b/a", EntryStat.FILE)).isFalse();
    }

    @Test
    void thousandsOfNestedDirectoriesAreReachedWithLittleStack() throws Exception {
        SmallStack.run(() -> {
            String path = "/r" + "/d".repeat(5000);
            assertThat(reaches("e", "/r", path, EntryStat.DIRECTORY)).isTrue();
            assertThat(reaches("e", "/r", path + "/e/f", EntryStat.FILE)).isFalse();
        });
    }
}
