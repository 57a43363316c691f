package org.onrecord;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what comes in its own time, and not for ever. */
public final class Wait {

    /** Far longer than anything takes that is waited for. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Wait() {}

    /** Returns once a condition holds; fails where it does not in half a minute. */
    public static void until(String what, Callable<Boolean> condition) {
        long start = System.nanoTime();
        try {
            while (!condition.call()) {
                if (System.nanoTime() - start > LONGEST.toNanos()) {
                    throw new AssertionError("not within " + LONGEST.toSeconds() + " seconds: " + what);
                }
                Thread.sleep(20);
            }
        } catch (Exception fault) {
            throw new AssertionError(what, fault);
        }
    }
}
