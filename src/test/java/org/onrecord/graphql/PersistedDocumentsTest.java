package org.onrecord.graphql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onrecord.graphql.Call.GRAPHQL;
import static org.onrecord.graphql.Call.JSON;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onrecord.Ask;
import org.onrecord.RecordDatabase;
import org.onrecord.graphql.Call.Reply;

/**
 * Documents that are named instead of sent: by an id that the service knows, or by a hash that a client has registered.
 */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class PersistedDocumentsTest {

    private static final String WHO_DECLINED = Ask.resource("/examples/4-declined.graphql");

    /** How much text of registered documents is kept. */
    private static final int KEPT_CHARACTERS = 1024 * 1024;

    @ParameterizedTest
    @ValueSource(strings = {JSON, GRAPHQL})
    void saysThatAHashIsNotKnown(String type) throws Exception {
        Reply reply = byHash(hash("query NeverRegistered { dataset { slug } }"))
                .accept(type)
                .send();

        assertEquals(200, reply.status());
        assertEquals("PersistedQueryNotFound", reply.message());
        assertEquals("PERSISTED_QUERY_NOT_FOUND", reply.code());
    }

    @Test
    void letsNoCacheKeepThatAHashIsNotKnown() throws Exception {
        Reply reply = Call.get(
                        Map.of("extensions", Call.json(persistedQuery(hash("query NotYet { dataset { slug } }")))))
                .send();

        assertEquals("PERSISTED_QUERY_NOT_FOUND", reply.code());
        assertEquals(List.of("no-store"), reply.response().headers().allValues("Cache-Control"));
    }

    @Test
    void answersTheRequestThatRegisters() throws Exception {
        String document = "query Registers { dataset { slug } }";

        Reply reply = register(document);

        assertEquals(answer(document), reply.body());
    }

    @Test
    void answersByHashOnceItIsRegistered() throws Exception {
        String document = "query ByHashAlone { dataset { slug } }";
        register(document);

        Reply reply = byHash(hash(document)).send();

        assertEquals(answer(document), reply.body());
    }

    @Test
    void answersAGetByHash() throws Exception {
        String document = "query ByHashAndGet($slug: String!) { actor(slug: $slug) { name } }";
        Map<String, ?> variables = Map.of("slug", "turkey");
        Call.post(Map.of(
                        "query", document,
                        "variables", variables,
                        "extensions", persistedQuery(hash(document))))
                .send();

        Reply reply = Call.get(Map.of(
                        "variables", Call.json(variables), "extensions", Call.json(persistedQuery(hash(document)))))
                .send();

        assertEquals("Türkiye", reply.data().path("actor").path("name").asText());
    }

    @Test
    void registersByGet() throws Exception {
        String document = "query RegistersByGet { dataset { slug } }";
        Call.get(Map.of("query", document, "extensions", Call.json(persistedQuery(hash(document)))))
                .send();

        Reply reply = byHash(hash(document)).send();

        assertEquals(answer(document), reply.body());
    }

    @Test
    void takesOperationAndVariablesWithAHash() throws Exception {
        String document = """
                query First { dataset { slug } }
                query Second($slug: String!) { actor(slug: $slug) { name } }""";
        Call.post(Map.of("query", document, "operationName", "First", "extensions", persistedQuery(hash(document))))
                .send();

        Reply reply = Call.post(Map.of(
                        "operationName", "Second",
                        "variables", Map.of("slug", "turkey"),
                        "extensions", persistedQuery(hash(document))))
                .send();

        assertEquals("Türkiye", reply.data().path("actor").path("name").asText());
    }

    @Test
    void hashesADocumentAsUtf8() throws Exception {
        String document = "query NamedInTurkish { actors(filter: {namePrefix: \"Türkiye\"}) { totalCount } }";
        register(document);

        Reply reply = byHash(hash(document)).send();

        assertEquals(1, reply.data().path("actors").path("totalCount").asInt());
    }

    @Test
    void knowsItsOwnDocumentsByTheirHashes() throws Exception {
        Reply reply = byHash(hash(WHO_DECLINED)).send();

        assertEquals(answer(WHO_DECLINED), reply.body());
    }

    @Test
    void refusesAHashOfAnotherDocument() throws Exception {
        String sent = "query SentWithAnotherHash { dataset { slug } }";
        String hashed = "query HashedForAnother { dataset { slug } }";

        Reply reply = Call.post(Map.of("query", sent, "extensions", persistedQuery(hash(hashed))))
                .send();

        assertEquals(400, reply.status());
        assertEquals("BAD_REQUEST", reply.code());
        assertEquals("extensions.persistedQuery.sha256Hash is not the SHA-256 hash of the query", reply.message());
        assertNotKept(sent);
        assertNotKept(hashed);
    }

    /**
     * Half a surrogate pair has no bytes in UTF-8, and must not be taken for the question mark that often stands for
     * it.
     */
    @Test
    void refusesHalfACharacterForAnother() throws Exception {
        String hashed = "query Whole { dataset { slug } } # ?";

        Reply reply = Call.post("""
                        {
                          "query": "query Whole { dataset { slug } } # \\ud800",
                          "extensions": {"persistedQuery": {"version": 1, "sha256Hash": "%s"}}
                        }""".formatted(hash(hashed)))
                .header("Content-Type", JSON)
                .send();

        assertEquals(400, reply.status());
        assertNotKept(hashed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"version": 2, "sha256Hash": "%s"}
            {"version": "1", "sha256Hash": "%s"}
            {"version": 1.5, "sha256Hash": "%s"}
            {"version": null, "sha256Hash": "%s"}
            {"sha256Hash": "%s"}
            {"version": 1, "sha256Hash": "sha256:%s"}
            {"version": 1, "sha256Hash": "%s0"}
            {"version": 1, "sha256Hash": ""}
            {"version": 1, "sha256Hash": null}
            {"version": 1, "sha256Hash": 1}
            {"version": 1}
            {}
            []
            "%s"
            true
            """)
    void refusesAnExtensionOfAnotherForm(String form) throws Exception {
        String document = "query OfAnotherForm { dataset { slug } }";

        Reply reply = Call.post(Map.of(
                        "query",
                        document,
                        "extensions",
                        Map.of("persistedQuery", Ask.json(form.formatted(hash(document))))))
                .send();

        assertEquals(400, reply.status());
        assertEquals("BAD_REQUEST", reply.code());
        assertEquals(
                "extensions.persistedQuery must have the version 1 and a sha256Hash of 64 hexadecimal digits",
                reply.message());
        assertNotKept(document);
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"extensions": {"persistedQuery": null}}""", """
                {"query": null, "documentId": null, "extensions": {"persistedQuery": null}}"""})
    void refusesARequestWithNeitherDocumentNorHash(String request) throws Exception {
        Reply reply = Call.post(request).header("Content-Type", JSON).send();

        assertEquals(400, reply.status());
        assertEquals("BAD_REQUEST", reply.code());
        assertEquals("The request has no query", reply.message());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GRAPHQL_PARSE_FAILED      | query WithoutAnEnd { dataset { slug }
            GRAPHQL_VALIDATION_FAILED | query OfAnUnknownField { dataset { nope } }
            QUERY_TOO_COSTLY          | query OfManyFields { __typename __typename __typename __typename __typename __typename __typename \
            __typename __typename __typename __typename __typename __typename __typename __typename __typename __typename \
            __typename __typename __typename __typename }
            QUERY_TOO_COSTLY          | query OfMuchDepth { events { nodes { quotes { nodes { occasion { quotes { nodes { occasion { quotes { \
            nodes { occasion { quotes { nodes { occasion { quotes { totalCount } } } } } } } } } } } } } } } }
            """)
    void keepsNoDocumentThatIsRefused(String code, String document) throws Exception {
        Reply reply = register(document);

        assertEquals(code, reply.code(), reply::toString);
        assertNotKept(document);
    }

    @Test
    void keepsNoDocumentThatIsTooLong() throws Exception {
        String document = document("TooLong", 20_001);

        Reply reply = register(document);

        assertEquals("DOCUMENT_TOO_LARGE", reply.code());
        assertNotKept(document);
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, GRAPHQL})
    void answersAnExampleByTheNameOfItsOperation(String type) throws Exception {
        Reply reply =
                Call.post(Map.of("documentId", "WhoDeclined")).accept(type).send();

        assertEquals(200, reply.status());
        assertEquals(answer(WHO_DECLINED), reply.body());
    }

    @Test
    void answersAnExampleByItsHash() throws Exception {
        Reply reply =
                Call.post(Map.of("documentId", "sha256:" + hash(WHO_DECLINED))).send();

        assertEquals(answer(WHO_DECLINED), reply.body());
    }

    @Test
    void answersAnExampleByGet() throws Exception {
        Reply reply = Call.get(Map.of("documentId", "WhoDeclined")).send();

        assertEquals(answer(WHO_DECLINED), reply.body());
    }

    @Test
    void takesVariablesWithADocumentId() throws Exception {
        String pledges = Ask.resource("/examples/3-united-kingdom.graphql");
        Map<String, ?> variables = Map.of("pledger", "turkey");
        Reply whole =
                Call.post(Map.of("query", pledges, "variables", variables)).send();

        Reply reply = Call.post(Map.of("documentId", "sha256:" + hash(pledges), "variables", variables))
                .send();

        assertTrue(whole.json().has("data"), whole::toString);
        assertEquals(whole.body(), reply.body());
    }

    @Test
    void findsARegisteredDocumentByItsId() throws Exception {
        String document = "query RegisteredAndFoundById { dataset { slug } }";
        register(document);

        Reply reply =
                Call.post(Map.of("documentId", "sha256:" + hash(document))).send();

        assertEquals(answer(document), reply.body());
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 200, NobodyAsked",
        "application/graphql-response+json, 400, NobodyAsked",
        "application/graphql-response+json, 400, whodeclined",
        "application/graphql-response+json, 400, sha256:",
        "application/graphql-response+json, 400, "
                + "sha256:0000000000000000000000000000000000000000000000000000000000000000",
        "application/graphql-response+json, 400, ''",
    })
    void saysThatADocumentIdIsNotKnown(String type, int status, String id) throws Exception {
        Reply reply = Call.post(Map.of("documentId", id)).accept(type).send();

        assertEquals(status, reply.status());
        assertEquals("PERSISTED_DOCUMENT_NOT_FOUND", reply.code());
        assertEquals("No document with this documentId is known here", reply.message());
    }

    @Test
    void refusesTwoNamesForOneDocument() throws Exception {
        Map<String, ?> hash = Map.of("version", 1, "sha256Hash", "0".repeat(64));

        Reply reply = Call.post(Map.of("documentId", "WhoDeclined", "extensions", Map.of("persistedQuery", hash)))
                .send();

        assertEquals(400, reply.status());
        assertEquals("Give either documentId or extensions.persistedQuery, not both", reply.message());
    }

    @Test
    void keepsTheLatestWithinABound() throws Exception {
        List<String> documents = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            documents.add(document("Flood" + i, 19_000));
            assertEquals(200, register(documents.get(i)).status());
        }

        int kept = 0;
        for (String document : documents) {
            kept += isKept(document) ? document.length() : 0;
        }
        assertTrue(kept <= KEPT_CHARACTERS, kept + " characters");
        assertFalse(isKept(documents.get(0)), "the first");
        assertTrue(isKept(documents.get(79)), "the last");
    }

    @Test
    void goesOnRegisteringOnceItIsFull() throws Exception {
        for (int i = 0; i < 80; i++) {
            register(document("Filler" + i, 19_000));
        }
        String document = "query AfterTheFlood { dataset { slug } }";
        register(document);

        Reply reply = byHash(hash(document)).send();

        assertEquals(answer(document), reply.body());
    }

    /** What one client registers, and asks for again, does not go because others register a lot. */
    @Test
    void keepsWhatIsInUse() throws Exception {
        String document = "query InUse { dataset { slug } }";
        register(document);
        for (int i = 0; i < 80; i++) {
            register(document("Other" + i, 19_000));
            byHash(hash(document)).send();
        }

        assertTrue(isKept(document));
    }

    @Test
    void keepsTheDocumentsOfAClientBesideOneThatRegistersManyMore() throws Exception {
        String document = document("OfAnother", 200);
        register(document, "10.26.0.1");

        // Twice as much as there is room for.
        for (int i = 0; i < 120; i++) {
            assertEquals(
                    200, register(document("Many" + i, 19_000), "10.26.0.2").status());
        }

        assertTrue(isKept(document));
    }

    private static Reply register(String document, String client) throws Exception {
        return Call.post(Map.of("query", document, "extensions", persistedQuery(hash(document))))
                .from(client)
                .send();
    }

    /** A valid document of a certain length, most of it a comment. */
    private static String document(String name, int length) {
        String document = "query %s { __typename } # ".formatted(name);
        return document + "x".repeat(length - document.length());
    }

    private static Reply register(String document) throws Exception {
        return Call.post(Map.of("query", document, "extensions", persistedQuery(hash(document))))
                .send();
    }

    private static Call byHash(String hash) {
        return Call.post(Map.of("extensions", persistedQuery(hash)));
    }

    private static Map<String, ?> persistedQuery(String hash) {
        return Map.of("persistedQuery", Map.of("version", 1, "sha256Hash", hash));
    }

    private static boolean isKept(String document) throws Exception {
        return byHash(hash(document)).send().json().has("data");
    }

    private static void assertNotKept(String document) throws Exception {
        assertEquals("PERSISTED_QUERY_NOT_FOUND", byHash(hash(document)).send().code());
        assertEquals(
                "PERSISTED_DOCUMENT_NOT_FOUND",
                Call.post(Map.of("documentId", "sha256:" + hash(document)))
                        .send()
                        .code());
    }

    /** The answer to the whole document. */
    private static String answer(String document) throws Exception {
        Reply reply = Call.post(Map.of("query", document)).send();
        assertFalse(reply.data().isEmpty(), reply::toString);
        return reply.body();
    }

    private static String hash(String document) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(document.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }
}
