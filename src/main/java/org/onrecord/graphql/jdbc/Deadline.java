package org.onrecord.graphql.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.onrecord.graphql.fault.Fault;

/**
 * Until when SQL may run for an operation. Statements that still run then are cancelled in the database, and none is
 * started any more.
 */
public final class Deadline {

    private static final FaultLog FAULTS = new FaultLog(Deadline.class);

    private final Set<Statement> running = ConcurrentHashMap.newKeySet();
    private final long end;
    private final CompletableFuture<Boolean> isPassing = new CompletableFuture<>();
    private final long graceMillis;
    private volatile boolean passed;

    /**
     * @param start when the time begins, as {@link System#nanoTime} tells it
     * @param executionTime how long answering may take
     * @param threads where statements are cancelled, which takes a connection of its own
     */
    @SuppressWarnings("FutureReturnValueIgnored") // nothing comes of it
    public Deadline(long start, Duration executionTime, Executor threads) {
        this.end = start + timeForSql(executionTime).toNanos();
        this.graceMillis = executionTime.dividedBy(20).toMillis();
        isPassing.thenAccept(isLate -> {
            if (isLate) {
                threads.execute(this::pass);
            }
        });
        isPassing.completeOnTimeout(true, nanosLeft(), TimeUnit.NANOSECONDS);
    }

    /** How much of the time is left; negative where it is over. */
    public long nanosLeft() {
        return end - System.nanoTime();
    }

    /**
     * For how long at most to listen for an answer of the database. One that is there ends a statement at the latest
     * when the time is over; one that says nothing, not even that, for another twentieth of a request's time does not
     * answer any more.
     */
    public int millisToSilence() {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanosLeft()) + graceMillis);
    }

    /** Notes that all is done. */
    public void lift() {
        isPassing.complete(false);
    }

    /** How long SQL may run: nine tenths of a request's time, the rest of which is for answering. */
    static Duration timeForSql(Duration executionTime) {
        return executionTime.multipliedBy(9).dividedBy(10);
    }

    /**
     * Notes that a statement is about to run; {@link #ended} must follow.
     *
     * @throws TimeIsUp where it is too late for it
     */
    public void started(Statement statement) throws TimeIsUp {
        running.add(statement);
        if (passed) {
            running.remove(statement);
            throw new TimeIsUp();
        }
    }

    /** Notes that a statement has ended, however it did. */
    public void ended(Statement statement) {
        running.remove(statement);
    }

    private void pass() {
        passed = true;
        for (Statement statement : running) {
            try {
                statement.cancel();
            } catch (SQLException fault) {
                FAULTS.tell("A statement could not be cancelled", fault);
            }
        }
    }

    /** Answering took too long. */
    public static final class TimeIsUp extends Exception implements Fault {
        private static final long serialVersionUID = 1;

        /** It is told very often, and where it was made is of no interest. */
        public TimeIsUp() {
            super("Answering took too long: ask for less at once", null, false, false);
        }

        @Override
        public String code() {
            return "TIMEOUT";
        }

        @Override
        public Map<String, Object> extensions() {
            return Map.of("limit", "execution-time");
        }
    }
}
