package org.onrecord.graphql;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onrecord.Ask;
import org.onrecord.RecordDatabase;
import org.onrecord.TestRows;

/** Errors that are the service's own fault, and messages: none is the library's. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class ErrorShapeTest {

    /** The library's messages: a version of it may word them otherwise, and they show values. */
    private static final List<String> BUNDLES = List.of("Validation", "Execution", "Parsing", "Scalars", "General");

    /** Messages that the library has in its code. */
    private static final List<String> IN_CODE = List.of(
            "has an invalid value",
            "has coerced Null value for NonNull type",
            "The variables input contains a field name",
            "that is not defined for input object type",
            "Expected type 'Map' but was",
            "The maximum number of validation errors",
            "Must provide operation name if query contains multiple operations",
            "Unknown operation named");

    private static final Pattern WORD = Pattern.compile("\\w+");

    private static final Set<String> LIBRARY = fragments();

    /** What is said of a document where nothing better is known. */
    private static final String GENERAL = "The document does not fit the schema at this place";

    private final TestRows rows = new TestRows();

    @Test
    void internalErrorShowsAReferenceAndNothingElse() {
        rows.execute("alter table source rename column url to elsewhere");
        JsonNode response;
        try {
            response = Ask.response("{ sources { nodes { url } } }", Map.of());
        } finally {
            rows.execute("alter table source rename column elsewhere to url");
        }

        JsonNode error = response.path("errors").path(0);
        String reference = error.path("extensions").path("reference").asText();
        assertEquals(1, response.path("errors").size());
        assertEquals("INTERNAL", error.path("extensions").path("code").asText());
        assertTrue(reference.matches("[0-9a-f-]{36}"), reference);
        assertEquals(
                "Internal error; its reference is " + reference,
                error.path("message").asText());
        Set<String> keys = new TreeSet<>();
        error.path("extensions").properties().forEach(field -> keys.add(field.getKey()));
        assertEquals(Set.of("code", "reference"), keys);
        assertEquals("sources", error.path("path").path(0).asText());
    }

    @Test
    void tooDeepDocumentIsTooCostly() {
        JsonNode response = Ask.response("""
                { quotes { nodes { speaker { quotes { nodes { speaker { quotes { nodes { speaker { quotes { nodes {
                  speaker { quotes { nodes { speaker { name } } } } } } } } } } } } } } } }""", Map.of());

        assertEquals(
                "QUERY_TOO_COSTLY",
                response.path("errors").path(0).path("extensions").path("code").asText());
    }

    /** Each rule of validation that a document can break here, and the syntax. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // Definitions and operations
                "type Any { a: Int }",
                "schema { query: Any } { __typename }",
                "directive @any on FIELD { __typename }",
                "extend type Quote { a: Int } { __typename }",
                "{ __typename } query Any { __typename }",
                "query Any { __typename } { __typename }",
                "query Any { __typename } query Any { __typename }",
                "mutation { any }",
                "query Any { __typename } subscription Other { any { a } b }",
                "query Any { __typename } subscription Other { __typename }",
                "subscription { any }",
                // Fields
                "{ any }",
                "{ quotes { nodes { texd } } }",
                "{ %1$s }",
                "{ dataset { name { any } } }",
                "{ dataset }",
                "{ dataset { name: slug name } }",
                "{ a: actor(slug: \"a\") { name } a: actor(slug: \"b\") { name } }",
                "{ nodes(ids: []) { ... on Quote { a: text } ... on Actor { a: aliases } } }",
                "{ nodes(ids: []) { ... on Quote { a: text } ... on Actor { a: note } } }",
                "{ nodes(ids: []) { ... on Quote { a: language } ... on Actor { a: kind } } }",
                "{ dataset { %1$s: slug %1$s: name } }",
                // Fragments
                "{ node(id: \"a\") { ... on Any { id } } }",
                "{ dataset { ...a } } fragment a on Dataste { name }",
                "{ node(id: \"a\") { ... on String { id } } }",
                "{ dataset { ...a } } fragment a on QuoteFilter { name }",
                "{ dataset { ...a } } fragment a on String { name }",
                "{ dataset { ... on Quote { id } } }",
                "{ dataset { ...a } } fragment a on Quote { id }",
                "{ dataset { ...a } }",
                "{ dataset { name } } fragment a on Quote { id }",
                "{ dataset { ...a } } fragment a on DataSet { ...a }",
                "{ dataset { ...a } } fragment a on DataSet { ...b } fragment b on DataSet { ...a }",
                "{ dataset { ...a } } fragment a on DataSet { name } fragment a on DataSet { slug }",
                "{ dataset { ...%1$s } }",
                // Directives
                "{ dataset @any { name } }",
                "{ dataset @skipp(if: true) { name } }",
                "query @skip(if: true) { __typename }",
                "{ dataset { name @skip(if: true) @skip(if: true) } }",
                "{ dataset @skip { name } }",
                "{ dataset @skip(iff: true, if: true) { name } }",
                "{ dataset @skip(if: null) { name } }",
                "{ dataset @skip(if: 1) { name } }",
                "{ dataset @defer(label: 1) { name } }",
                "{ ... @defer(label: \"a\") { __typename } ... @defer(label: \"a\") { __typename } }",
                "query ($a: String) { ... @defer(label: $a) { __typename } }",
                "query Any { __typename } subscription Other { ... @defer { any } }",
                // Arguments
                "{ actor { name } }",
                "{ actor(slug: null) { name } }",
                "{ actor(slug: 5) { name } }",
                "{ actor(slug: [\"a\"]) { name } }",
                "{ actor(slug: \"a\", slug: \"b\") { name } }",
                "{ actor(slug: \"a\", any: 1) { name } }",
                "{ quotes(frist: 1) { totalCount } }",
                "{ quotes(%1$s: 1) { totalCount } }",
                "{ quotes(first: 1.5) { totalCount } }",
                "{ quotes(first: \"one\") { totalCount } }",
                "{ quotes(first: 99999999999) { totalCount } }",
                "{ quotes(orderBy: ANY) { totalCount } }",
                "{ quotes(orderBy: \"SAID_ON_ASC\") { totalCount } }",
                "{ quotes(filter: 1) { totalCount } }",
                "{ quotes(filter: [{}]) { totalCount } }",
                "{ quotes(filter: {speker: []}) { totalCount } }",
                "{ quotes(filter: {%1$s: []}) { totalCount } }",
                "{ quotes(filter: {speaker: [null]}) { totalCount } }",
                "{ quotes(filter: {speaker: [\"a\", 5]}) { totalCount } }",
                "{ quotes(filter: {speaker: {a: 1}}) { totalCount } }",
                "{ quotes(filter: {saidFrom: 5}) { totalCount } }",
                "{ quotes(filter: {standing: [ANY]}) { totalCount } }",
                "{ quotes(filter: {speaker: [], speaker: []}) { totalCount } }",
                "{ actors(filter: {identifier: [{scheme: WIKIDATA}]}) { totalCount } }",
                "{ actors(filter: {identifier: [{}]}) { totalCount } }",
                "{ actors(filter: {identifier: [{scheme: WIKIDATA, value: null}]}) { totalCount } }",
                "{ node(id: 1.5) { id } }",
                // Variables
                "{ quotes(first: $any) { totalCount } }",
                "query ($any: Int) { __typename }",
                "query ($a: Int, $a: Int) { quotes(first: $a) { totalCount } }",
                "query ($a: Any) { quotes(first: $a) { totalCount } }",
                "query ($a: Quote) { quotes(first: $a) { totalCount } }",
                "query ($a: String) { quotes(first: $a) { totalCount } }",
                "query ($a: String) { actor(slug: $a) { name } }",
                "query ($a: [String]) { quotes(filter: {speaker: $a}) { totalCount } }",
                "query ($a: Int = \"one\") { quotes(first: $a) { totalCount } }",
                "query ($a: Int! = null) { quotes(first: $a) { totalCount } }",
                "query ($a: QuoteOrder = ANY) { quotes(orderBy: $a) { totalCount } }",
                "query ($a: QuoteFilter = {any: 1}) { quotes(filter: $a) { totalCount } }",
                "query ($%1$s: Int) { __typename }",
                // Introspection
                "{ __type { name } }",
                "{ __type(name: 5) { name } }",
                "{ __schema }",
                "{ __schema { any } }",
                "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
                "{ __schema { types { name } } a: __schema { types { name } } }",
                // Syntax
                "{",
                "}",
                "{ dataset { name } } }",
                "{ dataset(a: ) { name } }",
                "{ actor(slug: \"a) { name } }",
                "{ actor(slug: \"\\ud800\") { name } }",
                "{ actor(slug: \"\\u{110000}\") { name } }",
                "{ actor(slug: \"\\x\") { name } }",
                "{ quotes(first: 01) { totalCount } }",
                "query any any { name }",
                "fragment on on Quote { id }",
                "?"
            })
    void refusesADocumentInItsOwnWords(String document) {
        Map<String, String> request = new HashMap<>(Map.of("query", document.formatted("x".repeat(51))));
        if (document.contains("query Any {")) {
            request.put("operationName", "Any");
        }
        JsonNode response = Ask.json(given().contentType(ContentType.JSON)
                .body(request)
                .post("/graphql")
                .asString());

        assertTrue(response.path("errors").size() > 0, response::toString);
        assertIsTheServices(response);
        assertFalse(response.toString().contains("x".repeat(51)), response::toString);
    }

    @Test
    void refusesADocumentOfManyFaultsInItsOwnWords() {
        JsonNode response = Ask.response("{ dataset { %s } }".formatted("any ".repeat(150)), Map.of());

        assertEquals(100, response.path("errors").size());
        assertIsTheServices(response);
        assertEquals(
                "There are more errors than these: no more than 100 are told",
                response.path("errors").path(99).path("message").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Int          | first: $a                                | "one"                    | variables.a           | must be of the type Int
            Int          | first: $a                                | 1.5                      | variables.a           | must be of the type Int
            Int          | first: $a                                | 99999999999              | variables.a           | must be of the type Int
            Int          | first: $a                                | {}                       | variables.a           | must be of the type Int
            Int          | first: $a                                | [1]                      | variables.a           | must be of the type Int
            Int!         | first: $a                                | null                     | variables.a           | must not be null: its type is Int!
            String       | after: $a                                | 5                        | variables.a           | must be of the type String
            QuoteOrder   | orderBy: $a                              | "ANY"                    | variables.a           | must be of the type QuoteOrder
            QuoteOrder   | orderBy: $a                              | 5                        | variables.a           | must be of the type QuoteOrder
            [String!]    | filter: {speaker: $a}                    | ["a", null]              | variables.a[1]        | must not be null: its type is String!
            [String!]    | filter: {speaker: $a}                    | ["a", {}]                | variables.a[1]        | must be of the type String
            [String!]    | filter: {speaker: $a}                    | 5                        | variables.a           | must be of the type String
            Date         | filter: {saidFrom: $a}                   | 5                        | variables.a           | must be of the type Date
            QuoteFilter  | filter: $a                               | []                       | variables.a           | must be an object: its type is QuoteFilter
            QuoteFilter  | filter: $a                               | "a"                      | variables.a           | must be an object: its type is QuoteFilter
            QuoteFilter  | filter: $a                               | {"any": 1}               | variables.a           | has a field 'any' that QuoteFilter does not have
            QuoteFilter  | filter: $a                               | {"an y": 1}              | variables.a           | has a field that QuoteFilter does not have
            QuoteFilter  | filter: $a                               | {"speaker": ["a", 5]}    | variables.a.speaker[1] | must be of the type String
            QuoteFilter  | filter: $a                               | {"standing": ["ANY"]}    | variables.a.standing[0] | must be of the type QuoteStanding
            """)
    void refusesAVariableInItsOwnWords(String type, String arguments, String value, String path, String message) {
        JsonNode response = Ask.response(
                "query ($a: %s) { quotes(%s) { totalCount } }".formatted(type, arguments),
                Collections.singletonMap("a", Ask.JSON.convertValue(Ask.json(value), Object.class)));

        assertIsTheServices(response);
        JsonNode error = Ask.onlyError(response);
        assertEquals("BAD_USER_INPUT", error.path("extensions").path("code").asText());
        JsonNode violation = error.path("extensions").path("violations").path(0);
        assertEquals(path, violation.path("path").asText());
        assertEquals(message, violation.path("message").asText());
        assertEquals(path + ": " + message, error.path("message").asText());
    }

    @Test
    void tellsAllVariablesThatAreWrong() {
        JsonNode error = Ask.onlyError(Ask.response(
                """
                query ($first: Int, $filter: ActorFilter, $missing: String!, $right: String) {
                  quotes(first: $first, after: $right) { totalCount }
                  actors(filter: $filter) { totalCount }
                  actor(slug: $missing) { name }
                }""",
                Map.of(
                        "first",
                        "one",
                        "filter",
                        Map.of("identifier", List.of(Map.of("scheme", "ANY", "more", 1))),
                        "right",
                        "a")));

        Set<String> violations = new TreeSet<>();
        error.path("extensions")
                .path("violations")
                .forEach(violation -> violations.add(violation.path("path").asText() + ": "
                        + violation.path("message").asText()));
        assertEquals(
                Set.of(
                        "variables.first: must be of the type Int",
                        "variables.filter.identifier[0]: has a field 'more' that IdentifierInput does not have",
                        "variables.filter.identifier[0].scheme: must be of the type IdentifierScheme",
                        "variables.filter.identifier[0].value: must not be null: its type is String!",
                        "variables.missing: must not be null: its type is String!"),
                violations);
    }

    @Test
    void tellsTwentyVariablesThatAreWrong() {
        JsonNode error = Ask.onlyError(Ask.response(
                "query ($a: [String!]) { quotes(filter: {speaker: $a}) { totalCount } }",
                Map.of("a", Collections.nCopies(1000, 5))));

        assertEquals(20, error.path("extensions").path("violations").size());
    }

    /** A variable with a default value may stand for an argument that must not be null, and be null. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "query ($a: String = \"nato\") { actor(slug: $a) { name } }",
                "query ($a: Boolean = true) { dataset { name @include(if: $a) } }",
                "query ($a: Boolean = true) { dataset { ... @skip(if: $a) { name } slug } }",
                "query ($a: String = \"Q1\") { actors(filter: {identifier: [{scheme: WIKIDATA, value: $a}]}) { "
                        + "totalCount } }",
                "query ($a: String = \"nato\") { ...any } fragment any on Query { actor(slug: $a) { name } }"
            })
    void refusesNullForAVariableWithADefault(String document) {
        JsonNode response = Ask.response(document, Collections.singletonMap("a", null));

        assertIsTheServices(response);
        JsonNode error = Ask.onlyError(response);
        assertEquals("BAD_USER_INPUT", error.path("extensions").path("code").asText());
        assertEquals(
                "variables.a: must not be null where it is used: leave it out for its default value",
                error.path("message").asText());
    }

    @Test
    void takesNullForAVariableWithADefaultWhereItMayBe() {
        JsonNode response = Ask.response(
                "query ($a: Int = 1) { quotes(first: $a) { totalCount } }", Collections.singletonMap("a", null));

        assertFalse(response.has("errors"), response::toString);
    }

    private static void assertIsTheServices(JsonNode response) {
        for (String message : response.findValuesAsText("message")) {
            assertFalse(message.contains(GENERAL), response::toString);
            for (String fragment : LIBRARY) {
                assertFalse(message.contains(fragment), () -> "'" + fragment + "' in " + response);
            }
        }
    }

    /** What the library's messages have between their placeholders, where it is long enough to be known again. */
    private static Set<String> fragments() {
        Set<String> fragments = new TreeSet<>(IN_CODE);
        for (String name : BUNDLES) {
            ResourceBundle bundle = ResourceBundle.getBundle("i18n." + name, Locale.ROOT);
            for (String key : bundle.keySet()) {
                for (String fragment : bundle.getString(key).replace("''", "'").split("\\{\\d+}", -1)) {
                    if (fragment.strip().length() >= 15
                            || WORD.matcher(fragment).results().count() >= 3) {
                        fragments.add(fragment.strip());
                    }
                }
            }
        }
        assertTrue(fragments.size() > 50, fragments::toString);
        return fragments;
    }
}
