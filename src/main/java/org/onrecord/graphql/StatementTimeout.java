package org.onrecord.graphql;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.onrecord.OnRecordConfig;

/**
 * Has the database itself end a statement that runs for as long as a {@link Deadline} allows, also where no one is left to cancel it.
 * Migrations, and the loading of a data set, lift it for themselves.
 */
@Singleton
class StatementTimeout implements AgroalPoolInterceptor {

    private final long millis;

    StatementTimeout(OnRecordConfig config) {
        this.millis = Deadline.timeForSql(config.limits()).toMillis();
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
