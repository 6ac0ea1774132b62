package io.github.fswire.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.linux.SimulatedKernel;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only Wine makes necessary: fences cancel every read, and a directory that is empty then is opened again. */
class WineTest implements RawEventHandler, SimulatedKernel.Meanwhile {
    private final SimulatedDisk disk = new SimulatedDisk();
    private final Inode root = Objects.requireNonNull(disk.root());
    private final SimulatedReadDirectory backend = new SimulatedReadDirectory(new SimulatedWindows(disk, true, this));
    private final List<String> delivered = new ArrayList<>();
    private RawSession session;

    @BeforeEach
    void open() throws Exception {
        session = backend.open(this, RawOptions.DEFAULT);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void whatWaitedInABufferIsLostWithTheHandleAndThatIsReported() throws Exception {
        disk.create(root, "f", SimulatedDisk.FILE);
        session.watch(NativeName.of(SimulatedDisk.ROOT), "root");
        session.fence("fence");
        backend.read(); // now it is cancelled
        disk.remove(root, "f");
        read();
        assertThat(delivered).containsExactly("overflow", "fence");
    }

    @Test
    void nothingIsLostWithTheHandleOfWhatWasEmptyBefore() throws Exception {
        session.watch(NativeName.of(SimulatedDisk.ROOT), "root");
        session.fence("fence");
        read();
        assertThat(delivered).containsExactly("fence");
    }

    private void read() {
        while (backend.read()) {
            // as long as there is something
        }
    }

    @Override
    public void onEvent(RawEvent event) {
        delivered.add("event");
    }

    @Override
    public void onOverflow(RawEvent event) {
        delivered.add("overflow");
    }

    @Override
    public void onFence(Object token) {
        delivered.add(token.toString());
    }

    @Override
    public void onFailure(Exception failure) {
        delivered.add(failure.toString());
    }

    @Override
    public int before(SimulatedKernel.Call call, String argument) {
        return 0;
    }

    @Override
    public int portion(int most) {
        return most;
    }
}
