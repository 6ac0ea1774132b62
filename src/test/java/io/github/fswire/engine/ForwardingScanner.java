package io.github.fswire.engine;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import io.github.fswire.scan.Scanner;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Does what another scanner does. */
abstract class ForwardingScanner implements Scanner {
    final Scanner scanner;

    ForwardingScanner(Scanner scanner) {
        this.scanner = scanner;
    }

    @Override
    public int openRoot(NativeName path) {
        return scanner.openRoot(path);
    }

    @Override
    public int open(int directory, byte[] name, int length) {
        return scanner.open(directory, name, length);
    }

    @Override
    public int openPath(NativeName path) {
        return scanner.openPath(path);
    }

    @Override
    public void close(int directory) {
        scanner.close(directory);
    }

    @Override
    public int list(int directory, ListingSink sink) {
        return scanner.list(directory, sink);
    }

    @Override
    public int inspect(int directory, byte[] name, int length, EntryStat stat) {
        return scanner.inspect(directory, name, length, stat);
    }

    @Override
    public int inspectSelf(int directory, EntryStat stat) {
        return scanner.inspectSelf(directory, stat);
    }

    @Override
    public int contentHash(int directory, byte[] name, int length, BooleanSupplier over) {
        return scanner.contentHash(directory, name, length, over);
    }

    @Override
    public int read(int directory, byte[] name, int length, byte[] target) {
        return scanner.read(directory, name, length, target);
    }

    @Override
    public NativeName watchPath(int directory, Supplier<NativeName> path) {
        return scanner.watchPath(directory, path);
    }

    @Override
    public boolean watchesByPath() {
        return scanner.watchesByPath();
    }

    @Override
    public long timestampGranularityNanos(int directory) {
        return scanner.timestampGranularityNanos(directory);
    }

    @Override
    public @Nullable String madeUp(int directory) {
        return scanner.madeUp(directory);
    }

    @Override
    public WatchException failure(NativeName path) {
        return scanner.failure(path);
    }

    @Override
    public boolean hasFailedAs(WatchException known) {
        return scanner.hasFailedAs(known);
    }

    @Override
    public void close() {
        scanner.close();
    }
}
