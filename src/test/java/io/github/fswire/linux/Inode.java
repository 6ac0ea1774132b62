package io.github.fswire.linux;

import io.github.fswire.linux.SimulatedQueue.Watch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A file, directory or link of a {@link SimulatedDisk}. */
public final class Inode {
    private static final int READ = 0400;
    private static final int SEARCH = 0100;

    final int type;
    final int salt;
    final Map<String, Inode> children = new TreeMap<>();
    final List<Watch> watches = new ArrayList<>();
    long number;
    long birth;
    long size;
    long modified;
    long changed;
    long version; // of the content
    int permissions = SimulatedDisk.OPEN;
    int links;
    int handles; // open descriptors
    boolean isQueried; // its times were since they changed
    final Map<String, Boolean> unseenNames = new HashMap<>(); // whether they must be inspected before one is taken away

    Inode(int type, int salt) {
        this.type = type;
        this.salt = salt;
    }

    /** Whether it is a directory. */
    public boolean isDirectory() {
        return type == SimulatedDisk.DIRECTORY;
    }

    /** Whether it is a file. */
    public boolean isFile() {
        return type == SimulatedDisk.FILE;
    }

    /** What it contains by name. */
    public Map<String, Inode> children() {
        return children;
    }

    /** Names that others see; 0 when it is gone. */
    public int links() {
        return links;
    }

    /** One of {@link SimulatedDisk#FILE}, {@link SimulatedDisk#DIRECTORY}, {@link SimulatedDisk#LINK}. */
    public int type() {
        return type;
    }

    /** Inode number. */
    public long number() {
        return number;
    }

    /** When it was made, nanoseconds since the epoch; as the next two. */
    public long birth() {
        return birth;
    }

    /** When its content changed last. */
    public long modified() {
        return modified;
    }

    /** When anything of it changed last. */
    public long changed() {
        return changed;
    }

    /** Bytes. */
    public long size() {
        return size;
    }

    /** Whether it can be opened. */
    public boolean isAccessible() {
        return isReadable() && isSearchable();
    }

    /** Whether nobody has forbidden anything. */
    public boolean isOpen() {
        return permissions == SimulatedDisk.OPEN;
    }

    /** Another number for each content that it had. */
    public long version() {
        return version;
    }

    /** What distinguishes it from others that were there at other times, as far as one can see. */
    public long identity() {
        return number * 31 + birth;
    }

    /** As a mirror shows it. */
    public String describe() {
        return describe(type, size, modified);
    }

    /** As a mirror shows it. */
    public static String describe(int type, long size, long modified) {
        return type == SimulatedDisk.DIRECTORY
                ? "directory"
                : Integer.toHexString(type) + " " + size + " bytes of " + modified;
    }

    @Override
    public String toString() {
        return "#" + number + "/";
    }

    boolean isReadable() {
        return (permissions & READ) != 0;
    }

    boolean isSearchable() {
        return (permissions & SEARCH) != 0;
    }

    /** Where an entry is in the order of listing. */
    public long position(String name) {
        return 2 + Integer.toUnsignedLong((name.hashCode() ^ salt) * 0x9E3779B9);
    }

    /** Whether nobody has forbidden anything on the way from this directory to another. */
    boolean isOpenDownTo(Inode below) {
        return permissions == SimulatedDisk.OPEN
                && (this == below || children.values().stream().anyMatch(child -> child.isOpenDownTo(below)));
    }

    /** A new hard link that is changed and removed or moved away before it is inspected leaves no trace: that is not done. */
    boolean isKnown() {
        return (links == 1 || !unseenNames.containsValue(true))
                && children.values().stream().allMatch(Inode::isKnown);
    }

    /** Whether another one is this one or below it. */
    boolean contains(Inode below) {
        return this == below || children.values().stream().anyMatch(child -> child.contains(below));
    }
}
