package io.github.fswire.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.Workspace;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the kernel reports of each operation, handed on unmerged, in its order and with its own bits. */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class InotifyOperationsIT {
    @AutoClose
    private Workspace workspace;

    private Recorder recorder;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        recorder = new Recorder();
    }

    @AfterEach
    void close() throws IOException {
        recorder.close();
    }

    private void prepare(String command) throws Exception {
        Shell.run(workspace.root(), command);
        recorder.session.watch(workspace.root(), "d");
    }

    private List<String> after(String command) throws Exception {
        Shell.run(workspace.root(), command);
        return recorder.reported();
    }

    @Test
    void createWriteClose() throws Exception {
        prepare("true");
        assertThat(after("echo x > a")).containsExactly("d CREATE a", "d MODIFY a", "d CLOSE_WRITE a");
        assertThat(after("true >> a")).containsExactly("d CLOSE_WRITE a");
        assertThat(after("truncate -s 0 a")).startsWith("d MODIFY a");
    }

    @Test
    void renamesCarryOneCookie() throws Exception {
        prepare("echo > a; echo > b");
        assertThat(after("mv a c")).containsExactly("d MOVED_FROM a", "d MOVED_TO c");
        assertThat(after("mv c b")).containsExactly("d MOVED_FROM c", "d MOVED_TO b");
        List<Integer> cookies = recorder.cookies();
        assertThat(cookies).hasSize(4);
        assertThat(cookies.get(0)).isEqualTo(cookies.get(1)).isNotEqualTo(cookies.get(2));
        assertThat(cookies.get(2)).isEqualTo(cookies.get(3));
    }

    @Test
    void movesOutAndInAreHalves() throws Exception {
        prepare("echo > a; mkdir c; echo > c/f");
        assertThat(after("mv a c ../outside")).containsExactly("d MOVED_FROM a", "d MOVED_FROM|ISDIR c");
        assertThat(after("mv ../outside/c .")).containsExactly("d MOVED_TO|ISDIR c");
    }

    @Test
    void linksAreCreatedAndWrittenThroughOneNameOnly() throws Exception {
        prepare("echo > a");
        assertThat(after("ln a b")).containsExactly("d CREATE b");
        assertThat(after("echo x >> b")).containsExactly("d MODIFY b", "d CLOSE_WRITE b");
        assertThat(after("rm a")).containsExactly("d DELETE a");
        assertThat(after("ln -s nowhere l; mkfifo p; mkdir e"))
                .containsExactly("d CREATE l", "d CREATE p", "d CREATE|ISDIR e");
    }

    @Test
    void metadata() throws Exception {
        prepare("echo > a");
        assertThat(after("chmod 600 a")).containsExactly("d ATTRIB a");
        assertThat(after("touch -d 2001-01-01 a")).containsExactly("d ATTRIB a", "d CLOSE_WRITE a");
    }

    @Test
    void aWatchedChildSpeaksForItself() throws Exception {
        prepare("mkdir -p c/g");
        recorder.session.watch(workspace.root().resolve("c"), "c");
        recorder.session.watch(workspace.root().resolve("c/g"), "g");
        assertThat(after("chmod 700 c")).containsExactlyInAnyOrder("d ATTRIB|ISDIR c", "c ATTRIB|ISDIR");
        assertThat(after("mv c e")).containsExactly("d MOVED_FROM|ISDIR c", "d MOVED_TO|ISDIR e", "c MOVE_SELF");
        assertThat(after("echo > e/g/f")).startsWith("g CREATE f");
        assertThat(after("rm -r e"))
                .containsSubsequence("g DELETE f", "g DELETE_SELF", "g IGNORED", "c DELETE|ISDIR g", "c DELETE_SELF")
                .containsSubsequence("c DELETE_SELF", "c IGNORED", "d DELETE|ISDIR e");
        assertThat(recorder.session.watchCount()).isEqualTo(1);
    }

    @Test
    void whoeverHoldsADirectoryOpenDelaysItsEnd() throws Exception {
        prepare("mkdir c");
        recorder.session.watch(workspace.root().resolve("c"), "c");
        assertThat(after("exec 9< c; rmdir c"))
                .containsSubsequence("c DELETE_SELF", "c IGNORED")
                .contains("d DELETE|ISDIR c");
    }

    @Test
    void theWatchedDirectoryItselfMovesAndGoes() throws Exception {
        prepare("true");
        assertThat(after("mv ../root ../outside/r")).containsExactly("d MOVE_SELF");
        Shell.run(workspace.outside(), "echo > r/a");
        assertThat(recorder.reported()).startsWith("d CREATE a");
        Shell.run(workspace.outside(), "rm -r r");
        assertThat(recorder.reported()).endsWith("d DELETE_SELF", "d IGNORED");
        Shell.run(workspace.outside(), "mkdir ../root");
    }

    @Test
    void anExchangeIsTwoRenames() throws Exception {
        prepare("echo > a; echo > b");
        assumeTrue(Shell.can(workspace.root(), "mv --help | grep -q -- --exchange"), "this mv has no --exchange");
        assertThat(after("mv --exchange a b"))
                .containsExactly("d MOVED_FROM a", "d MOVED_TO b", "d MOVED_FROM b", "d MOVED_TO a");
    }

    @Test
    void aChildDirectorysContentSaysNothingHere() throws Exception {
        prepare("mkdir c");
        assertThat(after("echo > c/f")).isEmpty();
    }
}
