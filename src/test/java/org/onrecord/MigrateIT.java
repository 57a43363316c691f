package org.onrecord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema's owner migrates and exits; the service uses a role that can only read and write rows. */
class MigrateIT {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** Has been migrated, and is the model of the databases that the tests begin with. */
    private static final String MIGRATED = "migrated";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    @TempDir
    static Path directory;

    private static EmbeddedPostgres server;

    private final String database = "record_" + DATABASES.incrementAndGet();

    @BeforeAll
    static void migratesAndExits() throws Exception {
        server = EmbeddedPostgres.start();
        executeIn("postgres", """
                create role onrecord_owner login;
                create role onrecord login""");
        create(MIGRATED, "template0");
        try (Service migration = migrate(MIGRATED, Map.of())) {
            assertEquals(0, migration.awaitExit(), migration::output);

            assertTrue(migration.output().contains("The data set coalition-of-the-willing was loaded"));
            assertFalse(migration.output().contains("OnRecord is up"), migration::output);
            assertFalse(migration.output().contains("Listening on"), migration::output);
            assertTrue(migration.output().matches("(?s).*onrecord stopped in [0-3]\\..*"), migration::output);
        }
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @Test
    void waitsForTheDatabase() throws Exception {
        try (Service migration = migrate()) {
            migration.awaitOutput("cannot be reached: FATAL: database \"" + database + "\" does not exist");

            createEmpty();

            assertEquals(0, migration.awaitExit(), migration::output);
        }
    }

    @Test
    void stopsWhileItWaits() throws Exception {
        try (Service migration = migrate()) {
            migration.awaitOutput("cannot be reached");

            assertEquals(143, migration.terminate(), migration::output);
        }
    }

    @Test
    void saysWhyItFails() throws Exception {
        createEmpty();
        try (Service migration = Service.start(directory, settings(database, "onrecord", Map.of()), "migrate")) {
            assertEquals(1, migration.awaitExit());

            assertTrue(migration.output().contains("permission denied for schema public"), migration::output);
        }
    }

    @Test
    void refusesToServeOnASchemaThatIsTooOld() throws Exception {
        createEmpty();
        try (Service service = serve().awaitUp()) {
            service.awaitOutput("is empty, and this service needs version 3: run `onrecord migrate`");
            assertEquals(503, service.readiness());
            assertEquals(200, service.management("/q/health/live").statusCode());

            assertMigrates(migrate());

            service.awaitReadiness(200);
            assertEquals(89, service.quotes());
        }
    }

    /** As a first migration has it for a moment: the history is there, the service's rights are not. */
    @Test
    void waitsForItsRights() throws Exception {
        createMigrated();
        execute("revoke all on all tables in schema public from onrecord");
        try (Service service = serve().awaitUp()) {
            service.awaitOutput("permission denied for table flyway_schema_history");
            assertEquals(503, service.readiness());

            Service again = migrate();
            assertMigrates(again);

            assertFalse(again.output().contains("was loaded"), again::output);
            service.awaitReadiness(200);
            assertEquals(89, service.quotes());
        }
    }

    @Test
    void servesOnASchemaThatIsNewer() throws Exception {
        createMigrated();
        execute("""
                insert into flyway_schema_history
                    (installed_rank, version, description, type, script, installed_by, execution_time, success)
                values (1000, '1000', 'of a later version', 'SQL', 'V1000__later.sql', 'onrecord_owner', 1, true)""");

        try (Service service = serve().awaitUp();
                Service migration = migrate()) {
            service.awaitReadiness(200);
            assertEquals(0, migration.awaitExit(), migration::output);
        }
    }

    @Test
    void letsTheServiceChangeNothingButRows() throws Exception {
        createMigrated();
        try (Connection connection = server.getDatabase("onrecord", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into source (slug, kind, publisher, repost, url, language)
                    select 'by-the-service', kind, publisher, repost, url, language from source limit 1""");

            for (String forbidden : List.of(
                    "create table anything (id integer)",
                    "alter table quote add column anything integer",
                    "drop table pledge_evidence",
                    "truncate quote cascade",
                    "update flyway_schema_history set success = false",
                    "create role anyone")) {
                SQLException refused = assertThrows(SQLException.class, () -> statement.execute(forbidden), forbidden);
                assertEquals(INSUFFICIENT_PRIVILEGE, refused.getSQLState(), refused::getMessage);
            }
        }
    }

    @Test
    void servesFromADatabaseThatCanOnlyBeRead() throws Exception {
        createMigrated();
        execute("alter database " + database + " set default_transaction_read_only = on");

        try (Service service = serve().awaitUp()) {
            service.awaitReadiness(200);
            assertEquals(89, service.quotes());
        }
    }

    @Test
    void letsSeveralMigrateAtOnce() throws Exception {
        createEmpty();
        List<Service> migrations = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                migrations.add(migrate());
            }
            for (Service migration : migrations) {
                assertEquals(0, migration.awaitExit(), migration::output);
            }
        } finally {
            migrations.forEach(Service::close);
        }
    }

    @Test
    void letsTwoInstancesStartAtOnceOnAnEmptyDatabase() throws Exception {
        createEmpty();
        Map<String, String> settings = settings(database, "onrecord_owner", Map.of());
        try (Service one = Service.start(directory, settings);
                Service other = Service.start(directory, settings)) {
            one.awaitUp().awaitReadiness(200);
            other.awaitUp().awaitReadiness(200);

            assertEquals(89, one.quotes());
            assertEquals(89, other.quotes());
        }
    }

    /**
     * What others hold is waited for, one after the other, and each for longer than requests, connections and
     * transactions may take: by {@code migrate}, and by a service that migrates at its start.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitsForOthersForAsLongAsItTakes(boolean migratesOnly) throws Exception {
        createMigrated();
        execute("""
                truncate data_set cascade;
                drop function set_record_version() cascade;
                drop table record_version;
                delete from flyway_schema_history where version in ('2', '3')""");
        Map<String, String> limits = Map.of(
                "ONRECORD_LIMITS_EXECUTION_TIME",
                "1S",
                "QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT",
                "500ms",
                "QUARKUS_TRANSACTION_MANAGER_DEFAULT_TRANSACTION_TIMEOUT",
                "1S");
        try (Holder history = new Holder("lock table flyway_schema_history in access exclusive mode");
                // So that a statement of a migration takes long.
                Holder table = new Holder("lock table quote in exclusive mode");
                // What afterMigrate.sql takes, so that one instance grants at a time.
                Holder grants = new Holder("select pg_advisory_xact_lock(241025613)");
                // What DataSetImport takes, so that one instance loads at a time.
                Holder dataSet = new Holder("select pg_advisory_xact_lock(242139277)");
                Service waiting = migratesOnly
                        ? migrate(database, limits)
                        : Service.start(directory, settings(database, "onrecord_owner", withServiceRole(limits)))) {
            for (Holder holder : List.of(history, table, grants, dataSet)) {
                try {
                    Wait.until("somebody waits: " + holder.lock, holder::isWaitedFor);
                } catch (AssertionError nobody) {
                    throw new AssertionError(waiting.output(), nobody);
                }
                Thread.sleep(2500);
                holder.release();
            }
            if (migratesOnly) {
                assertEquals(0, waiting.awaitExit(), waiting::output);
            } else {
                waiting.awaitUp().awaitReadiness(200);
            }
            assertTrue(waiting.output().contains("was loaded into the empty record"), waiting::output);
            assertFalse(waiting.output().contains("cannot be"), waiting::output);
            waiting.assertNoStackTrace();
        }
    }

    private static void assertMigrates(Service migration) throws Exception {
        try (migration) {
            assertEquals(0, migration.awaitExit(), migration::output);
        }
    }

    private Service migrate() throws IOException {
        return migrate(database, Map.of());
    }

    /** As the owner, for whom the service is to have rights. */
    private static Service migrate(String database, Map<String, String> more) throws IOException {
        Map<String, String> settings = withServiceRole(more);
        // As deploy/ has it for the service; migrating does not wait for anyone.
        settings.put("QUARKUS_SHUTDOWN_DELAY", "8S");
        return Service.start(directory, settings(database, "onrecord_owner", settings), "migrate");
    }

    private static Map<String, String> withServiceRole(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("ONRECORD_DATABASE_SERVICE_ROLE", "onrecord");
        return settings;
    }

    private Service serve() throws IOException {
        return Service.start(
                directory, settings(database, "onrecord", Map.of("ONRECORD_DATABASE_MIGRATE_AT_START", "false")));
    }

    private static Map<String, String> settings(String database, String role, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://localhost:" + server.getPort() + '/' + database);
        settings.put("QUARKUS_DATASOURCE_USERNAME", role);
        return settings;
    }

    private void createEmpty() throws SQLException {
        create(database, "template0");
    }

    private void createMigrated() throws SQLException {
        create(database, MIGRATED);
    }

    private static void create(String database, String template) throws SQLException {
        executeIn("postgres", "create database " + database + " template " + template + " owner onrecord_owner");
    }

    /** As the server's superuser. */
    private void execute(String sql) throws SQLException {
        executeIn(database, sql);
    }

    private static void executeIn(String database, String sql) throws SQLException {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Another instance, as far as it holds a lock. */
    private final class Holder implements AutoCloseable {

        private final String lock;
        private final Connection connection;
        private final int process;

        Holder(String lock) throws SQLException {
            this.lock = lock;
            this.connection = server.getDatabase("postgres", database).getConnection();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
                row.next();
                this.process = row.getInt(1);
                statement.execute(lock);
            }
        }

        boolean isWaitedFor() throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select exists (select from pg_locks where not granted and "
                            + process + " = any(pg_blocking_pids(pid)))")) {
                row.next();
                return row.getBoolean(1);
            }
        }

        void release() throws SQLException {
            connection.close();
        }

        @Override
        public void close() throws SQLException {
            release();
        }
    }
}
