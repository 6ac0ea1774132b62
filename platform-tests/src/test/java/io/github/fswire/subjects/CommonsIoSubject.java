package io.github.fswire.subjects;

import io.github.fswire.conformance.Abilities;
import io.github.fswire.conformance.Ability;
import io.github.fswire.conformance.Announcements;
import io.github.fswire.conformance.Announcements.Kind;
import io.github.fswire.conformance.WatcherConformance;
import java.io.File;
import java.nio.file.Path;
import org.apache.commons.io.monitor.FileAlterationListenerAdaptor;
import org.apache.commons.io.monitor.FileAlterationMonitor;
import org.apache.commons.io.monitor.FileAlterationObserver;

/** {@code FileAlterationMonitor} of commons-io. */
class CommonsIoSubject extends WatcherConformance {
    private static final long INTERVAL_MILLIS = 10;

    @Override
    protected AutoCloseable start(Path root, Announcements announcements) throws Exception {
        FileAlterationObserver observer =
                FileAlterationObserver.builder().setPath(root).get();
        observer.addListener(new Listener(announcements));
        FileAlterationMonitor monitor = new FileAlterationMonitor(INTERVAL_MILLIS, observer);
        monitor.start();
        return monitor::stop;
    }

    @Override
    protected Abilities abilities() {
        return Abilities.all()
                .without(Ability.FENCE, "it has none")
                .without(Ability.RENAME_PAIRS, "it announces two paths")
                .without(Ability.HARD_LINKS, "milliseconds do not show every change of another name")
                .without(Ability.SYMLINKS, "it follows them")
                .without(Ability.RAW_NAMES, "java.io.File has text only")
                .without(Ability.SOCKETS, "to it they are files");
    }

    private static final class Listener extends FileAlterationListenerAdaptor {
        private final Announcements announcements;

        private Listener(Announcements announcements) {
            this.announcements = announcements;
        }

        @Override
        public void onDirectoryCreate(File directory) {
            announcements.announce(directory.toPath(), Kind.CREATED);
        }

        @Override
        public void onDirectoryDelete(File directory) {
            announcements.announce(directory.toPath(), Kind.DELETED);
        }

        @Override
        public void onFileChange(File file) {
            announcements.announce(file.toPath(), Kind.MODIFIED);
        }

        @Override
        public void onFileCreate(File file) {
            announcements.announce(file.toPath(), Kind.CREATED);
        }

        @Override
        public void onFileDelete(File file) {
            announcements.announce(file.toPath(), Kind.DELETED);
        }
    }
}
