package io.github.fswire.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.raw.AccessRefusedException;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.WatchException;
import io.github.fswire.raw.WatchLimitException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.TreeIndex;
import io.github.fswire.watch.DegradedNotice;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What degraded directories cost and how they are described. */
class WatchRegistryTest {
    private static final int DIRECTORIES = 1000;

    private final TreeIndex index = new TreeIndex();
    private final int root = index.addRoot(NativeName.of("/r"));
    private final List<Integer> directories = new ArrayList<>();
    private final WatchRegistry keeper = new WatchRegistry(index, path -> WatchRegistry.Verdict.TRUSTED);
    private String symbol = "EACCES";
    private int described;

    /** Fails and counts how often it has to describe that. */
    private final Scanner scanner = (Scanner) Proxy.newProxyInstance(
            Scanner.class.getClassLoader(),
            new Class<?>[] {Scanner.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "failure" -> {
                    described++;
                    yield new AccessRefusedException(arguments[0].toString(), "openat", 1, symbol, "advice");
                }
                case "hasFailedAs" -> ((WatchException) arguments[0]).symbol().equals(symbol);
                default -> throw new UnsupportedOperationException(method.getName());
            });

    WatchRegistryTest() {
        Difference difference = new Difference(index, node -> true);
        difference.baseline(true);
        difference.beginListing(root);
        EntryStat stat = new EntryStat();
        stat.setTypeOnly(EntryStat.DIRECTORY);
        for (int i = 0; i < DIRECTORIES; i++) {
            byte[] name = ("d" + i).getBytes(StandardCharsets.UTF_8);
            directories.add(difference.found(name, name.length, stat, false, Causes.INITIAL));
        }
        difference.end(true, Causes.INITIAL);
    }

    private List<DegradedNotice> notices() {
        List<DegradedNotice> notices = new ArrayList<>();
        for (DegradedNotice notice = keeper.nextNotice(); notice != null; notice = keeper.nextNotice()) {
            notices.add(notice);
        }
        return notices;
    }

    @Test
    void aReasonIsDescribedAndReportedOnceForAnyNumberOfDirectoriesAndCycles() {
        for (int pass = 0; pass < 3; pass++) {
            directories.forEach(directory -> keeper.degrade(directory, scanner, PendingPlaces.LISTING));
            assertThat(notices()).hasSize(pass == 0 ? 1 : 0);
        }
        assertThat(described).isEqualTo(1);
        assertThat(keeper.degraded()).isEqualTo(DIRECTORIES);
    }

    @Test
    void anotherReasonIsReportedWithTheDirectoryThatHasIt() {
        directories.forEach(directory -> keeper.degrade(directory, scanner, PendingPlaces.LISTING));
        notices();
        symbol = "EIO";
        keeper.degrade(directories.get(7), scanner, PendingPlaces.LISTING);

        assertThat(notices()).singleElement().satisfies(notice -> {
            assertThat(notice.first()).isEqualTo(NativeName.of("/r/d7"));
            assertThat(notice.reason().symbol()).isEqualTo("EIO");
            assertThat(notice.reason().getFile()).isEqualTo("/r/d7");
        });
    }

    @Test
    void aReasonIsReportedAgainAfterEverythingHasRecovered() {
        keeper.degrade(directories.get(0), scanner, PendingPlaces.LISTING);
        assertThat(notices()).hasSize(1);
        keeper.listed(directories.get(0), false, true);
        assertThat(keeper.degraded()).isZero();
        keeper.degrade(directories.get(1), scanner, PendingPlaces.LISTING);

        assertThat(notices()).singleElement().satisfies(notice -> assertThat(notice.first())
                .isEqualTo(NativeName.of("/r/d1")));
    }

    @Test
    void aNoticeNamesTheDirectoryAndNotTheDescriptorThroughWhichItWasWatched() {
        RawSession full = (RawSession) Proxy.newProxyInstance(
                RawSession.class.getClassLoader(), new Class<?>[] {RawSession.class}, (proxy, method, arguments) -> {
                    throw new WatchLimitException(
                            arguments[0].toString(), "inotify_add_watch", 28, "ENOSPC", "raise it");
                });
        keeper.use(full, null, Coverage.DIRECTORY);
        keeper.ensure(directories.get(3), () -> NativeName.of("/proc/self/fd/9/."));

        assertThat(notices()).singleElement().satisfies(notice -> {
            assertThat(notice.first()).isEqualTo(NativeName.of("/r/d3"));
            assertThat(notice.reason())
                    .isInstanceOf(WatchLimitException.class)
                    .hasMessage("/r/d3: inotify_add_watch: ENOSPC (28). raise it");
        });
    }
}
