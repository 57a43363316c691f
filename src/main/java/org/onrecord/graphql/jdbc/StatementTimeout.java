package org.onrecord.graphql.jdbc;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.BooleanSupplier;

/**
 * Has the database itself end a statement that runs for as long as a {@link Deadline} allows, also where no one is left
 * to cancel it.
 */
@Singleton
public class StatementTimeout implements AgroalPoolInterceptor {

    private final long millis;
    private final ThreadLocal<Boolean> isLifted = ThreadLocal.withInitial(() -> false);

    StatementTimeout(JdbcSettings settings) {
        this.millis = Deadline.timeForSql(settings.executionTime()).toMillis();
    }

    /** Does what takes the time it takes: the statements that it runs on this thread have no limit. */
    public boolean without(BooleanSupplier work) {
        isLifted.set(true);
        try {
            return work.getAsBoolean();
        } finally {
            isLifted.remove();
        }
    }

    @Override
    public void onConnectionCreate(Connection connection) {
        set(connection, millis);
    }

    @Override
    public void onConnectionAcquire(Connection connection) {
        if (isLifted.get()) {
            set(connection, 0);
        }
    }

    @Override
    public void onConnectionReturn(Connection connection) {
        if (!isLifted.get()) {
            return;
        }
        try {
            set(connection, millis);
        } catch (IllegalStateException unusable) {
            abort(connection);
        }
    }

    /** So that no request gets a connection without a limit. */
    @SuppressWarnings("EmptyCatch") // it is thrown away
    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException alreadyBroken) {
        }
    }

    private static void set(Connection connection, long millis) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set statement_timeout to " + millis);
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }
}
