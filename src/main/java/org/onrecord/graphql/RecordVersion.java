package org.onrecord.graphql;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Knows which version the record has, not older than a second: what was answered under it still holds. It asks the database five
 * times a second, on one connection; a notification would come sooner, but does not reach clients of a pooler. All connections must lead
 * to the same database server: one that lags behind would answer from before the version that this one tells.
 */
@Singleton
class RecordVersion {

    private static final Duration PERIOD = Duration.ofMillis(200);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private final AgroalDataSource database;
    private final Thread watch = new Thread(this::watch, "record-version");
    private volatile Known known;
    private volatile boolean stopping;

    RecordVersion(AgroalDataSource database) {
        this.database = database;
    }

    /** The version; empty while it is not known for sure. */
    Optional<String> current() {
        Known latest = known;
        boolean isFresh = latest != null && System.nanoTime() - latest.asked < MAX_AGE.toNanos();
        return isFresh ? Optional.of(latest.version) : Optional.empty();
    }

    void start(@Observes StartupEvent event) {
        watch.setDaemon(true);
        watch.start();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        watch.interrupt();
    }

    private void watch() {
        while (!stopping) {
            try {
                try (Connection connection = database.getConnection();
                        PreparedStatement statement =
                                connection.prepareStatement("select version::text from record_version")) {
                    while (!stopping) {
                        ask(statement);
                        Thread.sleep(PERIOD.toMillis());
                    }
                } catch (SQLException | RuntimeException notNow) {
                    // Whoever needs the database says so; until it is back, no version is known.
                    Thread.sleep(RETRY_AFTER.toMillis());
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void ask(PreparedStatement statement) throws SQLException {
        long now = System.nanoTime();
        try (ResultSet row = statement.executeQuery()) {
            if (row.next()) {
                known = new Known(row.getString(1), now);
            }
        }
    }

    private record Known(String version, long asked) {}
}
