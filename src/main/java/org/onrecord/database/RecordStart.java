package org.onrecord.database;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.hibernate.SessionFactory;
import org.jboss.logging.Logger;
import org.onrecord.dataset.DataSetImport;
import org.onrecord.graphql.jdbc.DatabaseFault;
import org.onrecord.graphql.jdbc.RecordWatch;
import org.onrecord.graphql.jdbc.StatementTimeout;
import org.onrecord.settings.JdbcUrl;

/**
 * Brings the record up: migrates the schema, checks that the entities fit it, and loads the data set into an empty
 * record; or waits until that was done by another. While the database cannot be reached the service runs, is not ready,
 * and keeps trying. A database that can be reached but not used ends the service.
 */
@Readiness
@Default
@Singleton
public class RecordStart implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(RecordStart.class);
    private static final String JDBC_URL = "quarkus.datasource.jdbc.url";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** How long readiness waits for the database, at most: the answer must be there within two seconds. */
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private static final String DATA_SET = "coalition-of-the-willing";

    private final AgroalDataSource database;
    private final StatementTimeout statementTimeout;
    private final RecordWatch watch;
    private final Flyway flyway;
    private final EntityManagerFactory entities;
    private final DataSetImport dataSets;
    private final boolean migrates;
    private final boolean loadsDataSet;
    private final String url;
    private final String address;
    private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();
    private volatile String obstacle = "";
    private volatile boolean stopping;

    RecordStart(
            AgroalDataSource database,
            StatementTimeout statementTimeout,
            RecordWatch watch,
            Flyway flyway,
            EntityManagerFactory entities,
            DataSetImport dataSets,
            DatabaseSettings settings,
            @ConfigProperty(name = JDBC_URL) Optional<String> jdbcUrl) {
        this.database = database;
        this.statementTimeout = statementTimeout;
        this.watch = watch;
        this.flyway = flyway;
        this.entities = entities;
        this.dataSets = dataSets;
        this.migrates = settings.database().migrateAtStart();
        this.loadsDataSet = settings.dataset().loadWhenEmpty();
        this.url = jdbcUrl.orElse("");
        // What follows the question mark may be a password.
        this.address = url.replaceFirst("\\?.*", "");
    }

    /** Whether a JDBC URL names a database: not the one in {@code application.properties} that stands for none. */
    public static boolean isConfigured(Optional<String> jdbcUrl) {
        return jdbcUrl.filter(JdbcUrl::isDatabase).isPresent();
    }

    /**
     * Comes before {@link #start}, for which there must be a database. Nothing runs yet that must be stopped in order.
     */
    static void requireDatabase(
            @Observes @Priority(1) StartupEvent event, @ConfigProperty(name = JDBC_URL) Optional<String> jdbcUrl) {
        if (!isConfigured(jdbcUrl)) {
            LOG.error("No database is configured: set QUARKUS_DATASOURCE_JDBC_URL to that of a PostgreSQL, such as "
                    + "jdbc:postgresql://localhost:5432/onrecord, and QUARKUS_DATASOURCE_USERNAME and …_PASSWORD");
            Runtime.getRuntime().halt(1);
        }
    }

    void start(@Observes @Priority(2) StartupEvent event) {
        if (!isPrepared()) {
            Thread retry = new Thread(this::keepPreparing, "record-start");
            retry.setDaemon(true);
            retry.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /**
     * Completes once the record is ready, with true, or once it is plain that the database cannot be used, with false;
     * the reason is in the log then.
     */
    public CompletionStage<Boolean> outcome() {
        return outcome.minimalCompletionStage();
    }

    /** Asks the database at each call: that the record was ready once says nothing of now. */
    @Override
    public HealthCheckResponse call() {
        Optional<String> fault = outcome.getNow(false) ? watch.obstacle(PATIENCE) : Optional.of(obstacle);
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("Record can be read").status(fault.isEmpty());
        fault.ifPresent(reason -> response.withData("reason", reason));
        return response.build();
    }

    private void keepPreparing() {
        try {
            do {
                Thread.sleep(RETRY_AFTER.toMillis());
            } while (!stopping && !isPrepared());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Migrating, and loading a data set, wait for others and take the time they take. */
    private boolean isPrepared() {
        return statementTimeout.without(this::prepare);
    }

    /**
     * Tells whether there is an outcome: there is none where the database cannot be reached, or went away meanwhile.
     */
    private boolean prepare() {
        if (!isReachable()) {
            return false;
        }
        try {
            if (migrates) {
                migrate();
            } else if (isSchemaTooOld()) {
                return false;
            }
            LOG.infof("The record at %s is ready", address);
            outcome.complete(true);
            return true;
        } catch (RuntimeException fault) {
            if (stopping || !isReachable()) {
                return false;
            }
            LOG.errorf("The database at %s cannot be used: %s", address, withoutParameters(fault.getMessage()));
            LOG.debug("Its cause", fault);
            outcome.complete(false);
            return true;
        }
    }

    private void migrate() {
        flyway.migrate();
        entities.unwrap(SessionFactory.class).getSchemaManager().validateMappedObjects();
        if (loadsDataSet && dataSets.importBundledIfEmpty(DATA_SET)) {
            LOG.infof("The data set %s was loaded into the empty record", DATA_SET);
        }
    }

    private boolean isReachable() {
        try (Connection connection = database.getConnection()) {
            return connection.isValid((int) RETRY_AFTER.toSeconds());
        } catch (SQLException | RuntimeException fault) {
            waitFor("The database at " + address + " cannot be reached: " + DatabaseFault.reason(fault));
            return false;
        }
    }

    private boolean isSchemaTooOld() {
        MigrationInfoService migrations;
        try {
            migrations = flyway.info();
        } catch (FlywayException unreadable) {
            // As between a first migration and its grants.
            waitFor("The version of the schema at " + address + " cannot be read: " + unreadable.getMessage());
            return true;
        }
        MigrationInfo[] pending = migrations.pending();
        if (pending.length == 0) {
            return false;
        }
        MigrationInfo current = migrations.current();
        waitFor("The schema at " + address + " is "
                + (current == null ? "empty" : "of version " + current.getVersion())
                + ", and this service needs version " + pending[pending.length - 1].getVersion()
                + ": run `onrecord migrate`");
        return true;
    }

    /** Tells once what the service waits for. */
    private void waitFor(String message) {
        String newObstacle = withoutParameters(message);
        if (!newObstacle.equals(obstacle) && !stopping) {
            obstacle = newObstacle;
            LOG.errorf(
                    "%s. The service is not ready; it tries again every %s seconds.",
                    newObstacle, String.valueOf(RETRY_AFTER.toSeconds()));
        }
    }

    /** What the driver says may have the whole URL in it. */
    private String withoutParameters(String message) {
        return String.valueOf(message).replace(url, address);
    }
}
