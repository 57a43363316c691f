package org.onrecord.graphql.jdbc;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.security.SimplePassword;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jboss.logging.Logger;

/**
 * Knows whether the record can be read, and which version it has, not older than a second: what was answered under that
 * version still holds. It asks the database five times a second, on a connection of its own beside the pool, so that
 * neither a pool that is exhausted nor one that is stuck keeps it from knowing. A notification would come sooner, but
 * does not reach clients of a pooler. All connections must lead to the same database server: one that lags behind would
 * answer from before the version that this one tells.
 *
 * <p>While the database is out of reach, this is the only one that tries to reach it: requests are told so at once.
 */
@Singleton
public class RecordWatch {

    private static final Logger LOG = Logger.getLogger(RecordWatch.class);

    private static final Duration PERIOD = Duration.ofMillis(200);
    private static final Duration RETRY_AFTER = Duration.ofMillis(500);
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    /** How long a database that is there may take to answer this question, of which nothing in it is worth a second. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    /** How long a row may be locked before its version is not known: the database itself tells then. */
    private static final Duration LOCKED = Duration.ofSeconds(1);

    /**
     * After so long an outage, no answer is to be hoped for on the connections from before: a migration has no other
     * limit.
     */
    private static final Duration LOST = Duration.ofSeconds(30);

    /**
     * Names the tables that are missing, or that the service may not read. It takes no lock: a locked table is there.
     */
    private static final String MISSING = """
            select string_agg(name, ', ') from unnest(?) name
            where case when to_regclass(name) is null then true
                else not has_table_privilege(to_regclass(name), 'SELECT') end""";

    private static final String VERSION = "select version::text from record_version";

    private final AgroalDataSource pool;
    private final EntityManagerFactory entities;
    private final Thread thread = new Thread(this::watch, "record-watch");
    private volatile CompletableFuture<Void> outage = new CompletableFuture<>();
    private volatile CompletableFuture<Void> round = new CompletableFuture<>();
    private volatile Known known;
    private volatile String obstacle;
    private volatile long answeredAt = System.nanoTime();
    private volatile boolean stopping;
    private long outageSince;
    private boolean wasKnown;
    private String toldCause;
    private long toldAt;

    RecordWatch(AgroalDataSource pool, EntityManagerFactory entities) {
        this.pool = pool;
        this.entities = entities;
    }

    /** The version of the record; empty while it is not known for sure. */
    public Optional<String> version() {
        Known latest = known;
        boolean isFresh = latest != null && System.nanoTime() - latest.asked < MAX_AGE.toNanos();
        return isFresh ? Optional.of(latest.version) : Optional.empty();
    }

    /** Whether the database does not answer anyone. */
    public boolean isOutOfReach() {
        return outage.isDone();
    }

    /** Completes once {@link #isOutOfReach}. */
    public CompletableFuture<Void> outage() {
        return outage;
    }

    /** Notes that the database has answered a request just now. */
    public void hasAnswered() {
        answeredAt = System.nanoTime();
    }

    /**
     * Asks the database whether all that the service reads is there.
     *
     * @param patience how long to wait for its answer
     * @return what is wrong; empty where the record can be read
     */
    public Optional<String> obstacle(Duration patience) {
        CompletableFuture<Void> next = round;
        if (obstacle == null) {
            try {
                next.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException late) {
                return Optional.of("the database does not answer");
            } catch (Exception stopped) {
                Thread.currentThread().interrupt();
            }
        }
        return Optional.ofNullable(obstacle);
    }

    void start(@Observes StartupEvent event) {
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        thread.interrupt();
    }

    private void watch() {
        try {
            while (!stopping) {
                if (!watchUntilItIsLost()) {
                    Thread.sleep(RETRY_AFTER.toMillis());
                }
            }
        } catch (InterruptedException stopped) {
            // It watches no longer.
        }
    }

    /** Whatever fails, the watch goes on: without it, nobody is answered any more. */
    private boolean watchUntilItIsLost() throws InterruptedException {
        try {
            return watchOnOneConnection();
        } catch (RuntimeException fault) {
            if (!stopping) {
                LOG.error("The record is watched anew", fault);
            }
            return false;
        }
    }

    /** Tells whether to connect again at once: a connection that served may be lost alone. */
    private boolean watchOnOneConnection() throws InterruptedException {
        boolean hasServed = false;
        try (Connection connection = connect();
                PreparedStatement missing = connection.prepareStatement(MISSING);
                PreparedStatement version = connection.prepareStatement(VERSION)) {
            Array tables = connection.createArrayOf("text", tables().toArray());
            missing.setArray(1, tables);
            while (!stopping) {
                ask(missing, version);
                hasServed = true;
                Thread.sleep(PERIOD.toMillis());
            }
            return true;
        } catch (SQLException fault) {
            known = null;
            boolean isSilent = System.nanoTime() - answeredAt >= SILENCE.toNanos();
            if (!hasServed || isSilent) {
                failed(fault);
            }
            return hasServed && !isSilent;
        }
    }

    private Connection connect() throws SQLException {
        AgroalConnectionFactoryConfiguration factory =
                pool.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration();
        Properties properties = new Properties();
        properties.putAll(factory.jdbcProperties());
        if (factory.principal() != null) {
            properties.setProperty("user", factory.principal().getName());
        }
        for (Object credential : factory.credentials()) {
            if (credential instanceof SimplePassword password) {
                properties.setProperty("password", password.getWord());
            }
        }
        String seconds = String.valueOf(SILENCE.toSeconds());
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        Connection connection = DriverManager.getConnection(factory.jdbcUrl(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set statement_timeout to " + LOCKED.toMillis());
            return connection;
        } catch (SQLException fault) {
            connection.close();
            throw fault;
        }
    }

    /** Those of the entities, which are all. */
    private Set<String> tables() {
        Set<String> tables = new TreeSet<>();
        var mapping = entities.unwrap(SessionFactoryImplementor.class).getMappingMetamodel();
        mapping.forEachEntityDescriptor(entity -> addTo(tables, entity.getQuerySpaces()));
        mapping.forEachCollectionDescriptor(collection -> addTo(tables, collection.getCollectionSpaces()));
        return tables;
    }

    private static void addTo(Set<String> tables, Object[] more) {
        for (Object table : more) {
            tables.add((String) table);
        }
    }

    private void ask(PreparedStatement missing, PreparedStatement version) throws SQLException {
        String missingTables = textOf(missing);
        hasAnswered();
        if (missingTables != null) {
            known = null;
            isHindered("missing", "it has no table that the service may read by the name of " + missingTables);
            return;
        }
        isReadable();
        long now = System.nanoTime();
        try {
            known = new Known(textOf(version), now);
            hasAnswered();
            isKnown();
        } catch (SQLException fault) {
            if (DatabaseFault.isOutOfReach(fault)) {
                throw fault;
            }
            known = null;
            tell("version", "Its version cannot be told: " + DatabaseFault.reason(fault));
        }
    }

    private static String textOf(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private void failed(SQLException fault) {
        boolean hasNoConnection =
                pool.getMetrics().availableCount() + pool.getMetrics().activeCount() <= 0;
        if (DatabaseFault.isOutOfReach(fault) || hasNoConnection) {
            if (outage.complete(null)) {
                outageSince = System.nanoTime();
            } else if (System.nanoTime() - outageSince >= LOST.toNanos()) {
                pool.flush(FlushMode.ALL);
            }
        } else {
            // What is refused to this one is refused to others, but those that are connected may be served.
            pool.flush(FlushMode.INVALID);
        }
        isHindered(DatabaseFault.cause(fault), DatabaseFault.reason(fault));
    }

    private void isHindered(String cause, String reason) {
        obstacle = reason;
        nextRound();
        tell(cause, "The record cannot be read, and the service is not ready: " + reason);
    }

    private void isReadable() {
        if (outage.isDone()) {
            // None of those that went through the outage is worth being tried.
            pool.flush(FlushMode.IDLE);
            outage = new CompletableFuture<>();
        }
        obstacle = null;
        nextRound();
    }

    private void isKnown() {
        if (toldCause != null) {
            LOG.infof(
                    "The record can be read again, after %s seconds",
                    String.valueOf(Duration.ofNanos(System.nanoTime() - toldAt).toSeconds()));
            toldCause = null;
        }
        wasKnown = true;
    }

    /** Tells a cause once. Before the record was there for the first time, RecordStart tells what it waits for. */
    private void tell(String cause, String message) {
        if (!wasKnown || stopping || cause.equals(toldCause)) {
            return;
        }
        LOG.errorf("%s. Until its version is known again, no kept answer is given.", message);
        if (toldCause == null) {
            toldAt = System.nanoTime();
        }
        toldCause = cause;
    }

    private void nextRound() {
        CompletableFuture<Void> ended = round;
        round = new CompletableFuture<>();
        ended.complete(null);
    }

    private record Known(String version, long asked) {}
}
