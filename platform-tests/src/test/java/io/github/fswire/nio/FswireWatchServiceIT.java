package io.github.fswire.nio;

import io.github.fswire.conformance.Abilities;
import io.github.fswire.conformance.Rule;
import io.github.fswire.conformance.WatchServiceConformance;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our service keeps to every rule, on every backend. */
@Tag("contract")
@ExtendWith(NoLeaks.class)
class FswireWatchServiceIT extends WatchServiceConformance {
    @Override
    protected Abilities abilities() {
        return Lane.WINE
                ? Abilities.all().without(Rule.K15, "Wine does not open what a symbolic link of Windows leads to")
                : Abilities.all();
    }

    @Override
    protected WatchService open() throws IOException {
        return FswireWatchService.open();
    }

    @Override
    protected WatchKey register(
            WatchService service, Path directory, WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers)
            throws IOException {
        return FswireWatchService.register(directory, service, kinds, modifiers);
    }
}
