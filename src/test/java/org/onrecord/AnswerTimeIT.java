package org.onrecord;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onrecord.Service.configured;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What the service does with clients that take their time. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AnswerTimeIT {

    private static final int BYTES_OF_SCRIPT = 3_000_000;

    @TempDir
    static Path directory;

    private static EmbeddedPostgres database;
    private static Service service;

    /** A connection on which nothing happens. */
    private static Socket idle;

    @BeforeAll
    static void start() throws Exception {
        database = EmbeddedPostgres.start();
        service = Service.start(
                        directory,
                        configured(database.getPort(), "postgres", Map.of("ONRECORD_LIMITS_ANSWER_TIME", "2S")))
                .awaitUp();
        idle = new Socket("localhost", service.port);
    }

    @AfterAll
    static void stop() throws Exception {
        idle.close();
        service.close();
        database.close();
    }

    /** After a minute, which the other tests take a part of. */
    @Test
    @Order(Integer.MAX_VALUE)
    void closesAConnectionOnWhichNothingHappens() throws IOException {
        idle.setSoTimeout(90_000);

        assertEquals(-1, idle.getInputStream().read());
    }

    /** The time for an answer begins when there is something to answer. */
    @Test
    void waitsForABodyThatIsNotTooSlow() throws Exception {
        String body = "{\"query\": \"query Slow { quotes { totalCount } }\"}";
        String head =
                "POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n";
        try (Socket socket = new Socket("localhost", service.port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write((head + "{").getBytes(StandardCharsets.UTF_8));
            Thread.sleep(6000);
            socket.getOutputStream().write(body.substring(1).getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertTrue(answer.contains("{\"data\":{\"quotes\":{\"totalCount\":89}}}"), answer);
        }
    }

    /** Its first answer takes longer than it may here: the schema is made, by a JVM that compiles nothing. */
    @Test
    @DisabledIf(value = "org.onrecord.Service#isNative", disabledReason = "there, all of that is done before the start")
    void answersInTimeThatTheTimeIsOver() throws Exception {
        Map<String, String> little = Map.of(
                "ONRECORD_LIMITS_EXECUTION_TIME", "200ms",
                "QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "100ms",
                "JAVA_TOOL_OPTIONS", "-Xint");
        try (Service hasty = Service.start(directory, configured(database.getPort(), "postgres", little))
                .awaitUp()) {
            Response answer = given().port(hasty.port)
                    .contentType(ContentType.JSON)
                    .body(Map.of("query", "{ quotes { totalCount } }"))
                    .post("/graphql");

            assertEquals(503, answer.statusCode(), answer::asString);
            assertEquals("1", answer.header("Retry-After"));
            JsonNode error = Ask.onlyError(Ask.json(answer.asString()));
            assertEquals("TIMEOUT", error.at("/extensions/code").asText());
            assertEquals("execution-time", error.at("/extensions/limit").asText());
        }
    }

    @Test
    void closesTheConnectionOfAClientThatDoesNotReadInTime() throws Exception {
        assertEquals(200, statusOfAnother());
        assertTrue(bytesRead(0) > BYTES_OF_SCRIPT);
        assertTrue(bytesRead(3000) < BYTES_OF_SCRIPT);

        // As many as one client may have, none of which is ever read.
        List<SlowReader> unread = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            unread.add(ask());
        }
        Thread.sleep(500);
        assertEquals(429, statusOfAnother());
        Thread.sleep(3000);
        assertEquals(200, statusOfAnother());
        for (SlowReader reader : unread) {
            reader.close();
        }
    }

    private static int statusOfAnother() {
        return get("http://localhost:" + service.port + "/graphiql/tabs.json").statusCode();
    }

    /** Asks for some megabytes. */
    private static SlowReader ask() throws IOException {
        return new SlowReader(
                service.port, "GET /graphiql/graphiql.min.js HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    /** How much of some megabytes a client gets that begins to read them after so many milliseconds. */
    private static long bytesRead(long pause) throws Exception {
        try (SlowReader reader = ask()) {
            Thread.sleep(pause);
            return reader.countBytes();
        }
    }
}
