package io.github.fswire.cli;

import io.github.fswire.RawBackends;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.WatchException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fswire raw}: the kernel's records as they come. */
@Command(
        name = "raw",
        description = "Prints the kernel's own records for directories (not for what is below them) until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class Raw implements Callable<Integer> {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, inotify, or another one that is installed; default ${DEFAULT-VALUE}.")
    private String backend;

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Directories to watch.")
    private List<String> directories;

    @Override
    public Integer call() throws WatchException, InterruptedException {
        Stdout out = new Stdout();
        RawBackend chosen = RawBackends.byName(backend);
        RawSession session = chosen.open(new Printer(out), RawOptions.DEFAULT);
        try {
            for (String directory : directories) {
                session.watch(Arguments.path(directory), null);
            }
        } catch (WatchException e) {
            session.close();
            throw e;
        }
        Ending.onSignal(session::close);
        Ending.printing(() -> {
            out.line(HumanOutput.now() + " # " + session.watchCount() + " directories, " + chosen.name() + ", "
                    + session.binding() + ". Ctrl-C ends.");
            out.flush();
        });
        new CountDownLatch(1).await(); // a signal ends the process
        return 0;
    }

    private record Printer(Stdout out) implements RawEventHandler {
        private void print(String text) {
            Ending.printing(() -> out.line(HumanOutput.now() + " " + Text.printable(text)));
        }

        @Override
        public void onEvent(RawEvent event) {
            RawWatch watch = event.watch();
            NativeName directory = watch == null ? NativeName.of("") : watch.path();
            String ended = RawKind.WATCH_ENDED.in(event.kinds()) ? " (watch ended)" : "";
            print(directory + ": " + event + ended);
        }

        @Override
        public void onOverflow(RawEvent event) {
            print("overflow: the kernel dropped records: " + event);
        }

        @Override
        public void onBatchEnd() {
            Ending.printing(out::flush);
        }

        @Override
        public void onFailure(Exception failure) {
            print("failure: " + failure.getMessage());
            Ending.printing(out::flush);
        }
    }
}
