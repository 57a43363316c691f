package org.onrecord.graphql;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.onrecord.Ask;
import org.onrecord.Metrics;
import org.onrecord.RecordDatabase;
import org.onrecord.graphql.Call.Reply;

/** What is within a limit is answered, and what is beyond it is refused with the limit's name and size. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
@Timeout(60)
class LimitsTest {

    /** Documents by how much they have of what is limited. */
    static Stream<Arguments> limits() {
        return Stream.of(
                limit("depth", 15, "QUERY_TOO_COSTLY", LimitsTest::nested),
                limit("aliases", 30, "QUERY_TOO_COSTLY", many(n -> "a" + n + ": slug")),
                limit("directives", 50, "QUERY_TOO_COSTLY", many(n -> "slug @include(if: true)")),
                limit("cost", 1500, "QUERY_TOO_COSTLY", LimitsTest::costing),
                limit("fields", 5000, "QUERY_TOO_COSTLY", LimitsTest::spread),
                limit("root-fields", 20, "QUERY_TOO_COSTLY", n -> "{ " + "__typename ".repeat(n) + "}"),
                // All but the repeated field are ten.
                limit(
                        "tokens",
                        2000,
                        "DOCUMENT_TOO_LARGE",
                        n -> many(i -> "slug").apply(n - 10)),
                limit("token-characters", 200, "DOCUMENT_TOO_LARGE", n -> "{ " + "a".repeat(n) + ": __typename }"),
                limit(
                        "non-ascii-characters",
                        4000,
                        "DOCUMENT_TOO_LARGE",
                        n -> "{ __typename } # " + "\u0436".repeat(n)),
                // As a number takes longest to be read: in a comment it need not be one that fits.
                limit("token-characters", 200, "DOCUMENT_TOO_LARGE", n -> "{ __typename } # " + "1".repeat(n)),
                limit(
                        "document-characters",
                        20_000,
                        "DOCUMENT_TOO_LARGE",
                        n -> "{ __typename" + ",".repeat(n - 13) + "}"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("limits")
    void allowsSoMuchAndNoMore(String limit, int maximum, String code, IntFunction<String> document) {
        for (int within : List.of(maximum - 1, maximum)) {
            JsonNode answer = Ask.response(document.apply(within), Map.of());
            assertFalse(answer.has("errors"), () -> within + ": " + answer);
        }

        double before = Metrics.refusals(limit);
        JsonNode error = Ask.onlyError(Ask.response(document.apply(maximum + 1), Map.of()));
        assertEquals(before + 1, Metrics.refusals(limit));
        assertEquals(code, error.path("extensions").path("code").asText());
        assertEquals(limit, error.path("extensions").path("limit").asText());
        assertEquals(maximum, error.path("extensions").path("maximum").asInt());
    }

    @Test
    void countsWhatFragmentsBringEachTimeTheyAreSpread() {
        JsonNode error = Ask.onlyError(Ask.response("""
                { quote(slug: "sky-liked") { ...ten, source { ...four }, speaker { quotes { nodes { ...ten ...ten } } } } }
                fragment ten on Quote { a: slug b: slug c: slug d: slug e: slug f: slug g: slug h: slug i: slug j: slug }
                fragment four on Source { a: slug b: slug c: slug d: slug }""", Map.of()));

        assertEquals("aliases", error.path("extensions").path("limit").asText());
        assertTrue(error.path("message").asText().contains(" 34 aliases"), error::toString);
    }

    @Test
    void allowsTheVariablesThatTheyShow() {
        for (int within : List.of(64 * 1024 - 1, 64 * 1024)) {
            assertFalse(withVariables(within).has("errors"));
        }

        JsonNode error = Ask.onlyError(withVariables(64 * 1024 + 1));
        assertEquals(
                "VARIABLES_TOO_LARGE", error.path("extensions").path("code").asText());
    }

    private static JsonNode withVariables(int size) {
        // {"v":"…"}
        return Ask.response("{ __typename }", Map.of("v", "x".repeat(size - 8)));
    }

    @Test
    void allowsAHundredIds() {
        String id = Ask.data("{ actor(slug: \"nato\") { id } }")
                .path("actor")
                .path("id")
                .asText();
        String document = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";

        for (int within : List.of(99, 100)) {
            JsonNode nodes = Ask.data(
                    document,
                    Map.of("ids", Stream.generate(() -> id).limit(within).toList()));
            assertEquals(within, nodes.path("nodes").size());
        }

        JsonNode error = Ask.onlyError(Ask.response(
                document, Map.of("ids", Stream.generate(() -> id).limit(101).toList())));
        assertEquals("BAD_USER_INPUT", error.path("extensions").path("code").asText());
    }

    @Test
    void countsWhatIsBelowNodesOnceForEachId() {
        String id = Ask.data("{ actor(slug: \"nato\") { id } }").findValue("id").asText();
        String document = """
                query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Organisation { quotes(first: 100) { nodes { text } } } } }""";

        assertFalse(Ask.response(document, Map.of("ids", List.of(id))).has("errors"));
        JsonNode error = Ask.onlyError(Ask.response(
                document, Map.of("ids", Stream.generate(() -> id).limit(100).toList())));
        assertEquals("cost", error.at("/extensions/limit").asText());
    }

    @Test
    void allowsPagesOfAHundred() {
        // There are more of them than that.
        String document = "query ($first: Int) { sources(first: $first) { nodes { slug } } }";
        for (int within : List.of(99, 100)) {
            JsonNode page = Ask.data(document, Map.of("first", within));
            assertEquals(within, page.path("sources").path("nodes").size());
        }

        JsonNode error = Ask.onlyError(Ask.response(document, Map.of("first", 101)));
        assertEquals("BAD_USER_INPUT", error.path("extensions").path("code").asText());
    }

    @Test
    void tellsTheCostOnRequestAndInAHeader() {
        Response response = given().contentType(ContentType.JSON)
                .body(Map.of(
                        "query",
                        "{ quotes(first: 2) { totalCount nodes { text } } }",
                        "extensions",
                        Map.of("cost", true)))
                .post("/graphql");

        // The list, its count, which is ten, and two records.
        assertEquals("13", response.header("GraphQL-Cost"));
        assertEquals(
                Ask.json("{\"operation\": 13, \"maximum\": 1500}"),
                Ask.json(response.asString()).path("extensions").path("cost"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { __typename }                                                                             | 0
            { quote(slug: "sky-liked") { slug text topics } }                                          | 1
            { quote(slug: "sky-liked") { a: slug b: slug } }                                           | 2
            { quote(slug: "sky-liked") { speaker { name } source { url } } }                           | 3
            { quote(slug: "sky-liked") { source { url } ... on Quote { source { title } } } }          | 2
            { quotes { nodes { text } } }                                                              | 21
            { quotes(last: 10) { edges { cursor node { text speaker { name } } } pageInfo { endCursor } } } | 21
            { pledges(first: 10) { totalCount nodes { quantity { min max } evidence { excerpt } } } }  | 31
            { quotes(first: 10) { totalCount } }                                                       | 11
            { coalitions(first: 2) { nodes { pledges(first: 3) { nodes { kind } } } } }                | 11
            { __type(name: "Quote") { fields { name description } } }                                  | 100
            """)
    void countsRecordsAndLists(String document, String cost) {
        assertEquals(cost, post("10.25.1.1", document).header("GraphQL-Cost"));
    }

    @Test
    void countsTheRefusalsOfEveryLimit() throws IOException {
        String told = Files.readString(Path.of("docs/api.md"))
                .replaceFirst("(?s).*\n## Limits\n", "")
                .replaceFirst("(?s)\n## .*", "");
        Set<String> names = told.lines()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> Pattern.compile("`([a-z-]+)`")
                        .matcher(line.split("\\|", -1)[1])
                        .results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> counted = Pattern.compile("graphql_limit_refusals_total\\{limit=\"([^\"]+)\"}")
                .matcher(Metrics.all())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(names, counted);
    }

    @Test
    void endsWhatTakesTooLongTogetherWithItsSql() throws Exception {
        CompletableFuture<Reply> slow;
        try (LockedPledges pledges = new LockedPledges()) {
            slow = Call.postAlone(
                            "10.20.0.1", "{ quote(slug: \"sky-liked\") { slug } pledges(first: 3) { nodes { kind } } }")
                    .sendAsync();
            // The lock is still there: only a cancelled statement ends now.
            JsonNode answer = slow.get().json();
            JsonNode extensions = Ask.onlyError(answer).path("extensions");
            assertEquals("TIMEOUT", extensions.path("code").asText());
            assertEquals("execution-time", extensions.path("limit").asText());
            assertEquals(0, pledges.waiting());
        }
    }

    @Test
    void answersWhatIsSlowButNotTooSlow() throws Exception {
        CompletableFuture<Reply> slow;
        try (LockedPledges pledges = new LockedPledges()) {
            slow = Call.postAlone("10.20.0.2", "{ pledges(first: 4) { nodes { kind } } }")
                    .sendAsync();
            pledges.awaitWaiting(1);
            Thread.sleep(2000);
        }
        assertEquals(4, slow.get().json().findValues("kind").size());
    }

    @Test
    void letsOneClientHaveSixteenRequestsAtTheSameTime() throws Exception {
        List<CompletableFuture<Reply>> asked;
        try (LockedPledges pledges = new LockedPledges()) {
            asked = pledges.ask("10.20.0.3", 17);
            assertEquals(1, LockedPledges.answered(asked));
            // It has four connections; the others wait for one of these.
            assertEquals(4, pledges.waiting());

            Reply refused = asked.stream()
                    .filter(CompletableFuture::isDone)
                    .findFirst()
                    .orElseThrow()
                    .get();
            assertRefused(429, "RATE_LIMITED", "concurrent-requests-of-client", refused);
            assertEquals(
                    200, post("10.20.0.4", "{ actor(slug: \"nato\") { note } }").statusCode());
        }
        long answered = 0;
        for (CompletableFuture<Reply> request : asked) {
            answered += request.get().json().has("errors") ? 0 : 1;
        }
        assertEquals(16, answered);
        assertEquals(200, post("10.20.0.3", "{ __typename }").statusCode());
    }

    @Test
    void readsTheFieldsOfOneRequestOnOneConnection() throws Exception {
        String document = IntStream.range(0, 20)
                .mapToObj(i -> "a" + i + ": pledges(first: " + (i + 1) + ") { nodes { kind } } ")
                .collect(Collectors.joining("", "{ ", "}"));
        CompletableFuture<Reply> asked;
        try (LockedPledges pledges = new LockedPledges()) {
            asked = Call.postAlone("10.20.0.5", document).sendAsync();
            pledges.awaitWaiting(1);
            Thread.sleep(1000);
            assertEquals(1, pledges.waiting());
        }
        JsonNode answer = asked.get().json();
        assertFalse(answer.has("errors"), answer::toString);
        for (int i = 0; i < 20; i++) {
            assertEquals(i + 1, answer.path("data").path("a" + i).path("nodes").size(), answer::toString);
        }
    }

    @Test
    void letsAClientWaitForItsTurn() throws Exception {
        List<CompletableFuture<Reply>> asked;
        try (LockedPledges pledges = new LockedPledges()) {
            asked = pledges.ask("10.20.0.6", 16);
            pledges.awaitWaiting(4);
            Thread.sleep(2000);
            assertEquals(4, pledges.waiting());
        }
        for (CompletableFuture<Reply> request : asked) {
            assertTrue(request.get().data().has("pledges"));
        }
    }

    @Test
    void tellsAClientThatItsOwnRequestsHoldAllItsTurns() throws Exception {
        try (LockedPledges pledges = new LockedPledges()) {
            List<CompletableFuture<Reply>> asked = pledges.ask("10.20.0.7", 16);

            Map<String, Long> codes = codes(asked);
            assertTrue(codes.get("TIMEOUT") >= 4, codes::toString);
            assertEquals(16, codes.get("TIMEOUT") + codes.get("RATE_LIMITED"), codes::toString);
            Reply refused = asked.stream()
                    .map(CompletableFuture::join)
                    .filter(reply -> reply.status() == 429)
                    .findFirst()
                    .orElseThrow();
            assertRefused(429, "RATE_LIMITED", "connections-of-client", refused);
        }
    }

    /** Five clients hold all twenty connections: that is no one's account but the service's. */
    @Test
    void accusesNoClientWhereThePoolIsExhausted() throws Exception {
        try (LockedPledges pledges = new LockedPledges()) {
            List<CompletableFuture<Reply>> holding = IntStream.range(0, 5)
                    .mapToObj(i -> pledges.ask("10.20.1." + i, 4))
                    .flatMap(List::stream)
                    .toList();
            pledges.awaitWaiting(20);
            List<CompletableFuture<Reply>> late = Stream.concat(
                            pledges.ask("10.20.1.0", 2).stream(), pledges.ask("10.20.1.9", 2).stream())
                    .toList();

            Map<String, Long> codes = codes(late);
            assertEquals(4, codes.getOrDefault("UNAVAILABLE", 0L) + codes.getOrDefault("TIMEOUT", 0L), codes::toString);
            assertTrue(codes.get("UNAVAILABLE") >= 2, codes::toString);
            assertEquals(Map.of("TIMEOUT", 20L), codes(holding));
        }
    }

    private static Map<String, Long> codes(List<CompletableFuture<Reply>> asked) {
        return asked.stream()
                .map(request -> request.join().json().findValue("code").asText())
                .collect(Collectors.groupingBy(code -> code, Collectors.counting()));
    }

    @Test
    void shedsWhatIsTooMuchForAll() throws Exception {
        List<CompletableFuture<Reply>> asked;
        try (LockedPledges pledges = new LockedPledges()) {
            // More than are worked on, which are 128.
            asked = IntStream.range(0, 140)
                    .mapToObj(i -> pledges.ask("10.21.0." + i, 1))
                    .flatMap(List::stream)
                    .toList();
            Reply refused = (Reply) CompletableFuture.anyOf(asked.toArray(CompletableFuture[]::new))
                    .get();

            assertRefused(503, "OVERLOADED", "concurrent-requests", refused);
        }
        for (CompletableFuture<Reply> request : asked) {
            Reply reply = request.get();
            assertTrue(
                    reply.status() == 503
                            ? reply.code().equals("OVERLOADED")
                            : reply.data().has("pledges"),
                    reply::toString);
        }
        assertEquals(200, post("10.22.0.1", "{ __typename }").statusCode());
    }

    @Test
    void letsOneClientAskSixHundredTimesAMinute() {
        // What a client itself writes into the header counts for nothing: only the last is the proxy's.
        Response first = post("203.0.113.1, 10.23.0.1", "{ __typename }");
        assertTrue(first.header("RateLimit-Policy").startsWith("\"client\";q=600;w=60, "));
        assertTrue(first.header("RateLimit").startsWith("\"client\";r=599;t="), first.header("RateLimit"));

        int answered = 1;
        Response last = first;
        while (last.statusCode() == 200) {
            last = post("203.0.113." + answered % 200 + ", 10.23.0.1", "{ __typename }");
            answered++;
            assertTrue(answered < 2000, "no end");
        }

        assertTrue(answered > 600, answered + " answered");
        assertEquals(429, last.statusCode());
        assertEquals("1", last.header("Retry-After"));
        assertTrue(last.header("RateLimit").startsWith("\"client\";r=0;"), last.header("RateLimit"));
        assertEquals(
                "requests-per-minute",
                Ask.onlyError(Ask.json(last.asString()))
                        .path("extensions")
                        .path("limit")
                        .asText());
        assertEquals(200, post("10.23.0.2", "{ __typename }").statusCode());
    }

    /** However a proxy writes an address; what is none is not looked up, and counts as the proxy itself. */
    @ParameterizedTest
    @CsvSource({
        "10.24.0.1, 10.24.0.1:4711",
        "10.24.0.2, '10.24.0.1, [::ffff:10.24.0.2]:443'",
        "2001:db8:1::1, [2001:db8:1::2]",
        "2001:db8:2::1, [2001:db8:2::2]:4711",
        "2001:db8:3::1, 2001:db8:3:0:1::1%eth0",
        "127.0.0.1, 1.2.3.4.5",
        "127.0.0.1, example.org",
    })
    void knowsAClientByItsAddress(String first, String second) {
        long start = System.nanoTime();
        for (int i = 0; i < 60; i++) {
            post(first, "{ __typename }");
        }

        int left = left(post(second, "{ __typename }"));

        // Ten come back in a second.
        long back = 1 + 10 * (System.nanoTime() - start) / 1_000_000_000;
        assertTrue(left <= 600 - 61 + back, left + " left");
    }

    /** Beyond 16 of its /64 networks, a /48 is one client. */
    @Test
    void takesAWideNetworkForOneClient() {
        for (int i = 0; i < 16; i++) {
            assertEquals(599, left(post("2001:db8:10:" + i + "::1", "{ __typename }")));
        }

        assertEquals(599, left(post("2001:db8:10:77::1", "{ __typename }")));
        long start = System.nanoTime();
        for (int i = 0; i < 60; i++) {
            post("2001:db8:10:" + i + "::1", "{ __typename }");
        }
        long back = 1 + 10 * (System.nanoTime() - start) / 1_000_000_000;
        int left = left(post("2001:db8:10:99::1", "{ __typename }"));
        assertTrue(left <= 600 - 62 + back, left + " left");
    }

    @Test
    void countsTheCostOfAClient() {
        Response costly = post("10.25.0.1", costing(1500));
        Response kept = post("10.25.0.2", costing(1500));

        assertEquals("\"client\";q=600;w=60, \"cost\";q=90000;w=60", costly.header("RateLimit-Policy"));
        assertTrue(costly.header("RateLimit").matches(".*, \"cost\";r=\\d+;t=\\d+"), costly.header("RateLimit"));
        assertEquals(89_999, costLeft(kept));
    }

    @Test
    void countsOneForWhatAClientHasAlready() {
        String document = costing(1499);
        Response first = given().header("X-Forwarded-For", "10.25.0.5")
                .queryParam("query", document)
                .get("/graphql");
        assertEquals("1499", first.header("GraphQL-Cost"));

        Response again = given().header("X-Forwarded-For", "10.25.0.6")
                .header("If-None-Match", first.header("ETag"))
                .queryParam("query", document)
                .get("/graphql");

        assertEquals(304, again.statusCode());
        assertEquals(89_999, costLeft(again));
    }

    /** As a server needs it that asks for all its users. */
    @Test
    void allowsTheClientsOfANetworkMore() throws Exception {
        assertEquals(
                "\"client\";q=12000;w=60, \"cost\";q=1800000;w=60",
                post("10.30.0.1", "{ __typename }").header("RateLimit-Policy"));
        assertEquals(
                "\"client\";q=1200;w=60, \"cost\";q=180000;w=60",
                post("2001:db8:30:1::1", "{ __typename }").header("RateLimit-Policy"));
        assertTrue(
                post("10.31.0.1", "{ __typename }").header("RateLimit-Policy").startsWith("\"client\";q=600;"));

        List<CompletableFuture<Reply>> asked;
        try (LockedPledges pledges = new LockedPledges()) {
            asked = pledges.ask("10.30.0.1", 40);
            // All but two of the connections.
            pledges.awaitWaiting(18);
            assertEquals(
                    200,
                    post("10.30.0.2", "{ quote(slug: \"sky-liked\") { text } }").statusCode());
        }
        for (CompletableFuture<Reply> request : asked) {
            assertEquals(200, request.get().status());
        }
    }

    @Test
    void refusesAClientWhoseOperationsCostTooMuch() throws Exception {
        String document = costing(1500);
        Reply reply = Call.postAlone("10.25.0.3", document).send();
        for (int i = 0; i < 400 && reply.status() == 200; i++) {
            // A variable that is not declared makes each another request: nothing kept answers it.
            reply = Call.post(Map.of("query", document, "variables", Map.of("number", i)))
                    .from("10.25.0.3")
                    .header("Accept", Call.GRAPHQL)
                    .send();
        }

        assertEquals(429, reply.status());
        assertEquals("RATE_LIMITED", reply.code());
        assertEquals(
                "cost-per-minute",
                reply.error().path("extensions").path("limit").asText());
        assertTrue(Integer.parseInt(reply.header("Retry-After").orElseThrow()) >= 1);
        assertEquals(200, post("10.25.0.4", "{ __typename }").statusCode());
    }

    @Test
    void tellsClientsApart() {
        assertEquals(599, left(post("2001:db8:4::1", "{ __typename }")));
        assertEquals(599, left(post("2001:db8:4:1::1", "{ __typename }")));
        assertEquals(599, left(post("10.24.0.3", "{ __typename }")));
    }

    private static int left(Response response) {
        return Integer.parseInt(response.header("RateLimit").replaceAll("\"client\";r=(\\d+);.*", "$1"));
    }

    /** Java's client asks for HTTP/2 with its first request, and has it from then on. */
    @Test
    void holdsOverHttp2() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ':' + RestAssured.port + "/graphql"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", Call.JSON)
                .header("X-Forwarded-For", "10.27.0.1")
                .POST(HttpRequest.BodyPublishers.ofString(Call.json(Map.of("query", "{ __typename }"))))
                .build();

        HttpResponse<String> last = client.send(request, HttpResponse.BodyHandlers.ofString());
        for (int i = 0; i < 2000 && last.statusCode() == 200; i++) {
            last = client.send(request, HttpResponse.BodyHandlers.ofString());
        }

        assertEquals(HttpClient.Version.HTTP_2, last.version());
        assertEquals(429, last.statusCode());
        assertEquals(
                "requests-per-minute",
                Ask.onlyError(Ask.json(last.body()))
                        .path("extensions")
                        .path("limit")
                        .asText());
    }

    private static int costLeft(Response response) {
        return Integer.parseInt(response.header("RateLimit").replaceAll(".*\"cost\";r=(\\d+);.*", "$1"));
    }

    private static Arguments limit(String name, int maximum, String code, IntFunction<String> document) {
        return Arguments.of(name, maximum, code, document);
    }

    private static IntFunction<String> many(IntFunction<String> field) {
        return n -> IntStream.range(0, n)
                .mapToObj(field)
                .collect(Collectors.joining(" ", "{ quote(slug: \"sky-liked\") { ", " } }"));
    }

    /** A document with so many fields below each other. */
    private static String nested(int depth) {
        List<String> cycle = List.of("source { ", "quotes(first: 1) { ", "nodes { ");
        StringBuilder document = new StringBuilder("{ quote(slug: \"sky-liked\") { ");
        for (int i = 0; i < depth - 2; i++) {
            document.append(cycle.get(i % 3));
        }
        return document.append("__typename ").append("} ".repeat(depth)).toString();
    }

    /** A document with a cost of about 1,500, of empty pages: each costs one more than the records that it may have. */
    private static String costing(int cost) {
        String page = "quotes(first: %d, filter: {saidFrom: \"2200-01-01\"}) { nodes { slug } } ";
        String pages = IntStream.range(0, 13)
                .mapToObj(i -> "a" + i + ": " + page.formatted(100))
                .collect(Collectors.joining());
        int left = cost - 13 * 101;
        return "{ " + pages + "b: " + page.formatted(91) + "c: " + page.formatted(left - 93) + "}";
    }

    /** A document with so many fields and spreads, of which there are 4,901 beside those of the operation itself. */
    private static String spread(int fields) {
        return "{ quote(slug: \"sky-liked\") { " + "...a ".repeat(49) + "slug ".repeat(fields - 4901) + "} }"
                + " fragment a on Quote { " + "slug ".repeat(99) + "}";
    }

    private static void assertRefused(int status, String code, String limit, Reply reply) {
        assertEquals(status, reply.status());
        assertEquals(Optional.of("1"), reply.header("Retry-After"));
        assertEquals(code, reply.code());
        assertEquals(limit, reply.error().path("extensions").path("limit").asText());
    }

    private static Response post(String address, String document) {
        return given().contentType(ContentType.JSON)
                .header("X-Forwarded-For", address)
                .body(Map.of("query", document))
                .post("/graphql");
    }
}
