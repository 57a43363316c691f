package org.onrecord.graphql;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onrecord.Ask;
import org.onrecord.RecordDatabase;
import org.onrecord.TestRows;
import org.onrecord.graphql.Call.Reply;

/** An answer is kept for as long as the record does not change, here and by clients. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
@Timeout(60)
class CachingTest {

    private static final String COUNT = "{ quotes { totalCount } }";

    private final TestRows rows = new TestRows();

    @AfterEach
    void removeRows() {
        rows.remove();
    }

    @Test
    void tagsAnswersToGet() {
        Response answer = get(COUNT, null);

        assertTrue(answer.header("ETag").matches("W/\"[0-9a-f]{64}\""), answer.header("ETag"));
        assertEquals("public, no-cache", answer.header("Cache-Control"));
        assertEquals("Accept, Accept-Encoding", answer.header("Vary"));
    }

    @Test
    void tagsEqualRequestsEquallyAndOthersDifferently() {
        String tag = get(COUNT, null).header("ETag");

        assertEquals(tag, get(COUNT, null).header("ETag"));
        assertNotEquals(tag, get("{ quotes { totalCount  } }", null).header("ETag"));
        assertNotEquals(
                tag,
                given().queryParam("query", COUNT)
                        .queryParam("variables", "{\"a\":1}")
                        .get("/graphql")
                        .header("ETag"));
    }

    @Test
    void answersThatNothingHasChangedWithoutSql() throws Exception {
        String tag = get(COUNT, null).header("ETag");

        try (StatementLog log = new StatementLog()) {
            List<String> statements = log.statements(() -> {
                Response answer = get(COUNT, tag);
                assertEquals(304, answer.statusCode());
                assertEquals("", answer.asString());
                assertEquals(tag, answer.header("ETag"));
            });
            assertEquals(List.of(), statements);
        }
    }

    /** A cache on the way may have made the tag a strong one, and a client may know several. */
    @Test
    void comparesTagsWeakly() throws Exception {
        String tag = get(COUNT, null).header("ETag");

        assertEquals(304, get(COUNT, "\"other\", " + tag.substring(2)).statusCode());
        assertEquals(200, get(COUNT, "W/\"other\"").statusCode());
        assertEquals(
                304,
                Call.get(Map.of("query", COUNT))
                        .header("If-None-Match", "W/\"other\"")
                        .header("If-None-Match", tag)
                        .send()
                        .status());
    }

    @Test
    void tellsALoneSurrogateFromAQuestionMark() throws Exception {
        String document = "query ($prefix: String) { actors(filter: {namePrefix: $prefix}) { totalCount } }";
        Reply questionMark = Call.post(Map.of("query", document, "variables", Map.of("prefix", "?")))
                .send();
        Reply surrogate = Call.post("{\"query\": \"" + document + "\", \"variables\": {\"prefix\": \"\\ud800\"}}")
                .header("Content-Type", Call.JSON)
                .send();

        assertEquals(0, questionMark.json().findValue("totalCount").asInt(), questionMark::toString);
        assertEquals("BAD_USER_INPUT", surrogate.json().findValue("code").asText(), surrogate::toString);
    }

    @Test
    void keepsAnswersToPost() throws Exception {
        String document = "query Kept%s { quotes { totalCount nodes { text } } }".formatted(unique());
        JsonNode first = Ask.data(document);

        try (StatementLog log = new StatementLog()) {
            assertEquals(List.of(), log.statements(() -> assertEquals(first, Ask.data(document))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void showsAChangeWithinASecond(String method) throws Exception {
        int before = count(method);
        String tag = get(COUNT, null).header("ETag");

        try (Connection connection = RecordDatabase.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into quote (slug, form, text, language, translated, topics, source_id, standing)
                    select 'test-change', 'DIRECT', 'added', 'en', false, '{}', id, 'PUBLISHED' from source limit 1""");
        }
        Thread.sleep(1000);

        assertEquals(before + 1, count(method));
        assertEquals(200, get(COUNT, tag).statusCode());
    }

    @Test
    void knowsAChangeOfAnyTable() throws SQLException {
        try (Connection connection = RecordDatabase.connect();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("""
                    select table_name from information_schema.tables
                    where table_schema = current_schema and table_type = 'BASE TABLE'
                        and table_name not in ('flyway_schema_history', 'record_version')""")) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            for (String table : tables) {
                String column = column(statement, table);
                String before = version(statement);
                statement.execute(
                        "update %s set %s = %2$s where ctid = (select min(ctid) from %1$s)".formatted(table, column));
                assertNotEquals(before, version(statement), table);
            }
            assertTrue(tables.size() >= 18, tables::toString);
        }
    }

    @Test
    void knowsTheChangesOfThoseWhoNameEachSchema() throws SQLException {
        try (Connection connection = RecordDatabase.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set local search_path to ''");
            statement.execute("set constraints all immediate");
            String before = text(statement, "select version from public.record_version");
            statement.execute("update public.quote set text = text where slug = 'sky-liked'");
            assertNotEquals(before, text(statement, "select version from public.record_version"));
            connection.rollback();
        }
    }

    @Test
    void knowsThatATableWasEmptied() throws SQLException {
        try (Connection connection = RecordDatabase.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            String before = version(statement);
            statement.execute("truncate pledge_conflict");
            assertNotEquals(before, version(statement));
            connection.rollback();
        }
    }

    /** They look alike as JSON that the service writes. */
    @Test
    void tellsANumberBeyondAllBoundsFromItsName() throws Exception {
        String request = """
                {"query": "query ($prefix: String) { actors(filter: {namePrefix: $prefix}) { totalCount } }", "variables": {"prefix": %s}}""";
        Reply text = Call.post(request.formatted("\"Infinity\""))
                .header("Content-Type", Call.JSON)
                .send();
        Reply number = Call.post(request.formatted("1e400"))
                .header("Content-Type", Call.JSON)
                .send();

        assertEquals(0, text.json().findValue("totalCount").asInt(), text::toString);
        assertEquals("BAD_USER_INPUT", number.json().findValue("code").asText(), number::toString);
    }

    @Test
    void keepsNoErrors() {
        String document = "{ quotes(first: 0) { totalCount } }";
        Response answer = get(document, null);

        assertEquals("no-store", answer.header("Cache-Control"));
        assertNull(answer.header("ETag"));
    }

    @Test
    void leavesAnswersToPostToTheClient() {
        Response answer = given().contentType("application/json")
                .body(Map.of("query", COUNT))
                .post("/graphql");

        assertEquals("no-store", answer.header("Cache-Control"));
        assertNull(answer.header("ETag"));
    }

    @Test
    void worksOutOnceWhatManyAskAtTheSameTime() throws Exception {
        String document = "query Once%s { pledges(first: 5) { nodes { kind } } }".formatted(unique());
        List<CompletableFuture<JsonNode>> asked = new ArrayList<>();
        try (LockedPledges pledges = new LockedPledges()) {
            for (int i = 0; i < 10; i++) {
                String address = "10.30.0." + i;
                asked.add(CompletableFuture.supplyAsync(() -> Ask.responseTo(address, document, Map.of())));
            }
            pledges.awaitWaiting(1);
            Thread.sleep(500);
            assertEquals(1, pledges.waiting());
        }
        for (CompletableFuture<JsonNode> answer : asked) {
            assertEquals(5, answer.get().findValues("kind").size());
        }
    }

    @Test
    void worksOutForItselfWhatTookTooLongForAnother() throws Exception {
        String document = "query Late%s { pledges(first: 5) { nodes { kind } } }".formatted(unique());
        CompletableFuture<JsonNode> first;
        CompletableFuture<JsonNode> second;
        try (LockedPledges pledges = new LockedPledges()) {
            first = CompletableFuture.supplyAsync(() -> Ask.responseTo("10.32.0.1", document, Map.of()));
            pledges.awaitWaiting(1);
            Thread.sleep(2500);
            second = CompletableFuture.supplyAsync(() -> Ask.responseTo("10.32.0.2", document, Map.of()));
            assertEquals("TIMEOUT", first.get().findValue("code").asText());
        }
        assertEquals(5, second.get().findValues("kind").size());
    }

    @Test
    void worksOutForItselfWhatAnothersRequestsLeftNothingFor() throws Exception {
        String document = "query Busy%s { quote(slug: \"sky-liked\") { text } }".formatted(unique());
        CompletableFuture<JsonNode> first;
        try (LockedPledges pledges = new LockedPledges()) {
            pledges.ask("10.32.0.3", 4);
            pledges.awaitWaiting(4);
            first = CompletableFuture.supplyAsync(() -> Ask.responseTo("10.32.0.3", document, Map.of()));
            Thread.sleep(300);
            JsonNode second = Ask.responseTo("10.32.0.4", document, Map.of());

            // It did not even wait for the first.
            assertFalse(first.isDone());
            assertTrue(second.findValue("text").isTextual(), second::toString);
            try (StatementLog log = new StatementLog()) {
                assertEquals(List.of(), log.statements(() -> assertEquals(second, Ask.response(document, Map.of()))));
            }
        }
        // It waited for its turn.
        assertTrue(first.get().findValue("text").isTextual());
    }

    /**
     * Their bytes count, not how many they are: of so many of over 200 kB, only as many as 4 MB hold are given again.
     */
    @Test
    void keepsSoManyBytesAndNoMore() throws Exception {
        String slugs = IntStream.range(0, 12)
                .mapToObj(i -> "a".repeat(190) + i + ": slug ")
                .collect(Collectors.joining());
        String document = "query Large%s { quotes(first: 89) { nodes { %s } } }".formatted(unique(), slugs);
        int size = Ask.response(document, Map.of()).toString().length();
        assertTrue(size > 200_000, size + " characters");

        askTimes(60, document);
        int kept = keptOf(60, document);

        assertTrue((long) kept * size <= 4L * 1024 * 1024, kept + " answers of " + size + " are kept");
        assertTrue(kept > 5, kept + " answers are kept");
    }

    /** Asks for as many answers, which are equal in all but what they are kept under. */
    private static void askTimes(int times, String document) {
        for (int i = 0; i < times; i++) {
            Reply reply = Call.post(Map.of("query", document, "variables", Map.of("client", i)))
                    .sendAsync()
                    .join();
            assertEquals(200, reply.status(), reply::body);
        }
    }

    /**
     * How many of those are given again without SQL. Each takes one statement otherwise, and is kept then, but not
     * asked for again.
     */
    private static int keptOf(int times, String document) throws Exception {
        try (StatementLog log = new StatementLog()) {
            return times - log.statements(() -> askTimes(times, document)).size();
        }
    }

    /**
     * Two operations of a document, and the same one with another wish, are answered each in its own way, also from
     * what is kept.
     */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void tellsApartWhatDiffersBesideTheDocument(String method) throws Exception {
        String document =
                "query One { one: quotes { totalCount } } query Two { two: quotes { totalCount } } # " + unique();

        for (String round : List.of("worked out", "kept")) {
            assertEquals(
                    "{\"one\":{\"totalCount\":89}}",
                    ask(method, document, "One").path("data").toString(),
                    round);
            assertEquals(
                    "{\"two\":{\"totalCount\":89}}",
                    ask(method, document, "Two").path("data").toString(),
                    round);
            assertFalse(ask(method, document, "One").has("extensions"), round);
            assertTrue(
                    askWithCost(method, document, "One")
                            .at("/extensions/cost/operation")
                            .isInt(),
                    round);
        }
    }

    private static JsonNode ask(String method, String document, String operation) throws Exception {
        Map<String, String> request = Map.of("query", document, "operationName", operation);
        return (method.equals("GET") ? Call.get(request) : Call.post(request))
                .send()
                .json();
    }

    private static JsonNode askWithCost(String method, String document, String operation) throws Exception {
        Call call = method.equals("GET")
                ? Call.get(Map.of("query", document, "operationName", operation, "extensions", "{\"cost\":true}"))
                : Call.post(Map.of("query", document, "operationName", operation, "extensions", Map.of("cost", true)));
        return call.send().json();
    }

    /**
     * What was known a second ago need not hold any more: a change that the service cannot learn of is shown all the
     * same.
     */
    @Test
    void givesNothingThatIsKeptWhileItCannotAskWhetherTheRecordHasChanged() throws Exception {
        String document = "query Old%s { quotes { totalCount } }".formatted(unique());
        int before = get(document, null).jsonPath().getInt("data.quotes.totalCount");
        try (Connection connection = RecordDatabase.connect();
                Statement statement = connection.createStatement()) {
            // So that the version stays while the record changes: what is kept is found again under it.
            statement.execute("set session_replication_role = replica");
            rows.addQuoteBy(statement, "unseen", "DISPUTED");
            assertEquals(before, get(document, null).jsonPath().getInt("data.quotes.totalCount"));

            // Nothing has failed yet: the service waits for an answer to what it asked.
            Response answer = StoppedProcess.during(
                    StoppedProcess.ofDatabase("query like 'select version::text from record_version%'"), () -> {
                        Thread.sleep(1300);
                        return get(document, null);
                    });

            assertNull(answer.header("ETag"));
            assertEquals("no-store", answer.header("Cache-Control"));
            assertEquals(before + 1, answer.jsonPath().getInt("data.quotes.totalCount"));
        }
    }

    private static int count(String method) {
        String body = method.equals("GET")
                ? get(COUNT, null).asString()
                : Ask.response(COUNT, Map.of()).toString();
        return Ask.json(body).findValue("totalCount").asInt();
    }

    private static Response get(String document, String knownTag) {
        return given().headers(knownTag == null ? Map.of() : Map.of("If-None-Match", knownTag))
                .queryParam("query", document)
                .get("/graphql");
    }

    private static String unique() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static String column(Statement statement, String table) throws SQLException {
        try (ResultSet row = statement.executeQuery("""
                select column_name from information_schema.columns
                where table_schema = current_schema and table_name = '%s' and is_identity = 'NO' and is_generated = 'NEVER'
                limit 1""".formatted(table))) {
            row.next();
            return row.getString(1);
        }
    }

    private static String version(Statement statement) throws SQLException {
        return text(statement, "select version from record_version");
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
