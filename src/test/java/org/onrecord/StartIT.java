package org.onrecord;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onrecord.Service.configured;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Starting and stopping the packaged service on a database that is configured, also where that is in no state to be
 * used.
 */
class StartIT {

    private static final String QUOTES = "{ quotes { totalCount } }";

    /** As many as one client may have of the pool's connections. */
    private static final int CLIENTS = 19;

    @TempDir
    Path directory;

    @Test
    void usesTheDatabaseThatIsConfigured() throws Exception {
        Path home = Files.createDirectory(directory.resolve("home"));
        try (EmbeddedPostgres database = EmbeddedPostgres.start();
                Service service =
                        Service.start(home, configured(database.getPort())).awaitUp()) {
            assertEquals(89, service.quotes());
            assertFalse(service.output().contains("embedded"), service::output);
            assertFalse(Files.exists(home.resolve("onrecord-data")));
        }
    }

    @Test
    void hidesGraphiqlWhereItIsSwitchedOff() throws Exception {
        Map<String, String> more = Map.of("ONRECORD_GRAPHIQL_ENABLED", "false");
        try (EmbeddedPostgres database = EmbeddedPostgres.start();
                Service service = Service.start(directory, configured(database.getPort(), "postgres", more))
                        .awaitUp()) {
            for (String path :
                    List.of("/graphiql", "/graphiql/", "/graphiql/index.html", "/graphiql/graphiql.min.js")) {
                given().port(service.port).get(path).then().statusCode(404);
            }
        }
    }

    @Test
    void isNotReadyUntilTheDatabaseCanBeReached() throws Exception {
        int port = Service.freePort();
        Map<String, String> settings = configured(port);
        settings.merge("QUARKUS_DATASOURCE_JDBC_URL", "?password=hush-in-url", String::concat);
        try (Service service = Service.start(directory, settings).awaitUp()) {
            service.awaitOutput("The database at jdbc:postgresql://localhost:" + port + "/postgres cannot be reached");
            service.assertNoStackTrace();
            assertEquals(503, service.readiness());
            assertEquals(
                    "UNAVAILABLE",
                    service.ask(QUOTES)
                            .path("errors")
                            .path(0)
                            .path("extensions")
                            .path("code")
                            .asText());

            try (EmbeddedPostgres database =
                    EmbeddedPostgres.builder().setPort(port).start()) {
                assertEquals(port, database.getPort());
                service.awaitReadiness(200);
                assertEquals(89, service.quotes());
            }
            service.awaitReadiness(503);
            assertFalse(service.output().contains("hush"), service::output);
        }
    }

    /** The pool's connections from before do not serve any more; no request is told so. */
    @Test
    void answersEveryRequestOnceTheDatabaseIsBack() throws Exception {
        int port = Service.freePort();
        Path data = directory.resolve("data");
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (Service service = Service.start(
                directory,
                configured(
                        port,
                        "postgres",
                        Map.of(
                                "QUARKUS_DATASOURCE_JDBC_MAX_SIZE",
                                "21",
                                "ONRECORD_LIMITS_CONNECTIONS_OF_CLIENT",
                                "19",
                                "ONRECORD_LIMITS_CONCURRENT_REQUESTS_OF_CLIENT",
                                "20")))) {
            try (EmbeddedPostgres database = onDirectory(data, port)) {
                assertEquals(port, database.getPort());
                service.awaitUp().awaitReadiness(200);
                try (Connection connection = database.getPostgresDatabase().getConnection();
                        Statement statement = connection.createStatement()) {
                    // So that each request takes a connection of its own.
                    connection.setAutoCommit(false);
                    statement.execute("lock table quote in access exclusive mode");
                    List<CompletableFuture<Integer>> underWay = askAtOnce(service, clients);
                    awaitWaitingStatements(database, CLIENTS);
                    connection.rollback();
                    underWay.forEach(answer -> assertEquals(89, answer.join()));
                }
            }
            try (EmbeddedPostgres database = onDirectory(data, port)) {
                assertEquals(port, database.getPort());
                // Until then requests are told that the database is away, without a try of their own.
                service.awaitReadiness(200);
                askAtOnce(service, clients).forEach(answer -> assertEquals(89, answer.join()));
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static List<CompletableFuture<Integer>> askAtOnce(Service service, ExecutorService clients) {
        // The variable, which is not declared, makes each something that no other asks.
        return IntStream.range(0, CLIENTS)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            JsonNode answer = service.ask("{ quotes { totalCount } }", Map.of("asked", i));
                            assertFalse(answer.has("errors"), () -> answer + service.output());
                            return answer.findValue("totalCount").asInt();
                        },
                        clients))
                .toList();
    }

    private static EmbeddedPostgres onDirectory(Path data, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .start();
    }

    @Test
    void saysWhyADatabaseCannotBeUsed() throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.start()) {
            try (var connection = database.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create table somebody_elses (id integer)");
            }
            try (Service service = Service.start(directory, configured(database.getPort()))) {
                assertEquals(1, service.awaitExit());

                assertTrue(service.output().contains("/postgres cannot be used: "), service::output);
                service.assertNoStackTrace();
            }
        }
    }

    @Test
    void stopsWhenItIsTold() throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.start();
                Service service =
                        Service.start(directory, configured(database.getPort())).awaitUp()) {
            assertEquals(143, service.terminate());

            service.awaitOutput("onrecord stopped");
            service.assertNoStackTrace();
        }
    }

    /** So that no request is lost while proxies learn that it stops. */
    @Test
    void goesOnAnsweringForAsLongAsItIsTold() throws Exception {
        Map<String, String> more = Map.of("QUARKUS_SHUTDOWN_DELAY", "4S");
        try (EmbeddedPostgres database = EmbeddedPostgres.start();
                Service service = Service.start(directory, configured(database.getPort(), "postgres", more))
                        .awaitUp()) {
            service.awaitReadiness(200);
            service.requestTermination();

            service.awaitReadiness(503);
            assertEquals(89, service.quotes());
            assertEquals(143, service.awaitExit());
        }
    }

    @Test
    void endsRequestsUnderWayBeforeItStops() throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.start();
                Service service =
                        Service.start(directory, configured(database.getPort())).awaitUp();
                Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table quote in access exclusive mode");
            CompletableFuture<Integer> underWay = CompletableFuture.supplyAsync(service::quotes);
            awaitWaitingStatements(database, 1);

            service.requestTermination();
            service.awaitReadiness(503);
            connection.rollback();

            assertEquals(89, underWay.get(30, TimeUnit.SECONDS));
            assertEquals(143, service.awaitExit());
        }
    }

    private static void awaitWaitingStatements(EmbeddedPostgres database, int wanted) throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection()) {
            Wait.until(wanted + " statements wait", () -> Locks.waiting(connection) >= wanted);
        }
    }

    @Test
    void saysNothingMoreOfTheDatabaseOnceItStops() throws Exception {
        try (BlackHole network = new BlackHole(Service.freePort())) {
            network.swallow();
            try (Service service = Service.start(directory, configured(network.port()))) {
                service.awaitOutput("it tries again");
                String before = service.output();
                // It is in the middle of its next try then.
                Thread.sleep(3000);

                assertEquals(143, service.terminate(), service::output);

                String after = service.output().substring(before.length());
                assertFalse(after.contains("tries again") || after.contains("cannot be"), after);
                service.assertNoStackTrace();
            }
        }
    }

    /**
     * What machines read has the digits of ASCII and the years of their calendar, whatever language the machine speaks.
     */
    @ParameterizedTest
    @CsvSource({"ar, EG, u-nu-arab, false", "th, TH, u-ca-buddhist-nu-thai, true"})
    @DisabledIf(value = "org.onrecord.Service#isNative", disabledReason = "there, the language is that of the build")
    void writesNumbersThatMachinesRead(String language, String country, String extensions, String asJson)
            throws Exception {
        Map<String, String> abroad = Map.of(
                "QUARKUS_LOG_CONSOLE_JSON_ENABLED",
                asJson,
                "JAVA_TOOL_OPTIONS",
                "-Duser.language=%s -Duser.country=%s -Duser.extensions=%s".formatted(language, country, extensions));
        try (EmbeddedPostgres database = EmbeddedPostgres.start();
                Service service = Service.start(directory, configured(database.getPort(), "postgres", abroad))
                        .awaitUp()) {
            assertEquals(89, service.quotes());
            Response refused = given().port(service.port)
                    .queryParam("query", "{ quotes(first: 1000) { totalCount } }")
                    .get("/graphql");
            String all = refused.asString()
                    + refused.headers()
                    + service.management("/q/health/ready").body()
                    + service.management("/q/metrics").body();
            service.terminate();
            all += service.output();

            assertFalse(Pattern.compile("[\\p{Nd}&&[^0-9]]").matcher(all).find(), all);
            assertTrue(service.output().contains("status=200 durationMs="), service::output);
            String buddhistYear = String.valueOf(Year.now(ZoneOffset.UTC).getValue() + 543);
            assertFalse(all.contains(buddhistYear + "-"), all);
        }
    }

    @Test
    void takesNoOtherArgument() throws Exception {
        try (Service service = Service.start(directory, Map.of(), "--help")) {
            assertEquals(2, service.awaitExit());

            assertEquals("OnRecord takes no argument, to serve, or the argument migrate\n", service.output());
        }
    }

    @Test
    @EnabledIf(value = "org.onrecord.Service#isNative", disabledReason = "the jar brings a database of its own")
    void saysThatNoDatabaseIsConfigured() throws Exception {
        try (Service service = Service.start(directory, Map.of())) {
            assertEquals(1, service.awaitExit());

            assertTrue(
                    service.output().contains("No database is configured: set QUARKUS_DATASOURCE_JDBC_URL"),
                    service::output);
            service.assertNoStackTrace();
        }
    }
}
