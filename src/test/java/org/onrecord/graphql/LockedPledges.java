package org.onrecord.graphql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.onrecord.RecordDatabase;

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
    void awaitWaiting(int statements) throws SQLException, InterruptedException {
        while (waiting() < statements) {
            Thread.sleep(20);
        }
    }

    int waiting() throws SQLException {
        try (Statement statement = lock.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_locks where not granted")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Override
    public void close() throws SQLException {
        lock.close();
    }
}
