package org.onrecord.graphql;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onrecord.Ask;
import org.onrecord.Metrics;
import org.onrecord.RecordDatabase;
import org.onrecord.SlowReader;
import org.onrecord.graphql.Call.Reply;

/**
 * What would hurt a service that trusts its clients: every check of graphql-cop, what OWASP's cheat sheet on GraphQL
 * warns of, and more. After each, an ordinary question is answered as ever.
 *
 * @see <a href="https://github.com/dolevf/graphql-cop">graphql-cop</a>
 * @see <a href="https://cheatsheetseries.owasp.org/cheatsheets/GraphQL_Cheat_Sheet.html">GraphQL cheat sheet</a>
 */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileTest {

    private static final String FULL_INTROSPECTION = Ask.resource("/introspection.graphql");

    /** Of all quotes, its answer has more than {@link #LARGE} bytes. */
    private static final String LARGE_PAGE = IntStream.range(0, 16)
            .mapToObj(i -> "a".repeat(190) + i + ": text ")
            .collect(Collectors.joining("", "{ quotes(first: %d) { nodes { ", "} } }"));

    private static final long LARGE = 450_000;

    /** The service keeps answers and documents on purpose, at their bounds about 20 MB. */
    private static final long MOST_KEPT = 40_000_000;

    private static long usedBefore;

    @BeforeEach
    void notesItsMemory() {
        if (usedBefore == 0) {
            usedBefore = usedMemory();
        }
    }

    /** After all that the tests before have asked for. */
    @Test
    @Order(Integer.MAX_VALUE)
    void hasItsMemoryBack() {
        long more = usedMemory() - usedBefore;
        assertTrue(more < MOST_KEPT, more + " bytes more");
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @AfterEach
    void answersAnOrdinaryQuestionAsEver() {
        // Far more than it takes, and far less than where the service is in trouble.
        assertTimeout(Duration.ofSeconds(2), () -> {
            String someone = "10.40.%d.1".formatted(ThreadLocalRandom.current().nextInt(256));
            JsonNode answer = Ask.responseTo(someone, """
                    query Ordinary { quotes(first: 3) { nodes { text speaker { name } } } }""", Map.of("asked", UUID.randomUUID()));
            assertEquals(3, answer.findValues("text").size(), answer::toString);
        });
    }

    static Stream<Arguments> floods() {
        return Stream.of(
                flood("alias overloading", "QUERY_TOO_COSTLY", repeated(101, i -> "alias" + i + ": __typename ")),
                flood("field duplication", "QUERY_TOO_COSTLY", repeated(500, i -> "__typename ")),
                flood(
                        "directive overloading",
                        "QUERY_TOO_COSTLY",
                        "{ __typename " + "@include(if: true) ".repeat(60) + "}"),
                flood(
                        "unknown directives",
                        "GRAPHQL_VALIDATION_FAILED",
                        "{ __typename @aa@aa@aa@aa@aa@aa@aa@aa@aa@aa }"),
                flood("circular introspection", "QUERY_TOO_COSTLY", """
                        query cop { __schema { types { fields { type { fields { type { fields { type { fields { type { name }
                        } } } } } } } } } }"""),
                flood(
                        "introspection many times",
                        "QUERY_TOO_COSTLY",
                        repeated(15, i -> "a" + i + ": __schema { types { fields { type { name } } } } ")),
                flood(
                        "introspection of types many times",
                        "QUERY_TOO_COSTLY",
                        repeated(
                                15,
                                i -> "a" + i + ": __type(name: \"Quote\") { fields { type { fields { name } } } } ")),
                flood(
                        "introspection with aliases",
                        "QUERY_TOO_COSTLY",
                        "{ __schema { types { fields { args { "
                                + IntStream.range(0, 28)
                                        .mapToObj(i -> "a" + i + ": type { name kind description } ")
                                        .collect(Collectors.joining())
                                + "} } } } }"),
                flood("introspection with aliases in a fragment", "QUERY_TOO_COSTLY", """
                        { __schema { types { ...f } } } fragment f on __Type { a: name b: name }"""),
                flood("fragment cycle", "GRAPHQL_VALIDATION_FAILED", """
                        { quotes { nodes { ...a } } } fragment a on Quote { ...b } fragment b on Quote { slug ...a }"""),
                flood("fragment of itself", "GRAPHQL_VALIDATION_FAILED", """
                        { quotes { nodes { ...a } } } fragment a on Quote { slug ...a ...a ...a }"""),
                flood("fragment bomb", "QUERY_TOO_COSTLY", fragmentBomb(60, "slug")),
                flood("fragment bomb of nothing", "QUERY_TOO_COSTLY", fragmentBomb(60, "__typename")),
                flood(
                        "inline fragments",
                        "QUERY_TOO_COSTLY",
                        "{ quotes { nodes { "
                                + "... on Quote { about { slug } } ".repeat(100) + "...x } } } "
                                + IntStream.range(0, 20)
                                        .mapToObj(i -> "fragment x" + (i == 0 ? "" : i) + " on Quote { ...x" + (i + 1)
                                                + " ...x" + (i + 1) + " } ")
                                        .collect(Collectors.joining())
                                + "fragment x20 on Quote { slug }"),
                flood("pages of pages", "QUERY_TOO_COSTLY", """
                        { actors(first: 100) { nodes { quotes(first: 100) { nodes { about { quotes(first: 100) { nodes {
                        text } } } } } } } }"""),
                flood("nodes with pages", "BAD_USER_INPUT", """
                        { nodes(ids: [%s]) { id } }""".formatted("\"x\", ".repeat(101))),
                flood(
                        "deep nesting",
                        "QUERY_TOO_COSTLY",
                        "{ quote(slug: \"x\") { " + "source { quotes { nodes { ".repeat(40) + "slug "
                                + "} } } ".repeat(40) + "} }"),
                flood("nesting too deep to be read", "DOCUMENT_TOO_LARGE", "{ a ".repeat(900) + "} ".repeat(900)),
                flood("list too deep to be read", "DOCUMENT_TOO_LARGE", """
                        { quotes(filter: {speaker: %s%s}) { totalCount } }""".formatted(
                                "[".repeat(900), "]".repeat(900))),
                flood("deep list", "GRAPHQL_VALIDATION_FAILED", """
                        { quotes(filter: {speaker: %s"x"%s}) { totalCount } }""".formatted("[".repeat(50), "]".repeat(50))),
                flood("huge exponent", "GRAPHQL_VALIDATION_FAILED", "{ quotes(first: 1e1000000000) { totalCount } }"),
                flood(
                        "huge number",
                        "DOCUMENT_TOO_LARGE",
                        "{ quotes(first: " + "9".repeat(15_000) + ") { totalCount } }"),
                flood(
                        "huge fraction",
                        "DOCUMENT_TOO_LARGE",
                        "{ quotes(first: -0." + "9".repeat(15_000) + ") { totalCount } }"),
                flood(
                        "an alias that makes an answer of megabytes",
                        "DOCUMENT_TOO_LARGE",
                        "{ quotes(first: 50) { nodes { speaker { quotes(first: 50) { nodes { " + "a".repeat(15_000)
                                + ": slug } } } } } }"),
                flood(
                        "counts for each of many",
                        "QUERY_TOO_COSTLY",
                        "{ actors(first: 99) { nodes { "
                                + IntStream.range(0, 23)
                                        .mapToObj(i -> "a" + i + ": mentions { totalCount } ")
                                        .collect(Collectors.joining())
                                + "} } }"),
                flood("many tokens", "DOCUMENT_TOO_LARGE", "{ " + "a ".repeat(9000) + "}"),
                flood("many operations", "DOCUMENT_TOO_LARGE", "query a { __typename } ".repeat(700)),
                flood(
                        "many variables",
                        "GRAPHQL_VALIDATION_FAILED",
                        "query ("
                                + IntStream.range(0, 400)
                                        .mapToObj(i -> "$v" + i + ": Int ")
                                        .collect(Collectors.joining())
                                + ") { __typename }"),
                flood("long document", "DOCUMENT_TOO_LARGE", "{ __typename }" + " ".repeat(100_000)),
                flood("comments", "DOCUMENT_TOO_LARGE", "# comment\n".repeat(10_000) + "{ __typename }"),
                flood("no GraphQL", "GRAPHQL_PARSE_FAILED", "qwerty cop { abc }"),
                flood(
                        "a value that looks like an error",
                        "GRAPHQL_VALIDATION_FAILED",
                        "query ($a: Int = \"" + " with value '".repeat(1500)
                                + "\") { quotes(first: $a) { totalCount } }"),
                flood("type definitions", "GRAPHQL_VALIDATION_FAILED", "type A { a: Int }"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void refuses(String what, String code, String document) {
        JsonNode response = Ask.responseTo("10.41.0.1", document, Map.of());

        assertTrue(response.path("errors").size() > 0, response::toString);
        response.path("errors")
                .forEach(error ->
                        assertEquals(code, error.path("extensions").path("code").asText(), error::toString));
        assertFalse(response.path("data").isObject(), response::toString);
        assertTellsNothing(response.toString());
    }

    @Test
    void answersAFullIntrospectionQuery() {
        JsonNode response = Ask.responseTo("10.41.0.2", FULL_INTROSPECTION, Map.of());

        assertFalse(response.has("errors"), response::toString);
        assertEquals("Query", response.findValue("queryType").path("name").asText());
    }

    /** Values that a variable may have where a text, a number or a day is meant. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"first\": 1e1000000000}",
                "{\"first\": -1e1000000000}",
                "{\"first\": 99999999999999999999999999999999999999}",
                "{\"first\": 1.5}",
                "{\"first\": \"1\"}",
                "{\"first\": {\"a\": 1}}",
                "{\"first\": [[[[[[[[[[1]]]]]]]]]]}",
                "{\"prefix\": \"\\u0000\"}",
                "{\"prefix\": \"\\ud800\"}",
                "{\"prefix\": \"\\udc00\\ud800\"}",
                "{\"prefix\": 5}",
                "{\"prefix\": {\"$gt\": \"\"}}",
                "{\"speaker\": [[[[[[[[\"x\"]]]]]]]]}",
                "{\"speaker\": [null]}",
                "{\"speaker\": [\"' or 1=1 --\"]}",
                "{\"from\": \"0000-00-00\"}",
                "{\"from\": \"99999999999999-01-01\"}",
                "{\"standing\": \"org.\"}",
                "{\"standing\": 5}",
                "{\"filter\": {\"org.\": 5}}",
                "{\"filter\": \"org.\"}",
                "{\"filter\": {\"standing\": [\"org.\"]}}"
            })
    void refusesAVariable(String variables) {
        Response response = post("10.42.0.1", """
                {"query": "query ($first: Int, $prefix: String, $speaker: [String!], $from: Date, $standing: [QuoteStanding!], $filter: QuoteFilter) { quotes(first: $first, filter: {speaker: $speaker, saidFrom: $from, standing: $standing}) { totalCount } actors(filter: {namePrefix: $prefix}) { totalCount } all: quotes(filter: $filter) { totalCount } }", "variables": %s}""".formatted(variables));

        JsonNode answer = Ask.json(response.asString());
        assertEquals(
                List.of("BAD_USER_INPUT"),
                answer.findValuesAsText("code").stream().distinct().toList(),
                answer::toString);
        assertTellsNothing(answer.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"standing\": [\"%s\"]}", "{\"filter\": {\"%s\": 1}}", "{\"speaker\": [\"%s\"]}"})
    void doesNotRepeatAHugeVariable(String variables) {
        Response response = post("10.42.0.6", """
                {"query": "query ($standing: [QuoteStanding!], $filter: QuoteFilter, $speaker: [String!]) { quotes(filter: {standing: $standing, speaker: $speaker}) { totalCount } all: quotes(filter: $filter) { totalCount } }", "variables": %s}""".formatted(variables.formatted("x".repeat(45_000))));

        assertEquals(
                "BAD_USER_INPUT",
                Ask.json(response.asString()).findValue("code").asText());
        assertTrue(response.asString().length() < 500, response::asString);
    }

    /** They are characters like others: no wildcards, no ends of lines, no directions. */
    @ParameterizedTest
    @ValueSource(
            strings = {"%", "_", "%a%", "S%", "Ste_e", "\\", "\r\nSet-Cookie: a=b", "\u202eevetS", "'", "\"", "🏃", "*"
            })
    void takesEachCharacterOfAPrefixForItself(String prefix) {
        JsonNode answer = Ask.responseTo(
                "10.42.0.2",
                "query ($prefix: String) { actors(filter: {namePrefix: $prefix}) { totalCount } }",
                Map.of("prefix", prefix));

        assertEquals("0", answer.findValue("totalCount").asText(), answer::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"query\": \"{ __typename }\"}]",
                "{\"query\": \"{ __typename }\", \"variables\": {\"a\": [[[[[[[[[[",
                "\u0000",
                "{\"query\": \"\\ud800\"}",
                "{\"query\": 5, \"query\": \"{ __typename }\"}",
                "{\"query\": \"{ __typename }\", \"variables\": {\"a\": 1, \"a\": 1}}",
                "\"{ __typename }\""
            })
    void refusesABody(String body) {
        Response response = post("10.42.0.3", body);

        assertTrue(
                List.of("BAD_REQUEST", "GRAPHQL_PARSE_FAILED")
                        .contains(
                                Ask.json(response.asString()).findValue("code").asText()),
                response::asString);
        assertTellsNothing(response.asString());
    }

    @Test
    void refusesJsonThatNestsDeeply() throws Exception {
        Reply reply = Call.post("{\"query\": \"{ __typename }\", \"variables\": " + "[".repeat(100_000) + "}")
                .header("Content-Type", Call.JSON)
                .send();

        assertEquals(400, reply.status());
    }

    @Test
    void refusesVariablesThatNestDeeply() {
        Response response = post(
                "10.42.0.4",
                "{\"query\": \"query ($s: [String!]) { quotes(filter: {speaker: $s}) { totalCount } }\","
                        + " \"variables\": {\"s\": " + "[".repeat(900) + "]".repeat(900) + "}}");

        assertEquals(
                "BAD_USER_INPUT",
                Ask.json(response.asString()).findValue("code").asText());
    }

    @Test
    void refusesABatch() {
        Response response = post(
                "10.42.0.5",
                Stream.generate(() -> "{\"query\": \"{ __typename }\"}")
                        .limit(10)
                        .toList()
                        .toString());

        assertEquals(400, response.statusCode());
        assertTrue(response.asString().contains("batches are not supported"), response::asString);
    }

    @Test
    void tracesNothingForClients() {
        Response response = given().contentType(ContentType.JSON)
                .header("X-Apollo-Tracing", "1")
                .body(Map.of("query", "{ __typename }"))
                .post("/graphql");

        assertEquals("{\"data\":{\"__typename\":\"Query\"}}", response.asString());
    }

    @Test
    void refusesATenMegabyteBody() throws IOException {
        for (int i = 0; i < 5; i++) {
            try (Socket socket = open("10.43.0.1", 10_000_000, "x".repeat(10_000_000))) {
                String answer = answerOf(socket);
                assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
            }
        }
    }

    /** Vert.x' own answer, which has no body: it does not come to be a request. */
    static Stream<Arguments> headsBeyondBounds() {
        return Stream.of(
                Arguments.of(414, "GET /graphql?query=" + "a".repeat(66_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                Arguments.of(
                        431, "GET /graphql HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "a".repeat(66_000) + "\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("headsBeyondBounds")
    void refusesAHeadBeyondBounds(int status, String head) throws IOException {
        String answer = Call.written(head);
        assertTrue(answer.matches("HTTP/1.[01] " + status + " (?s:.*)"), answer);
    }

    /** Also where it goes on after all. */
    @Test
    void doesNotWaitForASlowBody() throws Exception {
        String body = "{\"query\": \"{ quotes { totalCount } }\"}";
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            slow.add(open("10.43.0.2", body.length(), "{"));
        }

        for (Socket socket : slow) {
            byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 408 ".length());
            assertEquals("HTTP/1.1 408 ", new String(status, StandardCharsets.UTF_8));
            socket.getOutputStream().write(body.substring(1).getBytes(StandardCharsets.UTF_8));
            String rest = answerOf(socket);
            assertFalse(rest.contains("HTTP/1.1"), rest);
            socket.close();
        }
        assertHasSixteenPlaces("10.43.0.2");
    }

    /** A place is taken until the answer is read: an answer that is waiting takes memory. */
    @Test
    void endsNoRequestBeforeItsAnswerIsRead() throws Exception {
        List<SlowReader> unread = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            unread.add(openSlowReader("10.47.0.1", 1, 40));
        }
        Thread.sleep(500);

        List<String> statuses = new ArrayList<>();
        for (SlowReader reader : unread) {
            statuses.add(reader.read("HTTP/1.1 200".length()));
            reader.close();
        }
        assertEquals(1, Collections.frequency(statuses, "HTTP/1.1 429"), statuses::toString);
    }

    /**
     * Whoever sends many requests over one connection gets each answered when those before are read: where answers are
     * sent in parts, and where each is sent at once.
     */
    @ParameterizedTest
    @CsvSource({
        "10.47.1.1, 50, 570, large",
        "10.47.1.2, 300, 400, '{ quotes(first: 89) { nodes { slug text context note } } }'"
    })
    void answersOverAConnectionAsItIsRead(String address, int times, int leftAtLeast, String question)
            throws Exception {
        String document = question.equals("large") ? LARGE_PAGE.formatted(89) : question;
        int size = Ask.responseTo("10.47.1.3", document, Map.of()).toString().length();
        try (SlowReader reader = openSlowReader(address, times, document)) {
            Thread.sleep(1000);

            String rateLimit = given().contentType(ContentType.JSON)
                    .header("X-Forwarded-For", address)
                    .body(Map.of("query", "{ __typename }"))
                    .post("/graphql")
                    .header("RateLimit");
            // Only as many of them have been let in as the system takes up the answers of.
            int left = Integer.parseInt(rateLimit.replaceFirst("^\"client\";r=(\\d+);.*", "$1"));
            assertTrue(left > leftAtLeast, rateLimit);
            long received = reader.countBytes();
            assertTrue(received > (long) times * size, received + " bytes");
        }
    }

    @Test
    void stopsTheLargestOfTheAnswersThatAreNotRead() throws Exception {
        // From now on it is kept, and all get it at once.
        assertTrue(Ask.responseTo("10.47.3.1", LARGE_PAGE.formatted(89), Map.of())
                        .toString()
                        .length()
                > LARGE);
        List<SlowReader> unread = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            unread.add(openSlowReader("10.47.2." + i, 1, 89));
            Thread.sleep(50);
        }
        Thread.sleep(500);

        assertTrue(unread.get(0).countBytes() < LARGE, "the first");
        long last = unread.get(23).countBytes();
        assertTrue(last > LARGE, "of the last, " + last);
        for (SlowReader reader : unread) {
            reader.close();
        }
    }

    /** Asks so many times for some megabytes over one connection, which hardly takes anything up. */
    private static SlowReader openSlowReader(String address, int times, int quotes) throws IOException {
        return openSlowReader(address, times, LARGE_PAGE.formatted(quotes));
    }

    private static SlowReader openSlowReader(String address, int times, String document) throws IOException {
        String body = Ask.JSON.createObjectNode().put("query", document).toString();
        String request =
                "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Forwarded-For: "
                        + address + "\r\nContent-Length: " + body.length() + "\r\n%s\r\n" + body;
        String all = request.formatted("").repeat(times - 1) + request.formatted("Connection: close\r\n");
        return new SlowReader(RestAssured.port, all);
    }

    /** Each takes memory once it is parsed: what is kept of them is bounded. */
    @Test
    void forgetsDocumentsThatAreAskedOnce() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int i = 0; i < 3000; i++) {
            String document =
                    ("query Unique%d { a%1$d: quote(slug: \"sky-liked\") { slug text } b%1$d: quotes(first: 1) { "
                                    + "totalCount } }")
                            .formatted(i);
            assertEquals(
                    200,
                    client.send(request("10.44." + i / 250 + ".1", document), BodyHandlers.discarding())
                            .statusCode());
        }

        double kept = Metrics.sum("cache_size{cache=\"documents\"");
        assertTrue(kept < 2500, kept + " documents");
    }

    /** More than are worked on at the same time, 128 and 16 of one client. */
    @Test
    void losesNothingToClientsThatGoAway() throws Exception {
        for (int i = 0; i < 192; i++) {
            String body = """
                    {"query": "{ quotes(first: 50) { nodes { text about { name } source { title } } } }", "variables": {"a": %d}}""".formatted(i);
            // Of some, not all arrives.
            open("10.45." + i / 64 + ".1", body.length() + i % 2, body).close();
        }
        // What has arrived is worked out all the same.
        Thread.sleep(2000);
        assertHasSixteenPlaces("10.45.0.1");
    }

    private static void assertHasSixteenPlaces(String address) throws Exception {
        List<CompletableFuture<Reply>> asked;
        try (LockedPledges pledges = new LockedPledges()) {
            asked = pledges.ask(address, 17);
            assertEquals(1, LockedPledges.answered(asked));
        }
        for (CompletableFuture<Reply> request : asked) {
            request.get();
        }
    }

    /** Of an HTTP/2 connection, which may be a proxy's for many clients, only the stream ends. */
    @Test
    void endsNoOneElsesRequestOverHttp2() throws Exception {
        HttpClient proxy =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        assertEquals(
                HttpClient.Version.HTTP_2,
                proxy.send(request("10.46.0.1", "{ __typename }"), BodyHandlers.ofString())
                        .version());
        CompletableFuture<HttpResponse<String>> other;
        try (LockedPledges pledges = new LockedPledges()) {
            other = proxy.sendAsync(
                    request("10.46.0.2", "{ pledges(first: 7) { nodes { slug kind } } }"), BodyHandlers.ofString());
            pledges.awaitWaiting(1);
            HttpResponse<String> refused =
                    proxy.send(request("10.46.0.1", "{ __typename }" + " ".repeat(1_000_000)), BodyHandlers.ofString());
            assertEquals(413, refused.statusCode());
            // The time after which a connection of HTTP/1.1 is closed.
            Thread.sleep(1500);
        }
        assertEquals(HttpClient.Version.HTTP_2, other.get().version());
        assertEquals(7, Ask.json(other.get().body()).findValues("kind").size());
    }

    private static void assertTellsNothing(String answer) {
        for (String secret :
                List.of("Exception", "org.", "java.", "graphql.", "select ", "at line 0", "or 1=1", "$gt", "\\u0000")) {
            assertFalse(answer.contains(secret), () -> secret + ": " + answer);
        }
    }

    private static Arguments flood(String what, String code, String document) {
        return Arguments.of(what, code, document);
    }

    private static String repeated(int times, IntFunction<String> field) {
        return IntStream.range(0, times).mapToObj(field).collect(Collectors.joining("", "{ ", "}"));
    }

    /** Fragments of which each spreads the next twice. */
    private static String fragmentBomb(int fragments, String field) {
        return "{ quotes { nodes { ...f0 } } } "
                + IntStream.range(0, fragments)
                        .mapToObj(i -> "fragment f" + i + " on Quote { ...f" + (i + 1) + " ...f" + (i + 1) + " } ")
                        .collect(Collectors.joining())
                + "fragment f" + fragments + " on Quote { " + field + " }";
    }

    private static Response post(String address, String body) {
        return given().contentType(ContentType.JSON)
                .header("X-Forwarded-For", address)
                .body(body)
                .post("/graphql");
    }

    private static HttpRequest request(String address, String document) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/graphql"))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", address)
                .POST(BodyPublishers.ofString(
                        Ask.JSON.createObjectNode().put("query", document).toString()))
                .build();
    }

    /** All that is answered, until the connection is closed. */
    private static String answerOf(Socket socket) throws IOException {
        socket.setSoTimeout(30_000);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Socket open(String address, int length, String body) throws IOException {
        Socket socket = new Socket("localhost", RestAssured.port);
        OutputStream out = socket.getOutputStream();
        out.write(("POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                        + "application/json\r\nX-Forwarded-For: "
                        + address + "\r\nContent-Length: " + length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8));
        return socket;
    }
}
