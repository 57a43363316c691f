package org.onrecord.graphql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.onrecord.Ask;
import org.onrecord.RecordDatabase;
import org.onrecord.TestRows;

/** Errors that are nobody's input. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class ErrorShapeTest {

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
}
