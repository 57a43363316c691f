package org.onrecord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onrecord.Service.configured;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema's owner migrates and exits; the service uses a role that can only read and write rows. */
class MigrateIT {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    @TempDir
    Path directory;

    private EmbeddedPostgres database;

    @BeforeEach
    void createRoles() throws Exception {
        database = EmbeddedPostgres.start();
        execute("""
                    create role onrecord_owner login;
                    create role onrecord login;
                    alter database postgres owner to onrecord_owner;
                    alter schema public owner to onrecord_owner""");
    }

    @AfterEach
    void stopDatabase() throws Exception {
        database.close();
    }

    @Test
    void migratesAndExits() throws Exception {
        try (Service migration = migrate()) {
            assertEquals(0, migration.awaitExit(), migration::output);

            assertTrue(migration.output().contains("The data set coalition-of-the-willing was loaded"));
            assertFalse(migration.output().contains("OnRecord is up"), migration::output);
            assertFalse(migration.output().contains("Listening on"), migration::output);
            assertTrue(migration.output().matches("(?s).*onrecord stopped in [0-3]\\..*"), migration::output);
        }
        try (Service again = migrate()) {
            assertEquals(0, again.awaitExit(), again::output);
            assertFalse(again.output().contains("was loaded"), again::output);
        }
    }

    @Test
    void waitsForTheDatabase() throws Exception {
        int port = Service.freePort();
        try (Service migration = Service.start(directory, configured(port), "migrate")) {
            migration.awaitOutput("cannot be reached");
            try (EmbeddedPostgres late =
                    EmbeddedPostgres.builder().setPort(port).start()) {
                assertEquals(port, late.getPort());
                assertEquals(0, migration.awaitExit(), migration::output);
            }
        }
    }

    @Test
    void stopsWhileItWaits() throws Exception {
        try (Service migration = Service.start(directory, configured(Service.freePort()), "migrate")) {
            migration.awaitOutput("cannot be reached");

            assertEquals(143, migration.terminate(), migration::output);
        }
    }

    @Test
    void saysWhyItFails() throws Exception {
        try (Service migration =
                Service.start(directory, configured(database.getPort(), "onrecord", Map.of()), "migrate")) {
            assertEquals(1, migration.awaitExit());

            assertTrue(migration.output().contains("permission denied for schema public"), migration::output);
        }
    }

    /** A migration whose row of the history cannot be committed stands for a process that is killed between the two. */
    @Test
    void leavesNoMigrationWithoutItsHistory() throws Exception {
        execute("""
                    create schema faults;
                    grant usage on schema faults to public;
                    create function faults.refuse() returns trigger language plpgsql as $$
                    begin
                        raise exception 'version % is refused', new.version;
                    end
                    $$;
                    create function faults.refuse_second_version() returns event_trigger language plpgsql as $$
                    begin
                        if to_regclass('flyway_schema_history') is not null and not exists
                                (select from pg_trigger where tgname = 'refuse_second_version') then
                            create constraint trigger refuse_second_version after insert on flyway_schema_history
                            deferrable initially deferred for each row when (new.version = '2')
                            execute function faults.refuse();
                        end if;
                    end
                    $$;
                    create event trigger refuse_second_version on ddl_command_end
                    when tag in ('CREATE TABLE') execute function faults.refuse_second_version()""");
        try (Service migration = migrate()) {
            assertEquals(1, migration.awaitExit(), migration::output);
            assertTrue(migration.output().contains("version 2 is refused"), migration::output);
        }

        execute("""
                    drop event trigger refuse_second_version;
                    drop trigger refuse_second_version on flyway_schema_history""");

        assertMigrates(migrate());
    }

    @Test
    void refusesToServeOnASchemaThatIsTooOld() throws Exception {
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
        assertMigrates(Service.start(directory, configured(database.getPort(), "onrecord_owner", Map.of()), "migrate"));
        try (Service service = serve().awaitUp()) {
            service.awaitOutput("permission denied for table flyway_schema_history");
            assertEquals(503, service.readiness());

            assertMigrates(migrate());

            service.awaitReadiness(200);
            assertEquals(89, service.quotes());
        }
    }

    @Test
    void servesOnASchemaThatIsNewer() throws Exception {
        assertMigrates(migrate());
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
        assertMigrates(migrate());
        try (Connection connection =
                        database.getDatabase("onrecord", "postgres").getConnection();
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
        assertMigrates(migrate());
        execute("alter role onrecord set default_transaction_read_only = on");

        try (Service service = serve().awaitUp()) {
            service.awaitReadiness(200);
            assertEquals(89, service.quotes());
        }
    }

    @Test
    void letsSeveralMigrateAtOnce() throws Exception {
        List<Service> migrations = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
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
        Map<String, String> settings = configured(database.getPort());
        try (Service one = Service.start(directory, settings);
                Service other = Service.start(directory, settings)) {
            one.awaitUp().awaitReadiness(200);
            other.awaitUp().awaitReadiness(200);

            assertEquals(89, one.quotes());
            assertEquals(89, other.quotes());
        }
    }

    /** The limit on the time of requests is not one for migrations, nor for a data set. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock table quote in exclusive mode",
                // What DataSetImport takes, so that one instance loads at a time.
                "select pg_advisory_xact_lock(242139277)"
            })
    void waitsForAnotherForAsLongAsItTakes(String lock) throws Exception {
        assertMigrates(migrate());
        execute("""
                    truncate data_set cascade;
                    drop function set_record_version() cascade;
                    drop table record_version;
                    delete from flyway_schema_history where version in ('2', '3')""");
        try (Connection other = database.getPostgresDatabase().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(lock);
            try (Service migration = migrate(Map.of(
                    "ONRECORD_LIMITS_EXECUTION_TIME", "1S", "QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "500ms"))) {
                awaitWaiting(statement);
                Thread.sleep(3000);
                other.rollback();
                assertEquals(0, migration.awaitExit(), migration::output);
            }
        }
    }

    private static void awaitWaiting(Statement statement) throws Exception {
        boolean isWaiting = false;
        for (int i = 0; i < 600 && !isWaiting; i++) {
            Thread.sleep(50);
            try (ResultSet row = statement.executeQuery("select exists (select 1 from pg_locks where not granted)")) {
                row.next();
                isWaiting = row.getBoolean(1);
            }
        }
        assertTrue(isWaiting);
    }

    private static void assertMigrates(Service migration) throws Exception {
        try (migration) {
            assertEquals(0, migration.awaitExit(), migration::output);
        }
    }

    /** As the owner, for whom the service is to have rights. */
    private Service migrate() throws Exception {
        return migrate(Map.of());
    }

    private Service migrate(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("ONRECORD_DATABASE_SERVICE_ROLE", "onrecord");
        // As deploy/ has it for the service; migrating does not wait for anyone.
        settings.put("QUARKUS_SHUTDOWN_DELAY", "8S");
        return Service.start(directory, configured(database.getPort(), "onrecord_owner", settings), "migrate");
    }

    private Service serve() throws Exception {
        return Service.start(
                directory,
                configured(database.getPort(), "onrecord", Map.of("ONRECORD_DATABASE_MIGRATE_AT_START", "false")));
    }

    /** As the database's superuser. */
    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
