package io.sluice.it.harness;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Prints what the processes said last when a test failed. */
public final class LogsOnFailure implements TestWatcher {

    private static final int LINES = 25;

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        System.out.println("FAILED " + context.getRequiredTestClass().getSimpleName() + '.' + context.getDisplayName()
                + "\n" + ServiceProcess.logs(LINES));
    }
}
