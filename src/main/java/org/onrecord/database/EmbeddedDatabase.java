package org.onrecord.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A PostgreSQL of the service's own, for a start without any other: its data live in a directory and are still there at the
 * next start.
 *
 * <p>The directory has {@code pgdata}, the server's data; {@code postgresql}, its programs; {@code postgresql.log};
 * {@code password}, without which no other user of the machine gets in; {@code finished}, once the first start has
 * succeeded; and {@code lock}, which an instance holds locked while it runs. The operating system releases the lock of a
 * killed one.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);

    /** The major version that the build brings; its data can be read by no other. A test compares it with the server's. */
    static final String MAJOR_VERSION = "17";

    /** What programs, data and write-ahead log of a new directory take, in bytes. */
    private static final long SPACE_NEEDED = 200L * 1024 * 1024;

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final EmbeddedPostgres server;
    private final String password;
    private final FileChannel lock;

    private EmbeddedDatabase(EmbeddedPostgres server, String password, FileChannel lock) {
        this.server = server;
        this.password = password;
        this.lock = lock;
    }

    /** Whether this build brings a server: one that is made to go with another database may leave it out. */
    public static boolean isIncluded() {
        try {
            Class.forName("io.zonky.test.db.postgres.embedded.EmbeddedPostgres");
            return true;
        } catch (ClassNotFoundException leftOut) {
            return false;
        }
    }

    /**
     * Starts the server, on a new directory after creating a database in it.
     *
     * @throws CannotStart where the directory cannot be used; what stands in it is left as it is
     */
    public static EmbeddedDatabase start(Path dataDirectory) throws CannotStart {
        Path directory = dataDirectory.toAbsolutePath().normalize();
        LOG.infof(
                "No JDBC URL is configured: starting an embedded PostgreSQL %s, data in %s", MAJOR_VERSION, directory);
        Path data = directory.resolve("pgdata");
        FileChannel lock = null;
        try {
            Files.createDirectories(directory);
            lock = lock(directory);
            checkVersion(directory, data);
            checkSpace(directory);
            stopPredecessor(directory, data);
            setUnfinishedAside(directory, data);
            Path passwordFile = directory.resolve("password");
            if (!Files.exists(data)) {
                Files.deleteIfExists(finished(directory));
                writePassword(passwordFile);
            }
            String password = Files.readString(passwordFile);
            EmbeddedPostgres server = startServer(directory, data, passwordFile, password);
            Files.writeString(finished(directory), "");
            LOG.infof(
                    "The embedded PostgreSQL listens on localhost:%d; the password of its user postgres is in %s",
                    server.getPort(), passwordFile);
            return new EmbeddedDatabase(server, password, lock);
        } catch (IOException | RuntimeException | CannotStart fault) {
            if (lock != null) {
                runningServer(directory, data).ifPresent(ProcessHandle::destroy);
            }
            release(lock);
            throw fault instanceof CannotStart reason ? reason : cannotStart(directory, fault);
        }
    }

    /** The settings with which Quarkus uses this database. */
    public Map<String, String> settings() {
        return Map.of(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://localhost:" + server.getPort() + "/postgres",
                "quarkus.datasource.username",
                "postgres",
                "quarkus.datasource.password",
                password);
    }

    /** Stops the server in order: transactions under way are rolled back, everything committed is on disk. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException fault) {
            LOG.warn("The embedded PostgreSQL did not stop in order; it recovers at its next start", fault);
        }
        release(lock);
    }

    private static FileChannel lock(Path directory) throws IOException, CannotStart {
        Path file = directory.resolve("lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            held = null;
        }
        if (held == null) {
            channel.close();
            throw new CannotStart("Another instance of OnRecord is running on the data directory " + directory
                    + ". Stop it, or choose another directory with -Donrecord.embedded.data-directory=…");
        }
        return channel;
    }

    private static void checkVersion(Path directory, Path data) throws IOException, CannotStart {
        Path versionFile = data.resolve("PG_VERSION");
        if (Files.exists(versionFile)) {
            String version = Files.readString(versionFile).strip();
            if (!version.equals(MAJOR_VERSION)) {
                throw new CannotStart("The data in " + directory + " were made by PostgreSQL " + version
                        + ", and this version of OnRecord brings PostgreSQL " + MAJOR_VERSION
                        + ", which cannot read them. Nothing was changed. Dump them with pg_dump of PostgreSQL "
                        + version
                        + ", or choose another directory with -Donrecord.embedded.data-directory=…");
            }
        }
    }

    private static void checkSpace(Path directory) throws IOException, CannotStart {
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < SPACE_NEEDED) {
            throw new CannotStart("There is too little space for the data directory " + directory + ": "
                    + free / (1024 * 1024) + " MiB are free, " + SPACE_NEEDED / (1024 * 1024) + " MiB are needed.");
        }
    }

    /** Stops a server that a killed instance left running. This instance holds the lock: nobody uses that server. */
    private static void stopPredecessor(Path directory, Path data) throws IOException, CannotStart {
        Optional<ProcessHandle> process = runningServer(directory, data);
        if (process.isEmpty()) {
            if (processInPidFile(data).isPresent()) {
                // The number was given to another program since. PostgreSQL would take that for a server of its own.
                Files.delete(pidFile(data));
            }
            if (Files.exists(pidFile(data))) {
                LOG.warnf("An earlier instance was killed: the database recovers from its write-ahead log");
            }
            return;
        }
        LOG.warnf("An earlier instance was killed and left its PostgreSQL running: stopping that one in order");
        process.get().destroy(); // SIGTERM: it ends once its clients are gone, and they are
        try {
            process.get().onExit().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception notStopped) {
            throw new CannotStart("The PostgreSQL of an earlier instance (process "
                    + process.get().pid() + ") does not stop. Stop it with: kill -INT "
                    + process.get().pid());
        }
    }

    /** The server that runs on the data, if one does: a program of this directory's, and no other that has its number now. */
    private static Optional<ProcessHandle> runningServer(Path directory, Path data) {
        return processInPidFile(data)
                .filter(process -> process.info()
                        .command()
                        .filter(command -> Path.of(command).startsWith(programs(directory)))
                        .isPresent());
    }

    private static Optional<ProcessHandle> processInPidFile(Path data) {
        try (Stream<String> lines = Files.lines(pidFile(data))) {
            return lines.findFirst()
                    .filter(line -> line.matches("[0-9]{1,18}"))
                    .flatMap(line -> ProcessHandle.of(Long.parseLong(line)));
        } catch (IOException noFile) {
            return Optional.empty();
        }
    }

    private static Path pidFile(Path data) {
        return data.resolve("postmaster.pid");
    }

    private static Path programs(Path directory) {
        return directory.resolve("postgresql");
    }

    /** A directory in which a database was begun but never finished is kept, under another name. */
    private static void setUnfinishedAside(Path directory, Path data) throws IOException {
        if (Files.exists(data) && !Files.exists(finished(directory))) {
            Path aside = directory.resolve("pgdata-unfinished-" + Instant.now().toEpochMilli());
            LOG.warnf("The first start on this directory was interrupted: keeping what it left as %s", aside);
            Files.move(data, aside);
        }
    }

    private static Path finished(Path directory) {
        return directory.resolve("finished");
    }

    private static void writePassword(Path file) throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(file);
        Files.createFile(file);
        keepFromOthers(file, "rw-------");
        Files.writeString(file, Base64.getUrlEncoder().encodeToString(random));
    }

    private static void keepFromOthers(Path path, String permissions) throws IOException {
        if (Files.getFileStore(path).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    private static EmbeddedPostgres startServer(Path directory, Path data, Path passwordFile, String password)
            throws IOException {
        Redirect log = Redirect.appendTo(directory.resolve("postgresql.log").toFile());
        // The library lets everyone write where it unpacks: so nobody else gets there.
        keepFromOthers(Files.createDirectories(programs(directory)), "rwx------");
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(
                        programs(directory).resolve("unpacked").toFile())
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_TIMEOUT)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                // The same on every platform, and right for all of Unicode.
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C")
                // Further options of initdb: only who knows the password gets in.
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toString())
                .setConnectConfig("password", password)
                // The library turns these off, for tests. Here nothing that was committed may be lost.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .start();
    }

    private static CannotStart cannotStart(Path directory, Exception fault) {
        Path log = directory.resolve("postgresql.log");
        String reason = fault instanceof FileSystemException file
                ? file.getClass().getSimpleName().replace("Exception", "") + ' ' + file.getFile()
                : String.valueOf(fault.getMessage());
        return new CannotStart("The embedded PostgreSQL did not start on " + directory + ": " + reason + lastLines(log)
                + "\nSet QUARKUS_DATASOURCE_JDBC_URL to use a PostgreSQL of your own.");
    }

    private static String lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            List<String> last = lines.subList(Math.max(0, lines.size() - 10), lines.size());
            return "\nThe end of " + log + ":\n  " + String.join("\n  ", last);
        } catch (IOException noLog) {
            return "";
        }
    }

    private static void release(FileChannel lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException fault) {
            LOG.debug("The lock is released when the process ends", fault);
        }
    }

    /** Why the embedded database cannot start, in words for the person who starts the service. */
    public static final class CannotStart extends Exception {

        private static final long serialVersionUID = 1;

        CannotStart(String message) {
            super(message);
        }
    }
}
