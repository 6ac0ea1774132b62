package io.github.fswire.linux;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A read buffer made by hand, the watches 1 to 9, and a handler that writes down what is delivered. */
final class Records implements RawEventHandler, InotifyDecoder.Watches {
    final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.nativeOrder());
    final WatchTable table = new WatchTable();
    final List<String> delivered = new ArrayList<>();
    final List<Exception> failures = new ArrayList<>();
    Consumer<RawEvent> onEvent = event -> {};
    int length;
    boolean open = true;

    @SuppressWarnings("NullAway") // the session is asked only when a watch is closed
    Records() {
        for (int wd = 1; wd <= 9; wd++) {
            table.add(new InotifyWatch(null, NativeName.of("/w" + wd), "w" + wd, wd));
        }
    }

    Records add(int wd, int mask, int cookie, String name) {
        int padded = name.isEmpty() ? 0 : (name.length() / 16 + 1) * 16;
        buffer.putInt(length, wd)
                .putInt(length + 4, mask)
                .putInt(length + 8, cookie)
                .putInt(length + 12, padded);
        for (int i = 0; i < padded; i++) {
            buffer.put(length + 16 + i, i < name.length() ? (byte) name.charAt(i) : 0);
        }
        length += 16 + padded;
        return this;
    }

    List<String> decode() {
        new InotifyDecoder(buffer, this, this).decode(length);
        return delivered;
    }

    @Override
    public void onEvent(RawEvent event) {
        delivered.add(event.attachment() + " " + event);
        onEvent.accept(event);
    }

    @Override
    public void onOverflow(RawEvent event) {
        delivered.add("overflow " + event);
    }

    @Override
    public void onFailure(Exception failure) {
        failures.add(failure);
    }

    @Override
    public @Nullable InotifyWatch find(int wd) {
        return wd < 0 ? null : table.get(wd);
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public @Nullable InotifyWatch end(int wd) {
        return wd < 0 ? null : table.end(wd);
    }
}
