package io.github.fswire.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InotifyLimitsTest {
    @TempDir
    private Path sys;

    private void limit(String name, String value) throws IOException {
        Path file = sys.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, value + "\n");
    }

    @Test
    void theMachinesLimitIsNamedWhereTheNamespaceHasTheSame() throws Exception {
        limit("fs/inotify/max_user_watches", "65536");
        limit("user/max_inotify_watches", "65536");
        limit("fs/inotify/max_user_instances", "128");
        limit("user/max_inotify_instances", "128");

        assertThat(new InotifyLimits(sys).watches())
                .isEqualTo("The user's inotify watch limit (65536) is used up: raise fs.inotify.max_user_watches,"
                        + " for example: sudo sysctl fs.inotify.max_user_watches=1048576");
        assertThat(new InotifyLimits(sys).instances())
                .isEqualTo("The user's inotify instance limit (128) or the process's limit of open files is used up:"
                        + " raise fs.inotify.max_user_instances, for example:"
                        + " sudo sysctl fs.inotify.max_user_instances=1024, or ulimit -n");
    }

    /** Its own limit is the highest number there is, unless somebody sets it; nobody can raise the machine's from inside. */
    @Test
    void C8_inAUserNamespaceTheAdviceNamesWhereALimitIsRaised() throws Exception {
        limit("fs/inotify/max_user_watches", "65536");
        limit("user/max_inotify_watches", "2147483647");

        assertThat(new InotifyLimits(sys).watches())
                .isEqualTo("The user's inotify watch limit (65536) is used up: raise fs.inotify.max_user_watches,"
                        + " for example: sudo sysctl fs.inotify.max_user_watches=1048576 outside the user namespace;"
                        + " a user namespace around this one may have a lower limit");
        limit("user/max_inotify_watches", "100");
        assertThat(new InotifyLimits(sys).watches())
                .endsWith("=1048576 inside the namespace; a user namespace around this one may have a lower limit");
    }

    @Test
    void theLowerLimitOfAUserNamespaceIsNamed() throws Exception {
        limit("fs/inotify/max_user_watches", "65536");
        limit("user/max_inotify_watches", "5");
        limit("fs/inotify/max_user_instances", "128");
        limit("user/max_inotify_instances", "0");

        assertThat(new InotifyLimits(sys).watches())
                .contains(
                        "user namespace",
                        "(5)",
                        "/proc/sys/user/max_inotify_watches",
                        "sysctl user.max_inotify_watches=")
                .doesNotContain("fs.inotify", "65536");
        assertThat(new InotifyLimits(sys).instances())
                .contains("(0)", "/proc/sys/user/max_inotify_instances", "sysctl user.max_inotify_instances=")
                .doesNotContain("fs.inotify", "128");
    }

    @Test
    void whereNothingCanBeReadTheMachinesLimitIsNamed() {
        assertThat(new InotifyLimits(sys).watches()).contains("(unknown)", "fs.inotify.max_user_watches");
    }
}
