package org.onrecord.graphql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.onrecord.Locks;
import org.onrecord.RecordDatabase;
import org.onrecord.Wait;
import org.onrecord.graphql.Call.Reply;

/** Keeps the table of pledges locked until it is closed: what reads it waits. */
final class LockedPledges implements AutoCloseable {

    private final Connection lock = RecordDatabase.connect();

    LockedPledges() throws SQLException {
        lock.setAutoCommit(false);
        try (Statement statement = lock.createStatement()) {
            statement.execute("lock table pledge in access exclusive mode");
        }
    }

    /** Waits until so many statements wait. */
    void awaitWaiting(int statements) {
        Wait.until(statements + " statements wait", () -> waiting() >= statements);
    }

    /** Asks for pledges so many times at once, each time for others, as a client. */
    List<CompletableFuture<Reply>> ask(String address, int times) {
        return IntStream.rangeClosed(1, times)
                .mapToObj(i -> Call.postAlone(address, "{ pledges(first: " + i + ") { nodes { kind } } }")
                        .sendAsync())
                .toList();
    }

    /** How many of them have been answered already, a moment after one has. */
    static long answered(List<CompletableFuture<Reply>> asked) throws InterruptedException {
        CompletableFuture.anyOf(asked.toArray(CompletableFuture[]::new))
                .orTimeout(500, TimeUnit.MILLISECONDS)
                .exceptionally(none -> null)
                .join();
        Thread.sleep(200);
        return asked.stream().filter(CompletableFuture::isDone).count();
    }

    int waiting() throws SQLException {
        return Locks.waiting(lock);
    }

    @Override
    public void close() throws SQLException {
        lock.close();
    }
}
