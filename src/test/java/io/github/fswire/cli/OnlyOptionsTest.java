package io.github.fswire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.watch.Change;
import io.github.fswire.watch.ListenerOptions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OnlyOptionsTest {
    private static ListenerOptions parsed(String... arguments) {
        OnlyOptions only = new OnlyOptions();
        CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();
        spec.addMixin("only", CommandLine.Model.CommandSpec.forAnnotatedObject(only));
        new CommandLine(spec).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return only.options();
    }

    @Test
    void withoutItEverythingIsReported() {
        ListenerOptions all = parsed();
        assertThat(all.types()).containsExactly(Change.Type.values());
        assertThat(all.kinds()).containsExactly(Change.Kind.values());
        assertThat(all.aspects()).containsExactly(Change.Aspect.values());
    }

    @Test
    void whatIsNotNamedOfOneSortIsNotReported() {
        ListenerOptions some = parsed("--only=file,symlink", "--only", "created,Deleted");
        assertThat(some.types()).containsExactly(Change.Type.FILE, Change.Type.SYMLINK);
        assertThat(some.kinds()).containsExactly(Change.Kind.CREATED, Change.Kind.DELETED);
        assertThat(some.aspects()).containsExactly(Change.Aspect.values());
        assertThat(parsed("--only=content").aspects()).containsExactly(Change.Aspect.CONTENT);
    }

    @Test
    void everyTypeKindAndAspectHasAName() {
        List<String> names = Stream.of(Change.Type.values(), Change.Kind.values(), Change.Aspect.values())
                .flatMap(Arrays::stream)
                .map(Enum::name)
                .toList();
        assertThat(OnlyOptions.Which.values()).extracting(Enum::name).containsExactlyElementsOf(names);
    }
}
