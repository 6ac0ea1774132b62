package io.github.fswire.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.RawBackends;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queue that is short on purpose loses records as the kernel's does. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class ShortQueueIT implements RawEventHandler {
    private final List<String> delivered =
            new ArrayList<>(); // the reader's thread writes, and a fence is passed before it is read

    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void open() throws Exception {
        workspace = Workspace.onDisk();
        root = workspace.root();
    }

    private RawSession session(long seed, int records) throws Exception {
        return new ShortQueue(seed, records).open(RawBackends.byName("inotify"), this, RawOptions.DEFAULT);
    }

    private static void fence(RawSession session) throws InterruptedException {
        CountDownLatch passed = new CountDownLatch(1);
        session.fence(passed);
        passed.await();
    }

    @Override
    public void onEvent(RawEvent event) {
        delivered.add(event.attachment() + " " + event.toName());
        assertThat(event.watch()).isNotNull();
    }

    @Override
    public void onOverflow(RawEvent event) {
        delivered.add("overflow " + event.watch());
    }

    @Override
    public void onFence(Object token) {
        delivered.add("fence");
        ((CountDownLatch) token).countDown();
    }

    @Override
    public void onFailure(Exception failure) {
        throw new AssertionError(failure);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyRecordIsHandedOutOrAnOverflowFollows(long seed) throws Exception {
        try (RawSession session = session(seed, 4)) {
            session.watch(root, "d");
            for (int i = 0; i < 200; i++) {
                Files.createDirectory(root.resolve("d" + i));
                fence(session); // one record, no more
            }
            for (int i = 0; i < 200; i++) {
                int handedOut = delivered.indexOf("d d" + i);
                if (handedOut < 0) {
                    assertThat(delivered.remove("overflow null")).as("d" + i).isTrue();
                }
            }
            assertThat(delivered).doesNotContain("overflow null").hasSizeGreaterThan(200);
        }
    }

    @Test
    void theFirstRecordIsDropped() throws Exception {
        try (RawSession session = session(1, 4)) {
            session.watch(root, "d");
            Files.createDirectory(root.resolve("a"));
            fence(session);
            assertThat(delivered).containsExactly("overflow null", "fence");
        }
    }

    @Test
    void aWatchWhoseEndWasDroppedStaysActive() throws Exception {
        Path gone = Files.createDirectory(root.resolve("gone"));
        try (RawSession session = session(1, 100)) {
            RawWatch watch = session.watch(gone, "gone");
            Files.delete(gone);
            fence(session);
            assertThat(watch.isActive()).isTrue();
            assertThat(session.watchCount()).isEqualTo(1);
            watch.close();
            watch.close();
            assertThat(watch.isActive()).isFalse();
            assertThat(session.watchCount()).isZero();
        }
    }

    @Test
    void nobodyGetsItWhoHasNotAskedForIt() {
        assertThat(RawBackends.byName("auto").name()).isNotEqualTo("wrapped");
    }
}
