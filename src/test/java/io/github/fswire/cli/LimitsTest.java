package io.github.fswire.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.fswire.cli.Limits.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a fake /proc needs links")
class LimitsTest {
    @TempDir
    private Path proc;

    @BeforeEach
    void fake() throws IOException {
        write("sys/fs/inotify/max_user_watches", "8192\n");
        write("sys/fs/inotify/max_user_instances", "128\n");
        write("sys/fs/inotify/max_queued_events", "16384\n");
        write("self/limits", "Limit  Soft Limit  Hard Limit  Units\nMax open files            1024    4096   files\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = proc.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void descriptor(String process, String number, String target, String info) throws IOException {
        Files.createDirectories(proc.resolve(process).resolve("fd"));
        Files.createSymbolicLink(proc.resolve(process).resolve("fd").resolve(number), Path.of(target));
        write(process + "/fdinfo/" + number, info);
    }

    @Test
    void aTenthOfTheOpenFilesAreRootsOfFsEvents() {
        assertThat(Limits.ofFsEvents(256).value()).isEqualTo(11);
        assertThat(Limits.ofFsEvents(10_240).value()).isEqualTo(511);
        assertThat(Limits.ofFsEvents(Long.MAX_VALUE).value()).isEqualTo(2047);
        assertThat(Limits.ofFsEvents(-1).value()).isZero();
        List<String> problems = new ArrayList<>();
        List<String> remedies = new ArrayList<>();
        Diagnosis.judgeRoots(List.of(Limits.ofFsEvents(40)), problems, remedies);
        assertThat(problems).isEmpty();
        Diagnosis.judgeRoots(List.of(Limits.ofFsEvents(39)), problems, remedies);
        assertThat(problems).hasSize(1);
        assertThat(remedies).containsExactly("ulimit -n 65536");
    }

    @Test
    void countsWatchesAndInstancesOfAllProcesses() throws IOException {
        String header = "pos:\t0\nflags:\t02004000\nmnt_id:\t14\nino:\t1057\n";
        descriptor("12", "3", "anon_inode:inotify", header + "inotify wd:2 ino:1\ninotify wd:1 ino:2\n");
        descriptor("12", "4", "anon_inode:[eventfd]", "inotify wd:1 this is none\n");
        descriptor("13", "5", "anon_inode:inotify", header);
        descriptor("13", "6", "anon_inode:inotify", header + "inotify wd:1 ino:2\n");
        Files.createDirectories(proc.resolve("14")); // ended meanwhile
        assertThat(new Limits(proc).read())
                .containsExactly(
                        new Limit("fs.inotify.max_user_watches", 8192, OptionalLong.of(3), "watches of this user"),
                        new Limit(
                                "fs.inotify.max_user_instances",
                                128,
                                OptionalLong.of(3),
                                "inotify instances of this user"),
                        new Limit(
                                "fs.inotify.max_queued_events",
                                16384,
                                OptionalLong.empty(),
                                "records waiting in an instance"),
                        new Limit("RLIMIT_NOFILE", 1024, OptionalLong.empty(), "open files of this process"));
    }

    @Test
    void theLimitOfAUserNamespaceCountsIfItIsLower() throws IOException {
        write("sys/user/max_inotify_watches", "100\n");
        write("sys/user/max_inotify_instances", "2147483647\n");
        assertThat(new Limits(proc).read())
                .extracting(Limit::name, Limit::value)
                .startsWith(tuple("user.max_inotify_watches", 100L), tuple("fs.inotify.max_user_instances", 128L));
    }

    @Test
    void filesMayBeUnlimited() throws IOException {
        write("self/limits", "Max open files            unlimited            unlimited            files\n");
        assertThat(new Limits(proc).read().get(3).value()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aSystemWithoutInotifyHasNone() throws IOException {
        Files.delete(proc.resolve("sys/fs/inotify/max_user_watches"));
        assertThat(new Limits(proc).read()).isEmpty();
    }

    private static List<Limit> limits(long watches, long instances) {
        return List.of(
                new Limit("fs.inotify.max_user_watches", 100, OptionalLong.of(watches), ""),
                new Limit("fs.inotify.max_user_instances", 128, OptionalLong.of(instances), ""));
    }

    @Test
    void whatIsLeftMustSuffice() {
        List<String> problems = new ArrayList<>();
        List<String> remedies = new ArrayList<>();
        Diagnosis.judge(40, limits(60, 127), problems, remedies);
        Diagnosis.judge(1_000_000, List.of(), problems, remedies);
        assertThat(problems).isEmpty();
        assertThat(remedies).isEmpty();
    }

    @Test
    void whatDoesNotSufficeIsReportedWithTheCommandThatHelps() {
        List<String> problems = new ArrayList<>();
        List<String> remedies = new ArrayList<>();
        Diagnosis.judge(1_000, limits(60, 128), problems, remedies);
        assertThat(problems)
                .containsExactly(
                        "the watches do not suffice: one for each directory is needed, 1,000, and left are 40",
                        "the inotify instances do not suffice: one is needed, and left is none");
        assertThat(remedies)
                .containsExactly(
                        "sudo sysctl -w fs.inotify.max_user_watches=4096",
                        "sudo sysctl -w fs.inotify.max_user_instances=512");
    }

    @Test
    void usedUpBeyondTheLimitLeavesNothing() {
        assertThat(new Limit("", 100, OptionalLong.of(101), "").left()).isZero();
    }
}
