package org.onrecord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The jar on a database of its own, also where something is in the way. The native executable brings none. */
@DisabledIf(value = "org.onrecord.Service#isNative", disabledReason = "the native executable brings no database")
class EmbeddedDatabaseIT {

    /** A record as a first start has made it: the tests start on copies of it. */
    @TempDir
    static Path made;

    @TempDir
    Path directory;

    @BeforeAll
    static void startsOnItsOwnDatabase() throws Exception {
        try (Service service = Service.start(made, Map.of()).awaitUp()) {
            assertTrue(
                    service.output().contains("No JDBC URL is configured: starting an embedded PostgreSQL"),
                    service::output);
            assertTrue(service.output().contains("http://localhost:" + service.port + "/graphiql"), service::output);
            assertEquals(200, service.readiness());
            assertEquals(89, service.quotes());

            assertEquals(143, service.terminate());

            assertFalse(
                    Files.exists(made.resolve("onrecord-data/pgdata/postmaster.pid")), "the database has stopped too");
            assertTrue(Files.readString(made.resolve("onrecord-data/postgresql.log"))
                    .contains("database system is shut down"));
        }
    }

    @Test
    void keepsTheData() throws Exception {
        copyRecord();

        try (Service again = Service.start(directory, Map.of()).awaitUp()) {
            assertFalse(again.output().contains("was loaded into the empty record"), again::output);
            assertEquals(89, again.quotes());
        }
    }

    @Test
    void putsTheDataWhereItIsTold() throws Exception {
        Path elsewhere = directory.resolve("a folder").resolve("of mine");
        try (Service service = Service.start(
                        directory, Map.of("ONRECORD_EMBEDDED_DATA_DIRECTORY", elsewhere.toString()))
                .awaitUp()) {
            assertTrue(Files.exists(elsewhere.resolve("pgdata/PG_VERSION")), service::output);
            assertFalse(Files.exists(directory.resolve("onrecord-data")));
        }
    }

    @Test
    void leavesADirectoryInUseToItsInstance() throws Exception {
        copyRecord();
        try (Service first = Service.start(directory, Map.of()).awaitUp();
                Service second = Service.start(directory, Map.of())) {
            assertEquals(1, second.awaitExit());

            assertTrue(
                    second.output().contains("Another instance of OnRecord is running on the data directory " + data()),
                    second::output);
            second.assertNoStackTrace();
            assertEquals(89, first.quotes());
        }
    }

    @Test
    void takesOverFromAKilledInstance() throws Exception {
        copyRecord();
        try (Service killed = Service.start(directory, Map.of()).awaitUp()) {
            killed.kill();
        }
        assertTrue(serverProcess().isPresent(), "its PostgreSQL goes on running");

        try (Service service = Service.start(directory, Map.of()).awaitUp()) {
            assertTrue(
                    service.output().contains("left its PostgreSQL running: stopping that one in order"),
                    service::output);
            assertEquals(89, service.quotes());
        }
    }

    @Test
    void recoversWhereTheDatabaseWasKilledToo() throws Exception {
        copyRecord();
        try (Service killed = Service.start(directory, Map.of()).awaitUp()) {
            ProcessHandle server = serverProcess().orElseThrow();
            killed.kill();
            server.destroyForcibly();
            server.onExit().get(20, TimeUnit.SECONDS);
        }

        try (Service service = Service.start(directory, Map.of()).awaitUp()) {
            assertTrue(service.output().contains("the database recovers from its write-ahead log"), service::output);
            assertEquals(89, service.quotes());
        }
    }

    @Test
    void startsItsDatabaseAgainWhereThatDies() throws Exception {
        copyRecord();
        try (Service service = Service.start(directory, Map.of()).awaitUp()) {
            String port = databasePort();
            Path rules = data().resolve("pgdata/pg_hba.conf");
            String allowed = Files.readString(rules);
            // The server reads these when it starts: now it waits until somebody writes them.
            Files.delete(rules);
            assertEquals(
                    0, new ProcessBuilder("mkfifo", rules.toString()).start().waitFor());

            serverProcess().orElseThrow().destroyForcibly();

            service.awaitOutput("The embedded PostgreSQL has ended, and is started again. Its log is " + data());
            service.awaitOutput("The embedded PostgreSQL is still being started; its log is " + data());
            service.awaitReadiness(503);
            assertTrue(
                    service.management("/q/health/ready")
                            .asString()
                            .contains("the embedded PostgreSQL is being started again"),
                    service::output);
            Files.writeString(rules, allowed);
            Files.delete(rules);
            Files.writeString(rules, allowed);
            service.awaitOutput("The embedded PostgreSQL runs again, on localhost:" + port);
            service.awaitReadiness(200);
            assertEquals(89, service.quotes());
            assertEquals(port, databasePort());
            service.assertNoStackTrace();
        }
    }

    @Test
    void endsWhereItsDatabaseDoesNotComeUpAgain() throws Exception {
        copyRecord();
        try (Service service = Service.start(directory, Map.of()).awaitUp()) {
            Files.writeString(data().resolve("pgdata/postgresql.auto.conf"), "no_such_setting = 1\n");

            serverProcess().orElseThrow().destroyForcibly();

            assertEquals(1, service.awaitExit());
            assertTrue(
                    service.output()
                            .contains("The embedded PostgreSQL has ended 3 times within a minute: OnRecord ends."),
                    service::output);
            assertTrue(
                    service.output().contains("unrecognized configuration parameter \"no_such_setting\""),
                    service::output);
            service.assertNoStackTrace();
        }
        try (Service service = Service.start(directory, Map.of())) {
            assertEquals(1, service.awaitExit());

            assertTrue(
                    service.output()
                            .contains("OnRecord cannot start: The embedded PostgreSQL did not start on " + data()),
                    service::output);
            assertTrue(
                    service.output().contains("unrecognized configuration parameter \"no_such_setting\""),
                    service::output);
            service.assertNoStackTrace();
        }
    }

    /**
     * After a restart of the machine, the number in the pid file can be another program's, even another PostgreSQL's.
     */
    @Test
    void leavesAForeignProcessAlone() throws Exception {
        copyRecord();
        Path foreign = Files.copy(Path.of("/bin/sleep"), directory.resolve("postgres"));
        Process process = new ProcessBuilder(foreign.toString(), "120").start();
        try {
            Files.writeString(data().resolve("pgdata/postmaster.pid"), process.pid() + "\n");

            try (Service service = Service.start(directory, Map.of()).awaitUp()) {
                assertEquals(89, service.quotes());
                assertTrue(process.isAlive());
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void keepsItsPasswordAndProgramsFromOthers() throws Exception {
        Files.createDirectory(data());

        try (Service service = Service.start(directory, Map.of()).awaitUp()) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(data().resolve("password"))),
                    service::output);
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(data().resolve("postgresql"))));
        }
    }

    @Test
    void leavesDataOfAnotherMajorVersionAlone() throws Exception {
        Path version = Files.createDirectories(data().resolve("pgdata")).resolve("PG_VERSION");
        Files.writeString(version, "16\n");

        try (Service service = Service.start(directory, Map.of())) {
            assertEquals(1, service.awaitExit());

            assertTrue(
                    service.output().contains("The data in " + data() + " were made by PostgreSQL 16"),
                    service::output);
            service.assertNoStackTrace();
            assertEquals("16\n", Files.readString(version));
        }
    }

    @Test
    void keepsWhatAnInterruptedFirstStartLeft() throws Exception {
        Files.createDirectories(data().resolve("pgdata"));
        Files.writeString(data().resolve("pgdata/half"), "written");
        // As a former version left them: unpacked in place, and perhaps in part.
        Path programs = Files.createDirectories(data().resolve("postgresql/unpacked/PG-0123456789abcdef/lib"));
        Files.writeString(programs.resolve("libpq.so"), "half");
        Files.writeString(data().resolve("postgresql/unpacked/epg-lock"), "");

        try (Service service = Service.start(directory, Map.of()).awaitUp()) {
            assertEquals(89, service.quotes());
            assertTrue(service.output().contains("The first start on this directory was interrupted"), service::output);
        }
        try (var kept = Files.list(data())) {
            assertTrue(kept.anyMatch(path -> Files.exists(path.resolve("half"))));
        }
        assertFalse(Files.exists(data().resolve("postgresql/unpacked")));
    }

    @Test
    @EnabledIf(value = "canMount", disabledReason = "no file system can be mounted here")
    void saysThatThereIsTooLittleSpace() throws Exception {
        Path full = Files.createDirectory(directory.resolve("full"));

        try (Service service = Service.start(
                onDisk("size=64m"), directory, Map.of("ONRECORD_EMBEDDED_DATA_DIRECTORY", full.toString()))) {
            assertEquals(1, service.awaitExit());

            assertTrue(
                    service.output().contains("There is too little space for the data directory " + full),
                    service::output);
            service.assertNoStackTrace();
        }
    }

    @Test
    @EnabledIf(value = "canMount", disabledReason = "no file system can be mounted here")
    void saysThatItsFolderCannotBeWrittenTo() throws Exception {
        Path readOnly = Files.createDirectory(directory.resolve("full"));

        try (Service service = Service.start(
                onDisk("ro"), directory, Map.of("ONRECORD_EMBEDDED_DATA_DIRECTORY", readOnly.toString()))) {
            assertEquals(1, service.awaitExit());

            assertTrue(
                    service.output()
                            .contains("The embedded PostgreSQL did not start on " + readOnly + ": " + readOnly
                                    + "/lock: Read-only file system\n"),
                    service::output);
            service.assertNoStackTrace();
        }
    }

    private Path data() {
        return directory.resolve("onrecord-data");
    }

    private void copyRecord() throws Exception {
        Process copy = new ProcessBuilder(
                        "cp", "-a", made.resolve("onrecord-data").toString(), directory.toString())
                .inheritIO()
                .start();
        assertEquals(0, copy.waitFor());
    }

    /** A mount of its own, on the folder {@code full} in the directory in which the service runs. */
    private static List<String> onDisk(String options) {
        return List.of(
                "unshare",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o " + options + " none \"$0\" && exec \"$@\"",
                "full");
    }

    private String databasePort() throws IOException {
        return Files.readAllLines(data().resolve("pgdata/postmaster.pid")).get(3);
    }

    private Optional<ProcessHandle> serverProcess() throws IOException {
        return ProcessHandle.of(Long.parseLong(
                Files.readAllLines(data().resolve("pgdata/postmaster.pid")).get(0)));
    }

    static boolean canMount() throws IOException, InterruptedException {
        return new ProcessBuilder("unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt")
                        .start()
                        .waitFor()
                == 0;
    }
}
