package org.onrecord.database;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.onrecord.OnRecordConfig;

/**
 * Has the database itself end a statement that runs for nearly as long as a request may take, also where no one is left to cancel it.
 * Migrations lift it for themselves.
 */
@Singleton
class StatementTimeout implements AgroalPoolInterceptor {

    /** The share of a request's time after which its SQL is cancelled: what is left is for answering. */
    private static final double SHARE = 0.9;

    private final long millis;

    StatementTimeout(OnRecordConfig config) {
        this.millis = (long) (config.limits().executionTime().toMillis() * SHARE);
    }

    @Override
    public void onConnectionCreate(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set statement_timeout to " + millis);
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }
}
