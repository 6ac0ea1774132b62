package io.github.fswire.calls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeErrorsTest {
    /** A seccomp filter may answer EACCES to a call that is about no directory. */
    @Test
    void C6_theAdviceIsAboutADirectoryOnlyWhereThereIsOne() {
        assertThat(NativeErrors.failure("/srv", "inotify_add_watch", -Errno.EACCES))
                .hasMessageContaining("may not read the directory");
        assertThat(NativeErrors.failure(null, "inotify_init1", -Errno.EACCES))
                .hasMessageContaining("seccomp")
                .hasMessageNotContaining("directory");
        assertThat(NativeErrors.failure("/srv", "statx", -Errno.EPERM)).hasMessageContaining("seccomp");
    }
}
