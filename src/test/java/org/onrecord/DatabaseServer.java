package org.onrecord;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL of an operator, which may be stopped, killed and started again on its data and its port. */
final class DatabaseServer implements AutoCloseable {

    private static final String SUPERUSER = "postgres";

    private final EmbeddedPostgres server;
    private final Path data;
    private final Path programs;

    private DatabaseServer(EmbeddedPostgres server, Path data, Path programs) {
        this.server = server;
        this.data = data;
        this.programs = programs;
    }

    /** Starts one on a new directory, with settings as they stand in {@code postgresql.conf}. */
    static DatabaseServer start(Path data, Map<String, String> settings) throws IOException {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
        // The system gives ports of its own range to others while the server is away.
        builder.setPort(Service.freePort());
        // A killed server would leave its socket and that one's lock in a folder of the machine.
        builder.setServerConfig("unix_socket_directories", "");
        // The default of the library loses what was committed just before a kill.
        builder.setServerConfig("synchronous_commit", "on");
        settings.forEach(builder::setServerConfig);
        EmbeddedPostgres server = builder.start();
        String program = process(data).info().command().orElseThrow();
        return new DatabaseServer(server, data, Path.of(program).getParent());
    }

    int port() {
        return server.getPort();
    }

    /** A connection of the superuser to a database. */
    Connection connect(String database) throws SQLException {
        return server.getDatabase(SUPERUSER, database).getConnection();
    }

    /** Sends a signal to the server and all its processes. */
    void signal(String name) throws IOException, InterruptedException {
        ProcessHandle process = process(data);
        List<String> command = new ArrayList<>(List.of("kill", "-" + name, String.valueOf(process.pid())));
        process.descendants().forEach(child -> command.add(String.valueOf(child.pid())));
        run(command);
    }

    /** Stops it, whoever is connected. */
    void stop() throws IOException, InterruptedException {
        pgCtl("stop", "--mode=fast");
    }

    /** Starts it as it was started before, after {@link #stop} or a signal that ended it. */
    void startAgain() throws IOException, InterruptedException {
        // Who ended may be known to the system for a while yet, and pg_ctl would wait for it.
        Files.deleteIfExists(pidFile(data));
        // Reads from its data with which options it ran.
        pgCtl("restart", "--mode=immediate");
    }

    private void pgCtl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // As which PostgreSQL refuses to run.
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(programs.resolve("pg_ctl").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("--pgdata=" + data, "--wait", "--silent", "--log=" + data.resolve("server.log")));
        run(command);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(command + " fails");
        }
    }

    private static ProcessHandle process(Path data) throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile(data)).get(0)))
                .orElseThrow();
    }

    private static Path pidFile(Path data) {
        return data.resolve("postmaster.pid");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
