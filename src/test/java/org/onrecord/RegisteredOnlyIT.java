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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that answers only what its operator has registered, and the questions that it brings. */
class RegisteredOnlyIT {

    private static final String COUNT_QUOTES = "query CountQuotes { quotes { totalCount } }";
    private static final String NAME_ACTOR = "query NameActor($slug: String!) { actor(slug: $slug) { name } }";
    private static final String UNREGISTERED = "query Unregistered { quotes { totalCount } }";

    private static EmbeddedPostgres database;

    @TempDir
    Path directory;

    @BeforeAll
    static void startDatabase() throws IOException {
        database = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        database.close();
    }

    @Test
    void answersWhatAManifestOfRelayRegisters() throws Exception {
        Map<String, String> manifest = Map.of("b4d1f0aa", COUNT_QUOTES, "77c9e2d3", NAME_ACTOR);

        try (Service service = start(Ask.JSON.writeValueAsString(manifest)).awaitUp()) {
            assertAnswersWhatIsRegistered(service);
        }
    }

    @Test
    void answersWhatAManifestOfApolloRegisters() throws Exception {
        try (Service service = start("""
                        {
                          "format": "apollo-persisted-query-manifest",
                          "version": 1,
                          "operations": [
                            {"id": "b4d1f0aa", "name": "CountQuotes", "type": "query", "body": "%s"},
                            {"id": "77c9e2d3", "name": "NameActor", "type": "query", "body": "%s"}
                          ]
                        }""".formatted(COUNT_QUOTES, NAME_ACTOR)).awaitUp()) {
            assertAnswersWhatIsRegistered(service);
        }
    }

    private static void assertAnswersWhatIsRegistered(Service service) throws Exception {
        service.awaitReadiness(200);
        service.awaitOutput("11 documents are registered, with those of ");
        assertEquals(89, quotes(post(service, Map.of("query", COUNT_QUOTES))));
        assertEquals(89, quotes(post(service, Map.of("documentId", "b4d1f0aa"))));
        assertEquals(89, quotes(post(service, Map.of("documentId", "sha256:" + hash(COUNT_QUOTES)))));
        assertEquals(89, quotes(post(service, Map.of("extensions", persistedQuery(COUNT_QUOTES)))));
        JsonNode named = json(post(service, Map.of("documentId", "77c9e2d3", "variables", Map.of("slug", "turkey"))));
        assertEquals("Türkiye", named.path("data").path("actor").path("name").asText(), named::toString);
    }

    @Test
    void answersNothingElse() throws Exception {
        try (Service service = start(Ask.JSON.writeValueAsString(Map.of("b4d1f0aa", COUNT_QUOTES)))
                .awaitUp()) {
            service.awaitReadiness(200);

            assertRefused(
                    400,
                    "DOCUMENT_NOT_REGISTERED",
                    "Only registered documents are answered here",
                    post(service, Map.of("query", UNREGISTERED)));
            assertRefused(
                    400,
                    "DOCUMENT_NOT_REGISTERED",
                    "Only registered documents are answered here",
                    // White space counts: the text is another one.
                    post(service, Map.of("query", COUNT_QUOTES.replace(" ", "  "))));
            assertRefused(
                    400,
                    "DOCUMENT_NOT_REGISTERED",
                    "Only registered documents are answered here",
                    post(service, Map.of("query", UNREGISTERED, "extensions", persistedQuery(UNREGISTERED))));
            assertRefused(
                    200,
                    "PERSISTED_QUERY_NOT_SUPPORTED",
                    "PersistedQueryNotSupported",
                    post(service, Map.of("extensions", persistedQuery(UNREGISTERED))));
            assertRefused(
                    400,
                    "PERSISTED_DOCUMENT_NOT_FOUND",
                    "No document with this documentId is known here",
                    post(service, Map.of("documentId", "sha256:" + hash(UNREGISTERED))));
        }
    }

    @Test
    void answersTheQuestionsThatItBringsWithoutAManifest() throws Exception {
        Map<String, String> settings = Map.of("ONRECORD_DOCUMENTS_REGISTERED_ONLY", "true");
        try (Service service = Service.start(directory, configured(database.getPort(), "postgres", settings))
                .awaitUp()) {
            service.awaitReadiness(200);

            JsonNode whole = json(post(service, Map.of("query", Ask.resource("/examples/4-declined.graphql"))));
            JsonNode named = json(post(service, Map.of("documentId", "WhoDeclined")));

            assertTrue(whole.path("data").path("pledges").path("totalCount").asInt() > 0, whole::toString);
            assertEquals(whole, named);
        }
    }

    /** SettingsCheckTest has other ways in which it may be none. */
    @Test
    void doesNotStartWithAManifestThatItCannotRead() throws Exception {
        try (Service service = start("{\"a\": 1}")) {
            assertEquals(1, service.awaitExit(), service::output);

            assertEquals("""
                    OnRecord cannot start: onrecord.documents.manifest (ONRECORD_DOCUMENTS_MANIFEST in the environment) is "%s": the \
                    document a is not a text. It takes a JSON object with GraphQL documents by their ids, or a manifest as Apollo writes it.
                    """.formatted(directory.resolve("manifest.json")), service.output());
        }
    }

    private Service start(String manifest) throws IOException {
        Path file = Files.writeString(directory.resolve("manifest.json"), manifest);
        Map<String, String> settings =
                Map.of("ONRECORD_DOCUMENTS_REGISTERED_ONLY", "true", "ONRECORD_DOCUMENTS_MANIFEST", file.toString());
        return Service.start(directory, configured(database.getPort(), "postgres", settings));
    }

    private static Response post(Service service, Map<String, ?> request) {
        return given().port(service.port)
                .contentType("application/json")
                .accept("application/graphql-response+json")
                .body(request)
                .post("/graphql");
    }

    private static JsonNode json(Response response) {
        return Ask.json(response.asString());
    }

    private static int quotes(Response response) {
        JsonNode json = json(response);
        assertTrue(json.path("data").path("quotes").path("totalCount").isInt(), json::toString);
        return json.path("data").path("quotes").path("totalCount").asInt();
    }

    private static void assertRefused(int status, String code, String message, Response response) {
        JsonNode json = json(response);
        JsonNode error = json.path("errors").path(0);
        assertEquals(message, error.path("message").asText(), json::toString);
        assertEquals(code, error.path("extensions").path("code").asText());
        assertEquals(status, response.statusCode());
        assertFalse(json.has("data"), json::toString);
    }

    private static Map<String, ?> persistedQuery(String document) throws NoSuchAlgorithmException {
        return Map.of("persistedQuery", Map.of("version", 1, "sha256Hash", hash(document)));
    }

    private static String hash(String document) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(document.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }
}
