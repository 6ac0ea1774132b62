package io.github.fswire.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What waits for a listener, and when a fence behind it passes. */
class BacklogTest {
    private final Backlog backlog = new Backlog(2, EnumSet.allOf(Change.Kind.class));
    private final List<String> events = new ArrayList<>();

    private static Change created(String name) {
        return Change.builder(Change.Kind.CREATED, NativeName.of("/r/" + name)).build();
    }

    private void add(String... names) {
        backlog.add(List.of(names).stream().map(BacklogTest::created).toList(), backlog.isMerging());
    }

    private Backlog.Item take() {
        return Objects.requireNonNull(backlog.take(true));
    }

    private List<String> names(Backlog.Item item) {
        return item.changes().stream()
                .map(change -> change.nativePath().last().toString())
                .toList();
    }

    @Test
    void beyondTheBoundChangesAreMerged() {
        add("a", "b");
        assertThat(backlog.isMerging()).isTrue();
        add("d");
        add("c");
        assertThat(backlog.size()).isEqualTo(4);
        assertThat(names(take())).containsExactly("a", "b");
        assertThat(names(take())).containsExactly("c", "d");
        assertThat(backlog.isMerging()).isFalse();
        assertThat(backlog.size()).isZero();
    }

    @Test
    void whatWasCollectedBeforeMergingBeganIsNotMerged() {
        add("a", "b");
        backlog.add(List.of(created("c")), false);
        assertThat(names(take())).containsExactly("a", "b");
        assertThat(names(take())).containsExactly("c");
    }

    @Test
    void G5_aNoticeBehindMergedChangesPassesNoFence() {
        add("a", "b");
        add("c");
        backlog.add(() -> events.add("notice"), false);
        backlog.whenDelivered(() -> events.add("fence"));
        Backlog.Item first = take();
        backlog.delivered(first.number());
        assertThat(events).isEmpty();
        Backlog.Item merged = take();
        assertThat(names(merged)).containsExactly("c");
        assertThat(backlog.isIdle()).isFalse();
        backlog.delivered(merged.number());
        assertThat(events).containsExactly("fence");
        assertThat(backlog.isIdle()).isTrue();
        Objects.requireNonNull(take().notice()).run();
        assertThat(events).containsExactly("fence", "notice");
    }

    @Test
    void noticesAreBoundedButForThoseThatMustCome() {
        for (int i = 0; i < 2000; i++) {
            backlog.add(() -> events.add("notice"), false);
        }
        backlog.add(() -> events.add("end"), true);
        backlog.end();
        for (Backlog.Item item = backlog.take(true); item != null; item = backlog.take(true)) {
            Objects.requireNonNull(item.notice()).run();
        }
        assertThat(events).hasSize(1001).endsWith("end");
        assertThat(backlog.add(() -> {}, true)).as("nobody takes it any more").isFalse();
    }

    @Test
    void whoeverWaitsIsReleasedAtTheEnd() {
        add("a");
        backlog.whenDelivered(() -> events.add("fence"));
        backlog.stop();
        assertThat(events).containsExactly("fence");
        assertThat(backlog.take(true)).isNull();
        assertThat(backlog.pause(Long.MAX_VALUE)).isFalse();
    }
}
