package io.github.fswire.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import io.github.fswire.scan.Scanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Looks at a {@link FakeDisk}; between any two looks something may happen to the disk. */
final class FakeScanner implements Scanner {
    final FakeDisk disk;
    private final Runnable meanwhile;
    private final Map<Integer, FakeDisk.Inode> handles = new HashMap<>();
    private final Set<Integer> listed = new HashSet<>();
    private final EntryStat stat = new EntryStat();
    private int lastHandle;

    FakeScanner(FakeDisk disk, Runnable meanwhile) {
        this.disk = disk;
        this.meanwhile = meanwhile;
    }

    FakeDisk.Inode inode(int handle) {
        return Objects.requireNonNull(handles.get(handle), "not open");
    }

    int openHandles() {
        return handles.size();
    }

    private int opened(FakeDisk.Inode inode) {
        handles.put(++lastHandle, inode);
        return lastHandle;
    }

    @Override
    public int openRoot(NativeName path) {
        meanwhile.run();
        return opened(disk.root);
    }

    @Override
    public int open(int directory, byte[] name, int length) {
        meanwhile.run();
        FakeDisk.Inode child = inode(directory).children.get(new String(name, 0, length, UTF_8));
        if (child == null) {
            return GONE;
        }
        return child.isDirectory() ? opened(child) : NOT_A_DIRECTORY;
    }

    @Override
    public void close(int directory) {
        if (handles.remove(directory) == null) {
            throw new IllegalStateException("handle " + directory + " is not open");
        }
    }

    @Override
    public int list(int directory, ListingSink sink) {
        FakeDisk.Inode inode = inode(directory);
        meanwhile.run();
        if (!listed.add(directory)) {
            return 0; // as getdents64 on a descriptor that was read to its end
        }
        List<String> names = new ArrayList<>(inode.children.keySet());
        for (String name : names) {
            byte[] bytes = name.getBytes(UTF_8);
            if (sink.wants(bytes, bytes.length)) {
                meanwhile.run();
                FakeDisk.Inode child = inode.children.get(name);
                if (child != null) {
                    child.fill(stat);
                    child.unseenNames.remove(inode.number + name);
                    sink.entry(bytes, bytes.length, stat);
                }
            }
        }
        return inode.links == 0 ? GONE : 0;
    }

    @Override
    public int look(int directory, byte[] name, int length, EntryStat result) {
        meanwhile.run();
        FakeDisk.Inode child = inode(directory).children.get(new String(name, 0, length, UTF_8));
        if (child == null) {
            return GONE;
        }
        child.fill(result);
        child.unseenNames.remove(inode(directory).number + new String(name, 0, length, UTF_8));
        return 0;
    }

    @Override
    public int lookAtSelf(int directory, EntryStat result) {
        meanwhile.run();
        inode(directory).fill(result);
        return 0;
    }

    @Override
    public NativeName watchPath(int directory, NativeName path) {
        meanwhile.run();
        return NativeName.of(String.valueOf(directory));
    }

    @Override
    public long timestampGranularityNanos(int directory) {
        return 0;
    }

    @Override
    public WatchException failure(NativeName path) {
        return new WatchException(path.toString(), "fake", 1, "EFAKE", "A fake.");
    }

    @Override
    public void close() {
        handles.clear();
    }
}
