package io.github.fswire.linux;

import io.github.fswire.calls.Errno;
import io.github.fswire.calls.Fcntl;
import io.github.fswire.calls.LinuxCalls;
import io.github.fswire.scan.EntryStat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The types of the file systems in which a scanner's open directories are: fstatfs(2), asked once for each device while the same
 * root is open. Device numbers are given again after an unmount, so {@link #forget} is called when a root is opened, or the first
 * directory.
 *
 * <p>Belongs to the scanner's thread.
 */
final class FileSystems {
    /** Type of a file system that cannot be asked. */
    static final int UNKNOWN = -1;

    private static final int OPEN_FLAGS =
            Fcntl.O_PATH | Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC; // opening must not mount

    private final LinuxCalls calls;
    private final ByteBuffer buffer;
    private final long address;
    private final Map<Long, Integer> types = new HashMap<>(); // by device
    private boolean recent; // the type of a device that was asked for last, without a number object for each entry
    private long recentDevice;
    private int recentType;
    private boolean[] overlay = new boolean[64]; // by descriptor
    private long[] devices = new long[64]; // by descriptor

    /** Lets the kernel write a {@code struct statfs} to {@code address}, where {@code buffer} begins. */
    FileSystems(LinuxCalls calls, ByteBuffer buffer, long address) {
        this.calls = calls;
        this.buffer = buffer;
        this.address = address;
    }

    /** The remembered results may not be true any more. */
    void forget() {
        types.clear();
        recent = false;
    }

    /** A descriptor was opened. */
    void opened(int directory) {
        if (directory >= overlay.length) {
            overlay = Arrays.copyOf(overlay, directory * 2);
            devices = Arrays.copyOf(devices, directory * 2);
        }
        overlay[directory] = false;
        devices[directory] = 0;
    }

    /** The low 32 bits of {@code f_type} of an open directory on a device, or {@link #UNKNOWN}. */
    int type(int directory, long device) {
        if (isKnown(device)) {
            return recentType;
        }
        int result;
        do {
            result = calls.fstatfs(directory, address);
        } while (result == -Errno.EINTR);
        if (result < 0) {
            return UNKNOWN;
        }
        int type = (int) buffer.getLong(0); // f_type is the first field
        types.put(device, type);
        return type;
    }

    private boolean isKnown(long device) {
        if (!recent || device != recentDevice) {
            Integer type = types.get(device);
            if (type == null) {
                return false;
            }
            recent = true;
            recentDevice = device;
            recentType = type;
        }
        return true;
    }

    /** The file system of an open directory that was inspected; one that cannot be asked is not known. */
    MountKind kind(int directory) {
        return MountKind.of(type(directory, devices[directory]));
    }

    /** An open directory itself was inspected. */
    void inspected(int directory, EntryStat stat) {
        devices[directory] = stat.device;
        overlay[directory] = type(directory, stat.device) == MountKind.OVERLAY;
        stat.birthChanges = overlay[directory];
    }

    /** An entry of an open directory was inspected; its name is at {@code name} for C. */
    void inspected(int directory, long name, EntryStat stat) {
        if (stat.type != EntryStat.DIRECTORY) {
            stat.birthChanges = overlay[directory]; // files of overlayfs may have their layer's device number
        } else {
            stat.birthChanges = isOverlay(directory, name, stat.device);
        }
    }

    private boolean isOverlay(int directory, long name, long device) {
        if (isKnown(device)) {
            return recentType == MountKind.OVERLAY;
        }
        int handle;
        do {
            handle = calls.openat(directory, name, OPEN_FLAGS);
        } while (handle == -Errno.EINTR);
        if (handle < 0) {
            return false; // then nothing below it is seen either
        }
        int type = type(handle, device);
        calls.close(handle);
        return type == MountKind.OVERLAY;
    }
}
