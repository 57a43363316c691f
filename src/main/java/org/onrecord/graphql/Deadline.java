package org.onrecord.graphql;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Until when SQL may run for an operation. Statements that still run then are cancelled in the database, and none is started any more.
 */
final class Deadline {

    private static final Logger LOG = Logger.getLogger(Deadline.class);

    private final long nanos;
    private final long start = System.nanoTime();
    private final Set<Statement> running = ConcurrentHashMap.newKeySet();
    private volatile boolean passed;

    /** @param threads where statements are cancelled, which takes a connection of its own */
    Deadline(Duration time, Executor threads) {
        this.nanos = time.toNanos();
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, threads).execute(this::pass);
    }

    /** The time that is left, not below 0. */
    long nanosLeft() {
        return Math.max(0, nanos - (System.nanoTime() - start));
    }

    /**
     * Notes that a statement is about to run; {@link #ended} must follow.
     *
     * @throws TimeIsUp where it is too late for it
     */
    void started(Statement statement) throws TimeIsUp {
        running.add(statement);
        if (passed) {
            running.remove(statement);
            throw new TimeIsUp();
        }
    }

    void ended(Statement statement) {
        running.remove(statement);
    }

    private void pass() {
        passed = true;
        for (Statement statement : running) {
            try {
                statement.cancel();
            } catch (SQLException fault) {
                LOG.warnf("A statement could not be cancelled: %s", fault.getMessage());
            }
        }
    }

    /** Answering took too long. */
    static final class TimeIsUp extends Exception {
        private static final long serialVersionUID = 1;

        TimeIsUp() {
            super("Time is up", null, false, false);
        }
    }
}
