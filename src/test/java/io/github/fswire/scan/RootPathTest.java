package io.github.fswire.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows removes .. from the text of a path")
class RootPathTest {
    @TempDir
    private Path temporary;

    private Path top;

    @BeforeEach
    void makeTree() throws IOException {
        top = temporary.toRealPath();
        Files.createDirectories(top.resolve("far/away/here"));
        Files.createDirectories(top.resolve("far/sibling"));
        Files.createDirectories(top.resolve("sibling"));
        Files.createSymbolicLink(top.resolve("link"), top.resolve("far/away"));
        Files.createSymbolicLink(top.resolve("second"), Path.of("link"));
        Files.createSymbolicLink(top.resolve("dangling"), Path.of("nowhere"));
    }

    private void assertLeads(String path, String expected) throws IOException {
        Path found = RootPath.of(top.resolve(path));
        assertThat(found).isEqualTo(top.resolve(expected).normalize());
        if (Files.exists(top.resolve(path))) {
            assertThat(Files.isSameFile(found, top.resolve(path)))
                    .as("as the system has it")
                    .isTrue();
        }
    }

    @Test
    void whatIsAboveALinkIsAboveWhatItLeadsTo() throws IOException {
        assertLeads("link/..", "far");
        assertLeads("link/../sibling", "far/sibling");
        assertLeads("second/../sibling", "far/sibling");
        assertLeads("link/./../sibling/.", "far/sibling");
        assertLeads("link/../..", "");
    }

    @Test
    void otherLinksStayInThePath() throws IOException {
        assertLeads("link", "link");
        assertLeads("link/here/..", "link");
        assertLeads("link/here/../here", "link/here");
        assertLeads("sibling/../link/here", "link/here");
    }

    @Test
    void whatDoesNotExistIsTakenByItsText() throws IOException {
        assertLeads("none/../sibling", "sibling");
        assertLeads("dangling/../sibling", "sibling");
        assertThat(RootPath.of(Path.of("/.."))).isEqualTo(Path.of("/"));
        assertThat(RootPath.of(Path.of("/../../x"))).isEqualTo(Path.of("/x"));
        assertThat(RootPath.of(Path.of(""))).isEqualTo(Path.of("").toAbsolutePath());
    }

    @Test
    void rootsAndCheckpointAreTakenSo() {
        WatchOptions options = WatchOptions.builder()
                .root(top.resolve("link/.."))
                .checkpoint(top.resolve("link/../state"))
                .build();
        assertThat(options.roots()).containsExactly(top.resolve("far"));
        assertThat(options.checkpoint()).isEqualTo(top.resolve("far/state"));
    }
}
