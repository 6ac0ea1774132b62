package io.github.fswire.nio;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.calls.Errno;
import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.linux.SimulatedKernel;
import io.github.fswire.raw.FakeWatch;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A repair on a simulated kernel, any of whose calls may fail. */
class WatchedDirectoryTest {
    private static final long LATER_NANOS = 10_000_000_000L;
    private static final NativeName PATH = NativeName.of(SimulatedDisk.ROOT);

    /** A directory and its key, and one call that fails. */
    private static final class Setting implements SimulatedKernel.Meanwhile, AutoCloseable {
        private final SimulatedDisk disk = new SimulatedDisk();
        private final Lookout lookout = new Lookout(new SimulatedKernel(disk, this)::scanner);
        private final FakeWatch first = new FakeWatch(PATH, null);
        private final DirectoryKey key;
        private final WatchedDirectory watched;
        private SimulatedKernel.@Nullable Call failing;
        private int after;
        private int error;
        private boolean isUninspected; // the directory that did not change

        Setting() throws WatchException {
            for (String name : List.of("gone", "kept", "replaced")) {
                disk.create(root(), name, SimulatedDisk.DIRECTORY);
            }
            disk.create(root(), "written", SimulatedDisk.FILE);
            try (OpenDirectory directory = lookout.open(PATH)) {
                key = new DirectoryKey(
                        cancelled -> {},
                        new SignalledKeys(),
                        Path.of("/root"),
                        directory.identity(),
                        Set.of(ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE),
                        true);
                watched = new WatchedDirectory(key, PATH, directory.identity(), true);
                watched.begin(first, directory);
            }
        }

        private Inode root() {
            return Objects.requireNonNull(disk.root());
        }

        /** Moves the clock on by more than the coarsest granularity of time stamps. */
        private long later() {
            disk.now += LATER_NANOS;
            return disk.now;
        }

        /** What the kernel does not report; returns the time at which it begins. */
        long change() {
            long since = later();
            disk.remove(root(), "gone");
            disk.rename(root(), "replaced", disk.outside, "replaced");
            disk.create(root(), "replaced", SimulatedDisk.DIRECTORY);
            disk.create(root(), "new", SimulatedDisk.FILE);
            disk.write(root(), "written", true);
            return since;
        }

        /** Repairs; returns the events. */
        List<String> repair(long since) {
            assertThat(watched.repair(since, lookout, directory -> new FakeWatch(PATH, null)))
                    .isTrue();
            List<String> events = new ArrayList<>();
            key.pollEvents().forEach(event -> events.add(event.kind() + " " + event.context()));
            return events;
        }

        @Override
        public int before(SimulatedKernel.Call call, String argument) {
            if (call != failing || after-- != 0) {
                return 0;
            }
            isUninspected = call == SimulatedKernel.Call.STATX && argument.endsWith("kept");
            return error;
        }

        @Override
        public int portion(int most) {
            return most;
        }

        @Override
        public void close() {
            lookout.close();
        }
    }

    private static final String[] CHANGES = {
        "ENTRY_DELETE gone",
        "ENTRY_DELETE replaced",
        "ENTRY_CREATE replaced",
        "ENTRY_CREATE new",
        "ENTRY_MODIFY written"
    };

    @Test
    void everyChangeIsFoundOnce() throws WatchException {
        try (Setting setting = new Setting()) {
            long since = setting.change();
            assertThat(setting.repair(since)).containsExactlyInAnyOrder(CHANGES);
            assertThat(setting.repair(setting.later())).isEmpty();
        }
    }

    /**
     * Whatever fails, everything is found, or the consumer is told that it is not; and the directory stays watched. An entry that
     * cannot be inspected may be another one than before.
     */
    @ParameterizedTest
    @EnumSource(names = {"OPENAT", "GETDENTS", "STATX", "FSTATFS", "CLOSE"})
    void aCallThatFailsHidesNothing(SimulatedKernel.Call call) throws WatchException {
        int untold = 0;
        for (int error : call.errors()) {
            for (int after = 0; after < 20; after++) {
                try (Setting setting = new Setting()) {
                    long since = setting.change();
                    setting.failing = call;
                    setting.after = after;
                    setting.error = error;
                    List<String> events = setting.repair(since);
                    if (events.contains(OVERFLOW + " null")) {
                        untold++;
                    } else {
                        assertThat(events).contains(CHANGES);
                        events.removeAll(List.of(CHANGES));
                        assertThat(events).allMatch(event -> setting.isUninspected && event.endsWith(" kept"));
                    }
                    assertThat(setting.watched.isActive()).isTrue();
                }
            }
        }
        boolean harmless = call == SimulatedKernel.Call.CLOSE || call == SimulatedKernel.Call.FSTATFS;
        assertThat(untold > 0).isEqualTo(!harmless);
    }

    /** Its end may have been dropped, and another directory may have its number. */
    @Test
    void theKernelsWatchIsRenewed() throws WatchException {
        try (Setting setting = new Setting()) {
            FakeWatch renewed = new FakeWatch(PATH, null);
            assertThat(setting.watched.repair(setting.later(), setting.lookout, directory -> renewed))
                    .isTrue();
            assertThat(renewed.isActive()).isTrue();
            assertThat(setting.first.isActive()).isFalse();
            setting.watched.end();
            assertThat(renewed.isActive()).isFalse();
        }
    }

    @Test
    void aDirectoryThatIsGoneIsWatchedNoMore() throws WatchException {
        try (Setting setting = new Setting()) {
            setting.failing = SimulatedKernel.Call.OPENAT;
            setting.error = Errno.ENOENT;
            assertThat(setting.watched.repair(
                            setting.disk.now, setting.lookout, directory -> new FakeWatch(PATH, null)))
                    .isFalse();
            assertThat(setting.watched.isActive()).isFalse();
        }
    }
}
