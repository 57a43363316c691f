package org.onrecord;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onrecord.Service.configured;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that is told to keep its schema to itself does so everywhere; and pages of one origin may ask it. */
class DisclosureIT {

    private static final String ORIGIN = "https://news.example";

    @TempDir
    static Path directory;

    private static EmbeddedPostgres database;
    private static Service service;

    @BeforeAll
    static void start() throws Exception {
        database = EmbeddedPostgres.start();
        service = Service.start(
                        directory,
                        configured(
                                database.getPort(),
                                "postgres",
                                Map.of(
                                        "ONRECORD_SCHEMA_INTROSPECTION", "false",
                                        "ONRECORD_LIMITS_PAGE", "10",
                                        "QUARKUS_HTTP_CORS_ENABLED", "true",
                                        "QUARKUS_HTTP_CORS_ORIGINS", ORIGIN)))
                .awaitUp();
        service.awaitReadiness(200);
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ __schema { queryType { name } } }",
                "{ __type(name: \"Quote\") { name } }",
                "{ ...a } fragment a on Query { __schema { queryType { name } } }"
            })
    void answersNoIntrospection(String document) {
        JsonNode error = Ask.onlyError(service.ask(document));

        assertEquals("Introspection is switched off here", error.path("message").asText());
        assertEquals(
                "GRAPHQL_VALIDATION_FAILED",
                error.path("extensions").path("code").asText());
    }

    @Test
    void stillTellsTheTypesOfRecords() {
        JsonNode answer = service.ask("{ actor(slug: \"nato\") { __typename } }");

        assertEquals("Organisation", answer.findValue("__typename").asText());
    }

    @Test
    void suggestsNoNames() {
        JsonNode error = Ask.onlyError(service.ask("{ quotes { nodes { txt } } }"));

        assertEquals("The type Quote has no field 'txt'", error.path("message").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/graphql/schema.graphql", "/graphiql", "/graphiql/", "/graphiql/tabs.json"})
    void hasNoSuchPage(String path) {
        assertEquals(404, given().port(service.port).get(path).statusCode());
    }

    @Test
    void doesNotSayThatThereIsGraphiql() {
        assertFalse(service.output().contains("/graphiql"), service::output);
    }

    @Test
    void letsPagesOfTheOriginRead() {
        Response answer = ask(ORIGIN);

        assertEquals(200, answer.statusCode());
        assertEquals(ORIGIN, answer.header("Access-Control-Allow-Origin"));
        assertTrue(answer.header("Access-Control-Expose-Headers").contains("GraphQL-Cost"), answer.headers()::toString);
        assertTrue(answer.headers().getValues("Vary").toString().contains("Origin"), answer.headers()::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://other.example", "null", "https://news.example.other.example", "http://news.example"})
    void letsPagesOfNoOtherOriginRead(String origin) {
        assertNull(ask(origin).header("Access-Control-Allow-Origin"));
    }

    @Test
    void tellsBeforehandWhatMayBeSent() {
        Response answer = given().port(service.port)
                .header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type")
                .options("/graphql");

        assertEquals(200, answer.statusCode());
        assertEquals(ORIGIN, answer.header("Access-Control-Allow-Origin"));
        assertTrue(answer.header("Access-Control-Allow-Methods").contains("POST"), answer.headers()::toString);
    }

    /** What one of them answers is not what the other would. */
    @Test
    void tagsItsAnswersOtherwiseThanAServiceThatTellsItsSchema() throws Exception {
        try (Service other =
                Service.start(directory, configured(database.getPort())).awaitUp()) {
            other.awaitReadiness(200);

            assertTrue(tag(service).startsWith("W/"));
            assertEquals(tag(service), tag(service));
            assertNotEquals(tag(service), tag(other));
        }
    }

    private static String tag(Service asked) {
        return given().port(asked.port)
                .queryParam("query", "{ quotes { totalCount } }")
                .get("/graphql")
                .header("ETag");
    }

    @Test
    void hasPagesAsLargeAsItIsTold() {
        assertEquals(
                10,
                service.ask("{ quotes { nodes { slug } } }").findValues("slug").size());
        assertEquals(
                "first: must be a whole number from 1 to 10",
                Ask.onlyError(service.ask("{ quotes(first: 11) { nodes { slug } } }"))
                        .path("message")
                        .asText());
    }

    private static Response ask(String origin) {
        return given().port(service.port)
                .header("Origin", origin)
                .contentType("application/json")
                .body(Map.of("query", "{ __typename }"))
                .post("/graphql");
    }
}
