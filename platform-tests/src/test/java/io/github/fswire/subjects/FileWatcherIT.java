package io.github.fswire.subjects;

import io.github.fswire.kit.NoLeaks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our own watcher keeps to every rule. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class FileWatcherIT extends FileWatcherSubject {}
