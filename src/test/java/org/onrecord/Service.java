package org.onrecord;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The packaged service as a process of its own. */
final class Service implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    final int port;
    private final Process process;
    private final Path log;

    private Service(int port, Process process, Path log) {
        this.port = port;
        this.process = process;
        this.log = log;
    }

    /** Starts it in a directory, with settings as environment variables. */
    static Service start(Path directory, Map<String, String> settings) throws IOException {
        return start(List.of(), directory, settings);
    }

    /** Starts it by another command, which gets its own as arguments. */
    static Service start(List<String> launcher, Path directory, Map<String, String> settings) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of(System.getProperty("onrecord.jar")).toAbsolutePath().toString()));
        Path log = Files.createTempFile(directory, "service", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("ONRECORD_"));
        builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
        builder.environment().putAll(settings);
        return new Service(port, builder.start(), log);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
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
            return given().port(port).get("/q/health/ready").statusCode();
        } catch (Exception notYet) {
            return 0;
        }
    }

    JsonNode ask(String document) {
        return Ask.json(given().port(port)
                .contentType(ContentType.JSON)
                .body(Map.of("query", document))
                .post("/graphql")
                .asString());
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
        process.destroy();
        return awaitExit();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not stop:\n" + output());
        }
        return process.exitValue();
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

    private void await(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(TIMEOUT);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end) || !process.isAlive()) {
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
