package org.onrecord;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Asks the service over HTTP, as a client does. */
public final class Ask {

    public static final JsonMapper JSON = new JsonMapper();

    private Ask() {}

    /** The whole response to a document. */
    public static JsonNode response(String document, Map<String, ?> variables) {
        String body = given().contentType(ContentType.JSON)
                .body(Map.of("query", document, "variables", variables))
                .post("/graphql")
                .then()
                .extract()
                .asString();
        return json(body);
    }

    /** The response to the request of another client, which has its own limits. */
    public static JsonNode responseTo(String address, String document, Map<String, ?> variables) {
        return json(given().contentType(ContentType.JSON)
                .header("X-Forwarded-For", address)
                .body(Map.of("query", document, "variables", variables))
                .post("/graphql")
                .asString());
    }

    /** The data of a response that has no errors. */
    public static JsonNode data(String document, Map<String, ?> variables) {
        JsonNode response = response(document, variables);
        if (response.has("errors")) {
            throw new AssertionError("errors: " + response.path("errors"));
        }
        return response.path("data");
    }

    public static JsonNode data(String document) {
        return data(document, Map.of());
    }

    /** The error of a response that has one, and no more. */
    public static JsonNode onlyError(JsonNode response) {
        assertEquals(1, response.path("errors").size(), response::toString);
        return response.path("errors").path(0);
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new AssertionError("not JSON: " + text, notJson);
        }
    }

    /** A resource of the service or of its tests. */
    public static String resource(String name) {
        try (InputStream content = Ask.class.getResourceAsStream(name)) {
            if (content == null) {
                throw new AssertionError("no resource " + name);
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A file of the data set. */
    public static JsonNode dataSet(String part) {
        return json(resource("/dataset/coalition-of-the-willing/" + part + ".json"));
    }
}
