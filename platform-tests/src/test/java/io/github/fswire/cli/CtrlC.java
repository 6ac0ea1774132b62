package io.github.fswire.cli;

import com.sun.jna.NativeLibrary;
import org.jspecify.annotations.Nullable;

/**
 * Presses Ctrl-C in the console of another process of Windows, unless others would hear it too. A process of its own, since it
 * gives up its console for that one and must not hear the signal itself.
 */
final class CtrlC {
    static final String DONE = "pressed";
    static final String SHARED = "others share the console: they would end with it";

    private static final int CTRL_C_EVENT = 0;
    private static final int ALL_OF_THE_CONSOLE = 0;
    private static final int BOTH = 2; // of us

    private CtrlC() {}

    public static void main(String[] args) {
        call("FreeConsole"); // fails if there is none
        require(call("AttachConsole", Integer.parseInt(args[0])), "AttachConsole");
        if (call("GetConsoleProcessList", new int[BOTH], BOTH) > BOTH) { // a build's, for example
            System.out.println(SHARED);
            return;
        }
        require(call("SetConsoleCtrlHandler", null, 1), "SetConsoleCtrlHandler"); // NULL and TRUE: ignore it
        require(call("GenerateConsoleCtrlEvent", CTRL_C_EVENT, ALL_OF_THE_CONSOLE), "GenerateConsoleCtrlEvent");
        System.out.println(DONE);
    }

    private static int call(String function, @Nullable Object... arguments) {
        return NativeLibrary.getInstance("kernel32").getFunction(function).invokeInt(arguments);
    }

    private static void require(int success, String function) {
        if (success == 0) {
            throw new IllegalStateException(function + " has failed");
        }
    }
}
