package io.github.fswire.calls;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The memory of one simulated process: the upper half of an address says which block it is in, the lower half where. */
public final class SimulatedMemory {
    private static final int BLOCK_BITS = 32;

    private final ByteOrder order;
    private final List<ByteBuffer> blocks = new ArrayList<>();
    private int live;

    /** No memory yet; its numbers will be read and written in that order. */
    public SimulatedMemory(ByteOrder order) {
        this.order = order;
    }

    /** Makes a block. */
    public NativeMemory allocate(int bytes) {
        live++;
        long address = (long) (blocks.size() + 1) << BLOCK_BITS;
        NativeMemory memory = PretendMemory.allocate(address, bytes, () -> live--);
        blocks.add(memory.buffer().duplicate().order(order));
        return memory;
    }

    /** How many blocks have not been released. */
    public int live() {
        return live;
    }

    /** The block of an address, in which the address is the position {@code (int) address}. */
    public ByteBuffer block(long address) {
        return blocks.get((int) (address >>> BLOCK_BITS) - 1);
    }

    /** So many bytes as text. */
    public String text(long address, int length, Charset charset) {
        byte[] bytes = new byte[length];
        block(address).get((int) address, bytes);
        return new String(bytes, charset);
    }

    /** The bytes up to the first NUL as text, a character each. */
    public String bytes(long address) {
        int length = 0;
        while (block(address).get((int) address + length) != 0) {
            length++;
        }
        return text(address, length, StandardCharsets.ISO_8859_1);
    }

    /** The UTF-16 units up to the first NUL as text. */
    public String units(long address) {
        int length = 0;
        while (block(address).getChar((int) address + length) != 0) {
            length += Character.BYTES;
        }
        return text(address, length, StandardCharsets.UTF_16LE);
    }
}
