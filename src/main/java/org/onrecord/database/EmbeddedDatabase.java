package org.onrecord.database;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;

/**
 * A PostgreSQL of the service's own, for a start without any other: its data live in a directory and are still there at
 * the next start. Where it dies it is started again, on the same port.
 *
 * <p>The directory has {@code pgdata}, the server's data; {@code postgresql}, its programs; {@code postgresql.log};
 * {@code password}, without which no other user of the machine gets in; {@code finished}, which says that {@code
 * pgdata} is whole; and {@code lock}, which an instance holds locked while it runs. The operating system releases the
 * lock of a killed one.
 *
 * <p>What a first start makes is made beside, brought to disk, and renamed. So what has one of these names is whole,
 * and what a killed start left beside goes at the next one.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);

    /**
     * The major version that the build brings; its data can be read by no other. A test compares it with the server's.
     */
    static final String MAJOR_VERSION = "17";

    /** What programs, data and write-ahead log of a new directory take, in bytes. */
    private static final long SPACE_NEEDED = 200L * 1024 * 1024;

    /** The most that is told of the log, in bytes. */
    private static final int MOST_SAID = 8 * 1024;

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /** So many ends within so much time are too many. */
    private static final int FAILURES = 3;

    private static final Duration FAILURES_WITHIN = Duration.ofMinutes(1);

    private final Runnable givingUp;
    private Path directory;
    private Path programs;
    private String password;
    private int port;
    private volatile FileChannel lock;
    private volatile boolean hasStarted;
    private volatile boolean isReady;
    private volatile boolean isClosed;
    private Process startUnderWay;
    private final Object stopping = new Object();

    /**
     * A database that is not started yet.
     *
     * @param dataDirectory where its data live
     * @param givingUp is called once the server has ended so often that it is not started again; the reason is in
     *     the log then
     */
    public EmbeddedDatabase(Path dataDirectory, Runnable givingUp) {
        this.directory = dataDirectory.toAbsolutePath().normalize();
        this.givingUp = givingUp;
    }

    /** Whether this build brings a server: one that is made to go with another database may leave it out. */
    public static boolean isIncluded() {
        try {
            // What unpacks the programs is left out with them, and without it their class cannot be loaded.
            Class.forName("org.tukaani.xz.XZInputStream");
        } catch (ClassNotFoundException leftOut) {
            return false;
        }
        return ServerPrograms.areIncluded();
    }

    /**
     * Starts the server, on a new directory after creating a database in it, and watches it from then on. Another
     * thread may {@linkplain #close close} it meanwhile.
     *
     * @throws CannotStart where the directory cannot be used; what stands in it is left as it is
     */
    public void start() throws CannotStart {
        LOG.infof(
                "No JDBC URL is configured: starting an embedded PostgreSQL %s, data in %s", MAJOR_VERSION, directory);
        try {
            if (!Files.isDirectory(directory)) { // A link to a directory is one, too.
                Files.createDirectories(directory);
            }
            // The operating system names the programs that run by their real paths.
            directory = directory.toRealPath();
            lock = lock();
            checkVersion();
            checkSpace();
            stopPredecessor();
            setUnfinishedAside();
            // Others may read what is unpacked, so they do not get there.
            keepFromOthers(Files.createDirectories(allPrograms()), "rwx------");
            programs = ServerPrograms.unpackInto(allPrograms());
            deleteLeftovers();
            if (!Files.exists(data())) {
                createData();
            }
            password = Files.readString(passwordFile());
            port = freePort();
            startServer();
        } catch (IOException | CannotStart fault) {
            stop();
            throw fault instanceof CannotStart reason ? reason : cannotStart(fault);
        } catch (InterruptedException stopped) {
            stop();
            Thread.currentThread().interrupt();
            throw new CannotStart("It was interrupted.");
        }
        LOG.infof(
                "The embedded PostgreSQL listens on localhost:%d; the password of its user postgres is in %s",
                port, passwordFile());
        hasStarted = true;
        isReady = true;
        Thread watch = new Thread(this::watch, "embedded-postgresql");
        watch.setDaemon(true);
        watch.start();
    }

    /** The settings with which Quarkus uses this database. */
    public Map<String, String> settings() {
        return Map.of(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://localhost:" + port + "/postgres",
                "quarkus.datasource.username",
                "postgres",
                "quarkus.datasource.password",
                password);
    }

    /** Whether the server runs; where it does not, in words for an operator. */
    public HealthCheckResponse health() {
        boolean runs = isReady && runningServer().isPresent();
        var response = HealthCheckResponse.named("Embedded PostgreSQL").status(runs);
        return (runs ? response : response.withData("reason", "the embedded PostgreSQL is being started again"))
                .build();
    }

    /** Whether {@link #close} was called. */
    public boolean isStopping() {
        return isClosed;
    }

    /**
     * Stops the server in order: transactions under way are rolled back, everything committed is on disk. One that is
     * still being started is given up; the next start begins where this one was.
     */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        stop();
    }

    private void stop() {
        Process program;
        synchronized (this) {
            program = startUnderWay;
        }
        // Whoever comes here second waits for the first one's end.
        synchronized (stopping) {
            if (lock != null) {
                stop(program);
                release();
            }
        }
    }

    private void stop(Process program) {
        try {
            if (program != null) {
                program.destroy();
                program.waitFor(KILL_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            }
            if (programs != null && runningServer().isPresent()) {
                long logged = logged();
                Process stop = launch(
                        "pg_ctl",
                        "stop",
                        "--pgdata=" + data(),
                        "--mode=fast",
                        "--wait",
                        "--timeout=" + STOP_TIMEOUT.toSeconds(),
                        "--silent");
                if (stop.waitFor() != 0) {
                    LOG.warnf(
                            "The embedded PostgreSQL did not stop in order; it recovers at its next start.%s",
                            said(logged));
                }
            }
            if (programs != null) {
                endPrograms();
            }
        } catch (IOException | CannotStart fault) {
            LOG.warnf(
                    "The embedded PostgreSQL did not stop in order; it recovers at its next start: %s", reason(fault));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void release() {
        try {
            lock.close();
        } catch (IOException fault) {
            LOG.debug("The lock is released when the process ends", fault);
        }
        lock = null;
    }

    private FileChannel lock() throws IOException, CannotStart {
        FileChannel channel = FileChannel.open(
                directory.resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
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

    private void checkVersion() throws IOException, CannotStart {
        Path versionFile = data().resolve("PG_VERSION");
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

    private void checkSpace() throws IOException, CannotStart {
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < SPACE_NEEDED) {
            throw new CannotStart("There is too little space for the data directory " + directory + ": "
                    + free / (1024 * 1024) + " MiB are free, " + SPACE_NEEDED / (1024 * 1024) + " MiB are needed.");
        }
    }

    /** Ends what a killed instance left running. This instance holds the lock: nobody uses it. */
    private void stopPredecessor() throws IOException, CannotStart, InterruptedException {
        Optional<ProcessHandle> server = runningServer();
        if (server.isPresent()) {
            LOG.warnf("An earlier instance was killed and left its PostgreSQL running: stopping that one in order");
            server.get().destroy(); // SIGTERM: it ends once its clients are gone, and they are
            if (!await(STOP_TIMEOUT, () -> runningServer().isEmpty())) {
                throw new CannotStart("The PostgreSQL of an earlier instance (process "
                        + server.get().pid() + ") does not stop. Stop it with: kill -INT "
                        + server.get().pid());
            }
        }
        endPrograms();
        if (processInPidFile().isPresent()) {
            // The number was given to another program since. PostgreSQL would take that for a server of its own.
            Files.delete(pidFile());
        }
        if (Files.exists(pidFile())) {
            LOG.warnf("An earlier instance was killed: the database recovers from its write-ahead log");
        }
    }

    /** Ends what runs without a server: its children, where it was killed, and what a killed first start had begun. */
    private void endPrograms() throws CannotStart, InterruptedException {
        processes().forEach(ProcessHandle::destroyForcibly);
        if (!await(KILL_TIMEOUT, () -> processes().findAny().isEmpty())) {
            throw new CannotStart("Processes of an earlier start do not end: "
                    + processes().map(process -> String.valueOf(process.pid())).toList());
        }
    }

    /** All that run a program of this directory. */
    private Stream<ProcessHandle> processes() {
        return ProcessHandle.allProcesses().filter(this::isOfThisDirectory);
    }

    /**
     * The server that runs on the data, if one does: a program of this directory's, and no other that has its number
     * now.
     */
    private Optional<ProcessHandle> runningServer() {
        return processInPidFile().filter(this::isOfThisDirectory);
    }

    /**
     * A process that has ended has no program, even where nobody has asked for its exit code, as in a container without
     * init.
     */
    private boolean isOfThisDirectory(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> Path.of(command).startsWith(allPrograms()))
                .isPresent();
    }

    private Optional<ProcessHandle> processInPidFile() {
        try (Stream<String> lines = Files.lines(pidFile())) {
            return lines.findFirst()
                    .filter(line -> line.matches("[0-9]{1,18}"))
                    .flatMap(line -> ProcessHandle.of(Long.parseLong(line)));
        } catch (IOException noFile) {
            return Optional.empty();
        }
    }

    private Path pidFile() {
        return data().resolve("postmaster.pid");
    }

    private Path data() {
        return directory.resolve("pgdata");
    }

    private Path allPrograms() {
        return directory.resolve("postgresql");
    }

    private Path passwordFile() {
        return directory.resolve("password");
    }

    private Path finished() {
        return directory.resolve("finished");
    }

    private Path log() {
        return directory.resolve("postgresql.log");
    }

    /** A database that a former version began in its place and never finished is kept, under another name. */
    private void setUnfinishedAside() throws IOException {
        if (Files.exists(data()) && !Files.exists(finished())) {
            Path aside = directory.resolve("pgdata-unfinished-" + Instant.now().toEpochMilli());
            LOG.warnf("The first start on this directory was interrupted: keeping what it left as %s", aside);
            Files.move(data(), aside);
        }
    }

    private void deleteLeftovers() throws IOException {
        for (Path file : ServerPrograms.entries(directory)) {
            String name = file.getFileName().toString();
            if (name.startsWith("pgdata-new") || name.equals("password-new")) {
                ServerPrograms.delete(file);
            }
        }
        // Of former versions.
        Files.deleteIfExists(data().resolve("epg-lock"));
    }

    private void createData() throws IOException, InterruptedException {
        writePassword();
        // A name that no initdb of a killed start can write to.
        Path unfinished = Files.createTempDirectory(directory, "pgdata-new");
        run(
                "initdb",
                "--pgdata=" + unfinished,
                "--username=postgres",
                "--pwfile=" + passwordFile(),
                // Only who knows the password gets in.
                "--auth=scram-sha-256",
                // The same on every platform, and right for all of Unicode.
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C");
        Files.deleteIfExists(finished());
        ServerPrograms.sync(Files.createFile(finished()));
        ServerPrograms.sync(directory);
        Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
        ServerPrograms.sync(directory);
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Path unfinished = Files.createFile(directory.resolve("password-new"));
        keepFromOthers(unfinished, "rw-------");
        Files.writeString(unfinished, Base64.getUrlEncoder().encodeToString(random));
        ServerPrograms.sync(unfinished);
        Files.move(unfinished, passwordFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void keepFromOthers(Path path, String permissions) throws IOException {
        if (Files.getFileStore(path).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /**
     * Returns once the server takes connections. It recovers first where it was killed, which takes the time it takes.
     */
    private void startServer() throws IOException, InterruptedException {
        run(
                "pg_ctl",
                "start",
                "--pgdata=" + data(),
                "--wait",
                "--timeout=" + Duration.ofDays(1).toSeconds(),
                "--silent",
                // No socket beside the port: a killed server would leave it in a folder of the machine.
                "--options=-p " + port + " -c unix_socket_directories=");
    }

    /** Runs a program to its end. What it says is in the log. */
    private void run(String program, String... arguments) throws IOException, InterruptedException {
        long logged = logged();
        Process process;
        synchronized (this) {
            if (isClosed) {
                throw new IOException("it is being stopped");
            }
            process = launch(program, arguments);
            startUnderWay = process;
        }
        while (!process.waitFor(TELL_EVERY.toSeconds(), TimeUnit.SECONDS)) {
            String message = "The embedded PostgreSQL is still being started; its log is " + log();
            if (hasStarted) {
                LOG.warn(message);
            } else {
                // Logging has not started yet.
                System.err.println(message);
            }
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    "%s ended with exit code %d.%s".formatted(program, process.exitValue(), said(logged)));
        }
    }

    private Process launch(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (ServerPrograms.isRoot()) {
            // PostgreSQL refuses to run as root. It does not know itself as root where users have no names.
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(programs.resolve("bin").resolve(program).toString());
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log().toFile()))
                .start();
    }

    /** Starts the server again wherever it ends, until that happens too often. */
    private void watch() {
        Deque<Instant> ends = new ArrayDeque<>();
        String reason = "";
        try {
            while (!isClosed) {
                Thread.sleep(LOOK_EVERY.toMillis());
                if (isClosed || runningServer().isPresent()) {
                    continue;
                }
                Instant now = Instant.now();
                ends.add(now);
                ends.removeIf(end -> end.isBefore(now.minus(FAILURES_WITHIN)));
                if (ends.size() >= FAILURES) {
                    LOG.fatalf(
                            "The embedded PostgreSQL has ended %d times within a minute: OnRecord ends. Its log is "
                                    + "%s.%s",
                            FAILURES, log(), reason);
                    givingUp.run();
                    return;
                }
                isReady = false;
                LOG.errorf("The embedded PostgreSQL has ended, and is started again. Its log is %s.%s", log(), reason);
                reason = startAgain();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells why it does not start; an empty text where it does. */
    private String startAgain() throws InterruptedException {
        try {
            stopPredecessor();
            startServer();
            isReady = true;
            LOG.infof("The embedded PostgreSQL runs again, on localhost:%d", port);
            return "";
        } catch (IOException | CannotStart fault) {
            return " It did not start: " + reason(fault);
        }
    }

    private CannotStart cannotStart(Exception fault) {
        return new CannotStart("The embedded PostgreSQL did not start on " + directory + ": " + reason(fault)
                + "\nSet QUARKUS_DATASOURCE_JDBC_URL to use a PostgreSQL of your own.");
    }

    /**
     * What is wrong, in words: the usual faults of a file system name their file only, and say the rest by their class.
     */
    private static String reason(Exception fault) {
        if (fault instanceof FileSystemException file && file.getReason() == null) {
            String what = file instanceof AccessDeniedException
                    ? "access is denied"
                    : file instanceof NoSuchFileException
                            ? "there is no such file"
                            : file instanceof FileAlreadyExistsException
                                    ? "it is in the way"
                                    : file.getClass().getSimpleName();
            return file.getFile() + ": " + what;
        }
        return String.valueOf(fault.getMessage());
    }

    private long logged() throws IOException {
        return Files.exists(log()) ? Files.size(log()) : 0;
    }

    /** What a program has said: the last lines of the log, without those of before. */
    private String said(long logged) throws IOException {
        try (FileChannel channel = FileChannel.open(log(), StandardOpenOption.READ)) {
            channel.position(Math.max(logged, channel.size() - MOST_SAID));
            List<String> lines = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    // pg_ctl says that it is said here.
                    .filter(line -> !line.startsWith("pg_ctl: ") && !line.equals("Examine the log output."))
                    .toList();
            List<String> last = lines.subList(Math.max(0, lines.size() - 10), lines.size());
            return last.isEmpty() ? "" : " The end of " + log() + ":\n  " + String.join("\n  ", last);
        }
    }

    private static boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plus(limit);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            Thread.sleep(50);
        }
        return true;
    }

    /** Why the embedded database cannot start, in words for the person who starts the service. */
    public static final class CannotStart extends Exception {

        private static final long serialVersionUID = 1;

        CannotStart(String message) {
            super(message);
        }
    }
}
