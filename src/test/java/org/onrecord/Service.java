package org.onrecord;

import static io.restassured.RestAssured.given;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The packaged service as a process of its own: the jar, or the native executable where that was built. The jar's JVM
 * starts as quickly as it can, and is not as fast later as others are.
 */
final class Service implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    /** The native executable; null where the jar was built. */
    private static final String EXECUTABLE = System.getProperty("native.image.path");

    private static final int FIRST_PORT = 10_000;
    private static final int LAST_PORT = 32_000;

    /** Two JVMs that run tests begin elsewhere. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT));

    final int port;
    private final int managementPort;
    private final Process process;
    private final Path log;

    private Service(int port, int managementPort, Process process, Path log) {
        this.port = port;
        this.managementPort = managementPort;
        this.process = process;
        this.log = log;
    }

    /** Starts it in a directory, with settings as environment variables. */
    static Service start(Path directory, Map<String, String> settings, String... arguments) throws IOException {
        return start(List.of(), directory, settings, arguments);
    }

    /** Starts it by another command, which gets its own as arguments. */
    static Service start(List<String> launcher, Path directory, Map<String, String> settings, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(program());
        command.addAll(List.of(arguments));
        return run(command, directory, settings);
    }

    private static Service run(List<String> command, Path directory, Map<String, String> settings) throws IOException {
        int port = freePort();
        int managementPort = freePort();
        Path log = Files.createTempFile(directory, "service", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("ONRECORD_"));
        builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPort));
        builder.environment().putAll(settings);
        return new Service(port, managementPort, builder.start(), log);
    }

    private static List<String> program() throws IOException {
        if (isNative()) {
            return List.of(Path.of(EXECUTABLE).toAbsolutePath().toString());
        }
        List<String> program = java();
        program.add("-XX:SharedArchiveFile=" + loadedClasses());
        program.addAll(List.of("-jar", jar().toString()));
        return program;
    }

    private static Path jar() {
        return Path.of(System.getProperty("onrecord.jar")).toAbsolutePath();
    }

    private static List<String> java() {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
    }

    /**
     * The classes that a start loads, which a JVM need not read from the jar then: a first one writes them, for all
     * tests.
     */
    private static synchronized Path loadedClasses() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "databases")).toAbsolutePath();
        Path archive = folder.resolve("loaded-classes.jsa");
        // Another JVM runs tests too.
        try (FileChannel lock = FileChannel.open(folder.resolve("loaded-classes.lock"), CREATE, WRITE)) {
            lock.lock();
            if (!Files.exists(archive)
                    || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar())) < 0) {
                Path written = folder.resolve("loaded-classes.new");
                List<String> command = java();
                command.add("-XX:ArchiveClassesAtExit=" + written);
                command.addAll(List.of("-jar", jar().toString()));
                try (Service service = run(command, Files.createTempDirectory(folder, "first"), Map.of())
                        .awaitUp()) {
                    service.quotes();
                    service.terminate();
                } catch (InterruptedException stopped) {
                    throw new IllegalStateException(stopped);
                }
                Files.move(written, archive, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return archive;
    }

    static boolean isNative() {
        return EXECUTABLE != null;
    }

    static boolean hasNoVirtualThreads() {
        return !isNative() && Runtime.version().feature() < 21;
    }

    /** The settings for a database that is running. */
    static Map<String, String> configured(int databasePort) {
        return configured(databasePort, "postgres", Map.of());
    }

    /** The settings for a database that is running, with a role of it, and more settings. */
    static Map<String, String> configured(int databasePort, String role, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://localhost:" + databasePort + "/postgres");
        settings.put("QUARKUS_DATASOURCE_USERNAME", role);
        return settings;
    }

    /**
     * None of those that the system gives to connections: one of the many that tests open would take it before the
     * service does.
     */
    static int freePort() {
        for (int tried = FIRST_PORT; tried <= LAST_PORT; tried++) {
            int port = NEXT_PORT.getAndUpdate(last -> last == LAST_PORT ? FIRST_PORT : last + 1);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The next one may be free.
            }
        }
        throw new AssertionError("no port is free from " + FIRST_PORT + " to " + LAST_PORT);
    }

    Service awaitUp() {
        await("OnRecord is up", () -> output().contains("OnRecord is up"));
        return this;
    }

    void awaitOutput(String text) {
        await(text, () -> output().contains(text));
    }

    void awaitReadiness(int status) {
        await("readiness " + status, () -> readiness() == status);
    }

    /** The status of the readiness check; 0 where nothing answers. */
    int readiness() {
        try {
            return management("/q/health/ready").statusCode();
        } catch (Exception notYet) {
            return 0;
        }
    }

    /** What the port for operators answers. */
    Response management(String path) {
        return given().port(managementPort).get(path);
    }

    /** The value of a metric without labels. */
    double metric(String name) {
        return management("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + ' '))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no metric " + name));
    }

    JsonNode ask(String document) {
        return ask(document, Map.of());
    }

    JsonNode ask(String document, Map<String, ?> variables) {
        return Ask.json(given().port(port)
                .contentType(ContentType.JSON)
                .body(Map.of("query", document, "variables", variables))
                .post("/graphql")
                .asString());
    }

    /** How many quotes are on record, as a client is told. */
    int quotes() {
        JsonNode response = ask("{ quotes { totalCount } }");
        JsonNode count = response.findValue("totalCount");
        if (count == null) {
            throw new AssertionError(response + "\n" + output());
        }
        return count.asInt();
    }

    /** The names of its threads, as Linux has them: of up to fifteen characters. */
    List<String> threads() throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", String.valueOf(process.pid()), "task"))) {
            return tasks.map(Service::name).toList();
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException ended) {
            return "";
        }
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException fault) {
            throw new AssertionError(fault);
        }
    }

    /** Asks it to stop, as an operating system does, and returns its exit code. */
    int terminate() throws InterruptedException {
        requestTermination();
        return awaitExit();
    }

    void requestTermination() {
        process.destroy();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            close();
            throw new AssertionError("it does not stop:\n" + output());
        }
        return process.exitValue();
    }

    void assertNoStackTrace() {
        assertFalse(output().contains("\tat "), this::output);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
        }
    }

    /** Waits for it while the process lives. */
    void await(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(TIMEOUT);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end) || !process.isAlive()) {
                // Whoever starts it and waits in one expression has nothing yet to close.
                close();
                throw new AssertionError("no " + what + ":\n" + output());
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }
    }
}
