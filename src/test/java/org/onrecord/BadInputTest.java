package org.onrecord;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request is said with its place and with what would be right. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class BadInputTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    { quotes(first: 0) { totalCount } }                              | first              | must be a whole number from 1 to 100
                    { quotes(first: -1) { totalCount } }                             | first              | must be a whole number from 1 to 100
                    { quotes(first: 101) { totalCount } }                            | first              | must be a whole number from 1 to 100
                    { quotes(last: 0) { totalCount } }                               | last               | must be a whole number from 1 to 100
                    { quotes(first: 1, last: 1) { totalCount } }                     | last               | must not be given together with first: take one of them
                    { quotes(after: "?") { totalCount } }                            | after              | must be a cursor that this list gave in the order SAID_ON_DESC, unchanged
                    { quotes(before: "") { totalCount } }                            | before             | must be a cursor that this list gave in the order SAID_ON_DESC, unchanged
                    { quotes(filter: {speaker: ["nobody"]}) { totalCount } }         | filter.speaker[0]  | must be the slug of a record of the type Actor; none has this one
                    { quotes(filter: {topic: ["nothing"]}) { totalCount } }          | filter.topic[0]    | must be a topic of a quote; none has this one
                    { quotes(filter: {about: []}) { totalCount } }                   | filter.about       | must list at least one value; leave it out to match all
                    { quotes(filter: {saidFrom: "2025-02-30"}) { totalCount } }      | filter.saidFrom    | must be a day as ISO 8601 writes it, for example 2025-03-24
                    { quotes(filter: {saidTo: "+99999-01-01"}) { totalCount } }      | filter.saidTo      | must be a day as ISO 8601 writes it, for example 2025-03-24
                    { quotes(filter: {saidFrom: "2025-03-02", saidTo: "2025-03-01"}) { totalCount } } | filter.saidFrom | must not be after saidTo
                    { quotes(filter: {language: ["e\\u0000n"]}) { totalCount } }     | filter.language[0] | must not contain the character NUL (U+0000)
                    { actors(filter: {namePrefix: "\\u0000"}) { totalCount } }       | filter.namePrefix  | must not contain the character NUL (U+0000)
                    { actor(slug: "\\u0000") { name } }                              | slug               | must not contain the character NUL (U+0000)
                    { pledges(filter: {coalition: ["nato"]}) { totalCount } }        | filter.coalition[0] | must be the slug of a record of the type Coalition; none has this one
                    { node(id: "x") { id } }                                         | id                 | must be an id that this service gave, unchanged
                    { nodes(ids: ["QWN0b3I6bmF0bw", "RmlzaDpuYXRv"]) { id } }        | ids[1]             | must be an id that this service gave, unchanged
                    { actors { nodes { q: quotes(first: 0) { totalCount } } } }         | nodes.q.first | must be a whole number from 1 to 100
                    { events { edges { node { participants(filter: {kind: []}) { totalCount } } } } } | edges.node.participants.filter.kind | must list at least one value; leave it out to match all
                    """)
    void isToldWithPathAndRemedy(String document, String path, String message) {
        JsonNode error = Ask.onlyError(Ask.response(document, Map.of()));

        assertEquals("BAD_USER_INPUT", error.path("extensions").path("code").asText());
        JsonNode violation = error.path("extensions").path("violations").path(0);
        assertEquals(path, violation.path("path").asText());
        assertEquals(message, violation.path("message").asText());
        assertEquals(path + ": " + message, error.path("message").asText());
        assertTrue(error.path("path").path(0).isTextual(), "the field in the response");
        assertTrue(error.path("locations").path(0).path("line").isInt(), "the place in the document");
    }

    @Test
    void tellsAllFaultsAtOnce() {
        JsonNode error = Ask.onlyError(Ask.response("""
                { quotes(first: 0, after: "x", filter: {speaker: ["nobody"], about: ["nato", "noone"], saidFrom: "soon"}) {
                    totalCount
                } }""", Map.of()));

        List<String> paths = new ArrayList<>();
        error.path("extensions")
                .path("violations")
                .forEach(violation -> paths.add(violation.path("path").asText()));
        Collections.sort(paths);
        assertEquals(List.of("after", "filter.about[1]", "filter.saidFrom", "filter.speaker[0]", "first"), paths);
    }

    @Test
    void rejectsCursorThatWasEdited() {
        String cursor = cursor("{ quotes(first: 1) { pageInfo { endCursor } } }", "quotes");
        byte[] bytes = Base64.getUrlDecoder().decode(cursor);
        // Another digit at its end, so that nothing but the checksum tells.
        bytes[bytes.length - 1] ^= 1;
        String edited = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);

        assertBadCursor("query ($cursor: String) { quotes(after: $cursor) { totalCount } }", edited);
    }

    /** Of the same rows in the same order, so that nothing else tells that the cursor is another list's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "actor(slug: \"steve-witkoff\") { quotes(first: 1) { pageInfo { endCursor } } }",
                "actor(slug: \"steve-witkoff\") { mentions(first: 1) { pageInfo { endCursor } } }",
                "event(slug: \"coalition-paris-summit-2026-01-06\") { quotes(first: 1) { pageInfo { endCursor } } }",
                "pledges(first: 1) { pageInfo { endCursor } }"
            })
    void rejectsCursorOfAnotherList(String otherList) {
        String cursor =
                Ask.data("{ %s }".formatted(otherList)).findValue("endCursor").asText();

        assertTrue(cursor.matches("[-\\w]{12,}"), cursor);
        assertBadCursor("query ($cursor: String) { quotes(after: $cursor) { totalCount } }", cursor);
    }

    /** A text of a request has at most 1,000 characters, wherever it stands. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    query ($text: String!) { field: actor(slug: $text) { name } }                                | slug
                    query ($text: String!) { field: actors(filter: {namePrefix: $text}) { totalCount } }         | filter.namePrefix
                    query ($text: String!) { field: events(filter: {place: [$text]}) { totalCount } }            | filter.place[0]
                    query ($text: String!) { field: actors(filter: {identifier: [{scheme: WIKIDATA, value: $text}]}) { totalCount } } | filter.identifier[0].value
                    """)
    void takesATextOfAThousandCharacters(String document, String path) {
        for (int within : List.of(999, 1000)) {
            JsonNode answer = Ask.response(document, Map.of("text", "x".repeat(within)));
            assertFalse(answer.has("errors"), answer::toString);
        }

        JsonNode error = Ask.onlyError(Ask.response(document, Map.of("text", "x".repeat(1001))));
        assertEquals(
                path + ": must have at most 1000 characters",
                error.path("message").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    query ($values: [String!]) { events(filter: {place: $values}) { totalCount } }            | "x" | place
                    query ($values: [PledgeKind!]) { pledges(filter: {kind: $values}) { totalCount } }        | "AIR" | kind
                    query ($values: [String!]) { quotes(filter: {speaker: $values}) { totalCount } }          | "nato" | speaker
                    query ($values: [IdentifierInput!]) { actors(filter: {identifier: $values}) { totalCount } } | {"scheme": "WIKIDATA", "value": "Q1"} | identifier
                    """)
    void takesAHundredValuesOfAFilter(String document, String value, String field) {
        for (int within : List.of(99, 100)) {
            JsonNode answer = Ask.response(document, Map.of("values", Collections.nCopies(within, Ask.json(value))));
            assertFalse(answer.has("errors"), answer::toString);
        }

        JsonNode error =
                Ask.onlyError(Ask.response(document, Map.of("values", Collections.nCopies(101, Ask.json(value)))));
        assertEquals(
                "filter.%s: must list at most 100 values".formatted(field),
                error.path("message").asText());
    }

    @Test
    void rejectsCursorOfAnotherOrder() {
        String cursor = cursor("{ quotes(first: 1) { pageInfo { endCursor } } }", "quotes");

        assertBadCursor(
                "query ($cursor: String) { quotes(after: $cursor, orderBy: SAID_ON_ASC) { totalCount } }", cursor);
    }

    @Test
    void rejectsLoneSurrogate() {
        JsonNode error = Ask.onlyError(
                Ask.response("query ($slug: String!) { actor(slug: $slug) { name } }", Map.of("slug", "a\ud800b")));

        assertEquals("BAD_USER_INPUT", error.path("extensions").path("code").asText());
        assertEquals(
                "slug",
                error.path("extensions").path("violations").path(0).path("path").asText());
    }

    @Test
    void answersLookUpThatFindsNothingWithNull() {
        JsonNode data = Ask.data("""
                {
                  actor(slug: "nobody") { name }
                  source(slug: "Not a slug") { title }
                  event(slug: "") { name }
                  quote(slug: "' or 1=1 --") { text }
                  coalition(slug: "nobody") { name }
                  pledge(slug: "nobody") { kind }
                  sizeClaim(slug: "nobody") { text }
                  node(id: "QWN0b3I6bm9ib2R5") { id }
                  nodes(ids: ["QWN0b3I6bm9ib2R5", "QWN0b3I6bmF0bw"]) { id }
                }""");

        List<String> notNull = new ArrayList<>();
        data.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                notNull.add(field.getKey());
            }
        });
        assertEquals(List.of("nodes"), notNull);
        assertTrue(data.path("nodes").path(0).isNull());
        assertEquals("QWN0b3I6bmF0bw", data.path("nodes").path(1).path("id").asText());
    }

    /**
     * An {@code Int} of the library takes texts and fractions, and an exponent as large as this one stops it for
     * minutes.
     */
    @ParameterizedTest
    @CsvSource({"1.5", "'\"1\"'", "1e1000000000", "2147483648"})
    void takesWholeNumbersOnly(String number) {
        JsonNode error =
                Ask.onlyError(Ask.response("{ quotes(first: %s) { totalCount } }".formatted(number), Map.of()));

        assertEquals(
                "GRAPHQL_VALIDATION_FAILED",
                error.path("extensions").path("code").asText());
        assertEquals(
                "Argument 'first' must be of the type Int",
                error.path("message").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "Int, 1.5, must be of the type Int",
        "Int, '\"one\"', must be of the type Int",
        "Int!, null, must not be null: its type is Int!",
    })
    void namesWrongVariable(String type, String value, String message) {
        JsonNode error = Ask.onlyError(Ask.response(
                "query ($first: %s) { quotes(first: $first) { totalCount } }".formatted(type),
                Collections.singletonMap("first", Ask.JSON.convertValue(Ask.json(value), Object.class))));

        assertEquals("BAD_USER_INPUT", error.path("extensions").path("code").asText());
        JsonNode violation = error.path("extensions").path("violations").path(0);
        assertEquals("variables.first", violation.path("path").asText());
        assertEquals(message, violation.path("message").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                       | The body is empty: send a JSON object with a query
                    {                                        | The body is not valid JSON
                    [1]                                      | The body is a list: batches are not supported, send each request by itself
                    null                                     | The body must be a JSON object
                    {}                                       | The request has no query
                    {"query": 5}                             | The field query must be a text
                    {"query": "{a}", "variables": "x"}       | The field variables must be a JSON object
                    {"query": "{a}", "operationName": 5}     | The field operationName must be a text
                    {"query": "{a}", "extensions": []}       | The field extensions must be a JSON object
                    """)
    void refusesABodyThatIsNoRequest(String body, String message) {
        JsonNode error = Ask.onlyError(Ask.json(given().contentType(ContentType.JSON)
                .body(body)
                .post("/graphql")
                .then()
                .statusCode(400)
                .extract()
                .asString()));

        assertEquals("BAD_REQUEST", error.path("extensions").path("code").asText());
        assertEquals(message, error.path("message").asText());
    }

    @Test
    void namesUnknownOperation() {
        JsonNode error = Ask.onlyError(Ask.json(given().contentType(ContentType.JSON)
                .body(Map.of("query", "query A { dataset { name } }", "operationName", "B"))
                .post("/graphql")
                .asString()));

        assertEquals("BAD_USER_INPUT", error.path("extensions").path("code").asText());
        assertEquals(
                "operationName",
                error.path("extensions").path("violations").path(0).path("path").asText());
    }

    @Test
    void listsNoMoreThanTwentyViolations() {
        JsonNode error = Ask.onlyError(Ask.response(
                "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", Map.of("ids", Collections.nCopies(100, "no id"))));

        assertEquals(
                "100 arguments are wrong: see the violations",
                error.path("message").asText());
        assertEquals(20, error.path("extensions").path("violations").size());
    }

    @Test
    void tellsWhereTheSyntaxIsWrong() {
        JsonNode error = Ask.onlyError(Ask.response("{\n  quotes { nodes { text }\n}", Map.of()));

        assertEquals(
                "GRAPHQL_PARSE_FAILED", error.path("extensions").path("code").asText());
        assertEquals(3, error.path("locations").path(0).path("line").asInt());
        assertTrue(error.path("message").asText().contains("line 3"), error::toString);
    }

    @Test
    void saysThatThereAreNoMutations() {
        JsonNode error = Ask.onlyError(Ask.response("mutation { quote }", Map.of()));

        assertEquals(
                "The schema has no operations of the type Mutation: ask with a query",
                error.path("message").asText());
    }

    @Test
    void namesUnknownField() {
        JsonNode error = Ask.onlyError(Ask.response("{ quotes { nodes { nope } } }", Map.of()));

        assertEquals(
                "GRAPHQL_VALIDATION_FAILED",
                error.path("extensions").path("code").asText());
        assertEquals(
                "The type Quote has no field 'nope'; did you mean 'note'?",
                error.path("message").asText());
        assertEquals(20, error.path("locations").path(0).path("column").asInt());
    }

    private static String cursor(String document, String list) {
        return Ask.data(document).path(list).path("pageInfo").path("endCursor").asText();
    }

    private static void assertBadCursor(String document, String cursor) {
        JsonNode error = Ask.onlyError(Ask.response(document, Map.of("cursor", cursor)));
        assertEquals("BAD_USER_INPUT", error.path("extensions").path("code").asText());
        assertEquals(
                "after",
                error.path("extensions").path("violations").path(0).path("path").asText());
    }
}
