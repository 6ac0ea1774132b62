import io.github.fswire.engine.EngineProvider;
import io.github.fswire.linux.InotifyBackend;
import io.github.fswire.macos.FsEventsBackend;
import io.github.fswire.polling.PollingBackend;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.watch.WatcherProvider;
import io.github.fswire.windows.ReadDirectoryBackend;

/** Native file watching: raw kernel records, and a watcher built on them. */
module io.github.fswire {
    requires static com.sun.jna;
    requires static java.management;
    requires static jdk.jfr;
    requires static org.jnrproject.posix;
    requires static org.jspecify;

    exports io.github.fswire;
    exports io.github.fswire.nio;
    exports io.github.fswire.raw;
    exports io.github.fswire.watch;

    uses RawBackend;
    uses WatcherProvider;

    provides RawBackend with
            FsEventsBackend,
            InotifyBackend,
            ReadDirectoryBackend,
            PollingBackend;
    provides WatcherProvider with
            EngineProvider;
}
