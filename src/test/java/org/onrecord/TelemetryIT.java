package org.onrecord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onrecord.Service.configured;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service writes to its log and sends to a collector of traces. */
class TelemetryIT {

    private static final String QUESTION = """
            query AskedByName($name: String!) { actors(filter: { namePrefix: $name }) { totalCount nodes { name } } }""";

    private static final String SPREAD_TWICE = """
            { one: quotes(first: 10) { ...slugs } other: quotes(first: 10) { ...slugs } }
            fragment slugs on QuoteConnection { nodes { slug } }""";

    private static final String SECRET = "Steve-secret";

    @TempDir
    Path directory;

    private static EmbeddedPostgres database;

    private HttpServer collector;
    private final Queue<String> traces = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void startDatabase() throws IOException {
        database = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        database.close();
    }

    @BeforeEach
    void start() throws Exception {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            traces.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    @Test
    void logsALineForEachRequestAsJsonWithTheIdOfItsTrace() throws Exception {
        try (Service service = Service.start(directory, tracing()).awaitUp()) {
            service.ask(QUESTION, Map.of("name", SECRET));
            service.ask("{ quotes(first: 0) { totalCount } }");
            service.ask(SPREAD_TWICE);
            service.terminate();

            List<JsonNode> lines = requestLines(service);
            assertEquals(3, lines.size(), service::output);
            JsonNode named = lines.get(0).path("mdc");
            assertEquals("AskedByName", named.path("operation").asText());
            assertEquals("200", named.path("status").asText());
            assertEquals("31", named.path("cost").asText());
            assertEquals("", named.path("errors").asText());
            assertTrue(named.path("durationMs").asText().matches("\\d+"), service::output);
            assertTrue(named.path("traceId").asText().matches("[0-9a-f]{32}"), service::output);
            assertEquals("-", lines.get(1).path("mdc").path("operation").asText());
            assertEquals(
                    "BAD_USER_INPUT", lines.get(1).path("mdc").path("errors").asText());
            assertEquals("22", lines.get(2).path("mdc").path("cost").asText());
            assertFalse(service.output().contains(SECRET), service::output);
        }
    }

    @Test
    void namesNoAddressOfItsOwnMachineInALogForMachines() throws Exception {
        Map<String, String> settings = Map.of("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true");
        try (Service service = Service.start(directory, configured(database.getPort(), "postgres", settings))
                .awaitUp()) {
            service.terminate();

            assertFalse(service.output().contains("http://localhost"), service::output);
            assertFalse(service.output().contains("GraphiQL"), service::output);
        }
    }

    @Test
    void sendsSpansOfTheOperationAndItsStatements() throws Exception {
        try (Service service = Service.start(directory, tracing()).awaitUp()) {
            service.ask(QUESTION, Map.of("name", SECRET));
            service.terminate();
        }

        String sent = String.join("", traces);
        assertTrue(sent.contains("graphql.operation.name"), sent);
        assertTrue(sent.contains("AskedByName"), sent);
        assertTrue(sent.contains("db.query.text"), sent);
        assertTrue(sent.contains("from actor"), sent);
        assertFalse(sent.contains(SECRET), sent);
    }

    @Test
    void tracesNothingUnlessItIsTold() throws Exception {
        try (Service service =
                Service.start(directory, configured(database.getPort())).awaitUp()) {
            service.ask(QUESTION, Map.of("name", SECRET));
            service.terminate();

            assertTrue(service.output().contains("operation=AskedByName status=200 "), service::output);
        }
        assertTrue(traces.isEmpty());
    }

    private Map<String, String> tracing() {
        Map<String, String> settings = Map.of(
                "QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true",
                "QUARKUS_OTEL_SDK_DISABLED", "false",
                "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
                        "http://localhost:" + collector.getAddress().getPort());
        return configured(database.getPort(), "postgres", settings);
    }

    private static List<JsonNode> requestLines(Service service) {
        return service.output()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(Ask::json)
                .filter(line -> line.path("loggerName").asText().equals("org.onrecord.request"))
                .toList();
    }
}
