package org.onrecord.database;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.jboss.logging.Logger;
import org.onrecord.OnRecordConfig;
import org.onrecord.dataset.DataSetImport;

/**
 * Brings the record up: migrates the schema, checks that the entities fit it, and loads the data set into an empty record.
 * While the database cannot be reached the service runs, is not ready, and keeps trying. A database that can be reached but
 * not used ends the service.
 */
@Readiness
@Singleton
class RecordStart implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(RecordStart.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final String DATA_SET = "coalition-of-the-willing";

    private final AgroalDataSource database;
    private final Flyway flyway;
    private final EntityManagerFactory entities;
    private final DataSetImport dataSets;
    private final boolean loadDataSet;
    private final String address;
    private volatile boolean ready;
    private volatile boolean stopping;

    RecordStart(
            AgroalDataSource database,
            Flyway flyway,
            EntityManagerFactory entities,
            DataSetImport dataSets,
            OnRecordConfig config,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String jdbcUrl) {
        this.database = database;
        this.flyway = flyway;
        this.entities = entities;
        this.dataSets = dataSets;
        this.loadDataSet = config.dataset().loadWhenEmpty();
        // What follows the question mark may be a password.
        this.address = jdbcUrl.replaceFirst("\\?.*", "");
    }

    void start(@Observes StartupEvent event) {
        if (prepareIfReachable(true)) {
            return;
        }
        Thread retry = new Thread(this::prepareWhenReachable, "record-start");
        retry.setDaemon(true);
        retry.start();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Record: schema migrated, entities fit")
                .status(ready)
                .build();
    }

    private void prepareWhenReachable() {
        try {
            do {
                Thread.sleep(RETRY_AFTER.toMillis());
            } while (!stopping && !prepareIfReachable(false));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (CannotServe reason) {
            Quarkus.asyncExit(1);
        }
    }

    /** Tells whether the record is ready now: it is not where the database cannot be reached, or went away meanwhile. */
    private boolean prepareIfReachable(boolean firstTry) {
        if (!isReachable(firstTry)) {
            return false;
        }
        if (!firstTry) {
            LOG.infof("The database at %s can be reached now", address);
        }
        try {
            flyway.migrate();
            entities.unwrap(SessionFactory.class).getSchemaManager().validateMappedObjects();
            if (loadDataSet && dataSets.importBundledIfEmpty(DATA_SET)) {
                LOG.infof("The data set %s was loaded into the empty record", DATA_SET);
            }
            ready = true;
            return true;
        } catch (RuntimeException fault) {
            if (!isReachable(true)) {
                return false;
            }
            LOG.errorf("The database at %s cannot be used: %s", address, fault.getMessage());
            throw new CannotServe(fault);
        }
    }

    private boolean isReachable(boolean logged) {
        try (Connection connection = database.getConnection()) {
            return connection.isValid((int) RETRY_AFTER.toSeconds());
        } catch (SQLException fault) {
            if (logged) {
                LOG.errorf(
                        "The database at %s cannot be reached: %s. The service is not ready; it tries again every %d seconds.",
                        address, fault.getMessage(), RETRY_AFTER.toSeconds());
            }
            return false;
        }
    }

    /** The reason is in the log already. */
    private static final class CannotServe extends RuntimeException {

        private static final long serialVersionUID = 1;

        CannotServe(Throwable cause) {
            super("The database cannot be used: see the error above", cause, false, false);
        }
    }
}
