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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onrecord.Ask;
import org.onrecord.RecordDatabase;
import org.onrecord.TestRows;

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
        Call.Reply questionMark = Call.post(Map.of("query", document, "variables", Map.of("prefix", "?")))
                .send();
        Call.Reply surrogate = Call.post("{\"query\": \"" + document + "\", \"variables\": {\"prefix\": \"\\ud800\"}}")
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
        Call.Reply text = Call.post(request.formatted("\"Infinity\""))
                .header("Content-Type", Call.JSON)
                .send();
        Call.Reply number = Call.post(request.formatted("1e400"))
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

    /** So many answers of over 20 kB are more than the 8 MB that are kept. */
    @Test
    void keepsSoManyBytesAndNoMore() {
        String document = """
                { quotes(first: 89) { nodes { slug text context note source { title url } } } }""";
        for (int i = 0; i < 450; i++) {
            Ask.responseTo("10.31." + i % 50 + ".1", document, Map.of("client", i));
        }

        int size = Ask.response(document, Map.of()).toString().length();
        assertTrue(size > 20_000, size + " characters");
        double kept = metric("cache_size\\{cache=\"answers\"[^}]*}");
        assertTrue(kept * size < 9e6, kept + " answers are kept");
        assertTrue(kept > 50, kept + " answers are kept");
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

    private static double metric(String sample) {
        String metrics =
                given().get(RecordDatabase.managementAddress() + "/q/metrics").asString();
        Matcher found = Pattern.compile(sample + " (\\S+)").matcher(metrics);
        assertTrue(found.find(), metrics);
        return Double.parseDouble(found.group(1));
    }
}
