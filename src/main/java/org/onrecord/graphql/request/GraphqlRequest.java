package org.onrecord.graphql.request;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.onrecord.graphql.fault.Refusal;

/**
 * A well-formed GraphQL request.
 *
 * @param query the document, empty where it is only named
 * @param documentId the id of a document that the service knows
 * @param operationName which operation of the document is meant
 * @param variables values of the operation's variables
 * @param extensions what goes beyond the specification
 * @see <a href="https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters">Request parameters</a>
 */
public record GraphqlRequest(
        Optional<String> query,
        Optional<String> documentId,
        Optional<String> operationName,
        JsonObject variables,
        JsonObject extensions) {

    private static final Set<String> PARAMETERS =
            Set.of("query", "documentId", "operationName", "variables", "extensions");

    /**
     * Reads the body of a POST.
     *
     * @throws Refusal where it is no request
     */
    public static GraphqlRequest ofBody(Buffer body) {
        if (body == null || body.length() == 0) {
            throw malformed("The body is empty: send a JSON object with a query");
        }
        Object value;
        try {
            value = Json.decodeValue(body);
        } catch (DecodeException notJson) {
            throw malformed("The body is not valid JSON");
        }
        if (value instanceof JsonArray) {
            throw malformed("The body is a list: batches are not supported, send each request by itself");
        }
        if (!(value instanceof JsonObject object)) {
            throw malformed("The body must be a JSON object");
        }
        return new GraphqlRequest(
                        text(object, "query"),
                        text(object, "documentId"),
                        text(object, "operationName"),
                        object(object.getValue("variables"), "variables"),
                        object(object.getValue("extensions"), "extensions"))
                .checked();
    }

    /**
     * Reads the parameters of a GET.
     *
     * @throws Refusal where they are no request
     */
    public static GraphqlRequest ofParameters(MultiMap parameters) {
        for (String name : PARAMETERS) {
            if (parameters.getAll(name).size() > 1) {
                throw malformed("The parameter " + name + " must be given once");
            }
        }
        return new GraphqlRequest(
                        parameter(parameters, "query"),
                        parameter(parameters, "documentId"),
                        parameter(parameters, "operationName"),
                        json(parameters, "variables"),
                        json(parameters, "extensions"))
                .checked();
    }

    private GraphqlRequest checked() {
        if (documentId.isPresent() && extensions.getValue("persistedQuery") != null) {
            throw malformed("Give either documentId or extensions.persistedQuery, not both");
        }
        if (query.isPresent() && documentId.isPresent()) {
            throw malformed("Give either query or documentId, not both");
        }
        if (query.filter(text -> !StandardCharsets.UTF_8.newEncoder().canEncode(text))
                .isPresent()) {
            throw malformed("The field query must be valid Unicode: it contains a lone surrogate");
        }
        if (query.filter(String::isBlank).isPresent()) {
            throw malformed("The field query must not be empty");
        }
        if (query.isEmpty() && documentId.isEmpty() && extensions.getValue("persistedQuery") == null) {
            throw malformed("The request has no query");
        }
        return this;
    }

    /** Whether the client wants to be told the cost: {@code extensions: {"cost": true}}. */
    public boolean wantsCost() {
        return Boolean.TRUE.equals(extensions.getValue("cost"));
    }

    private static Optional<String> text(JsonObject object, String name) {
        Object value = object.getValue(name);
        if (value != null && !(value instanceof String)) {
            throw malformed("The field " + name + " must be a text");
        }
        return Optional.ofNullable((String) value);
    }

    private static JsonObject object(Object value, String name) {
        if (value == null) {
            return new JsonObject();
        }
        if (!(value instanceof JsonObject object)) {
            throw malformed("The field " + name + " must be a JSON object");
        }
        return object;
    }

    private static Optional<String> parameter(MultiMap parameters, String name) {
        return Optional.ofNullable(parameters.get(name)).filter(text -> !text.isEmpty());
    }

    private static JsonObject json(MultiMap parameters, String name) {
        Optional<String> text = parameter(parameters, name);
        try {
            return object(text.map(Json::decodeValue).orElse(null), name);
        } catch (DecodeException notJson) {
            throw malformed("The parameter " + name + " is not valid JSON");
        }
    }

    /** What is no request: 400, whatever the media type. */
    public static Refusal malformed(String message) {
        return Refusal.ofHttp(400, "BAD_REQUEST", message);
    }
}
