package org.onrecord.graphql.fault;

import graphql.GraphQLError;
import graphql.language.SourceLocation;
import java.util.List;
import java.util.Map;

/** A request that is not executed, and what its client is told. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The header of a refusal that may be over in a moment. */
    public static final Map<String, String> SOON = Map.of("Retry-After", "1");

    private final int status;
    private final boolean isGraphql;
    private final transient List<GraphQLError> errors;
    private final transient Map<String, String> headers;

    private Refusal(int status, boolean isGraphql, List<GraphQLError> errors, Map<String, String> headers) {
        // It is an answer, not a fault: no one reads where it was made.
        super(errors.get(0).getMessage(), null, false, false);
        this.status = status;
        this.isGraphql = isGraphql;
        this.errors = errors;
        this.headers = headers;
    }

    /** What is not a GraphQL request at all: the status says so to every client. */
    public static Refusal ofHttp(int status, String code, String message) {
        return ofHttp(status, code, message, Map.of(), Map.of());
    }

    /** What is not a GraphQL request at all, with more for its error and its answer. */
    public static Refusal ofHttp(
            int status, String code, String message, Map<String, Object> extensions, Map<String, String> headers) {
        return new Refusal(status, false, List.of(ShapedError.of(code, message, null, null, extensions)), headers);
    }

    /** A well-formed request whose document is wrong. */
    public static Refusal ofDocument(
            String code, String message, SourceLocation location, Map<String, Object> extensions) {
        return ofDocument(
                List.of(ShapedError.of(code, message, null, location == null ? null : List.of(location), extensions)));
    }

    /** A well-formed request with a fault that belongs to no field. */
    public static Refusal ofDocument(Fault fault) {
        return ofDocument(List.of(ErrorShape.of(fault)));
    }

    /** A well-formed request with several faults. */
    public static Refusal ofDocument(List<GraphQLError> errors) {
        return new Refusal(400, true, errors, Map.of());
    }

    /**
     * A persisted query that is not known: with the status 200, as Apollo's clients expect it, so that they send it
     * whole.
     */
    public static Refusal ofPersistedQuery(String code, String message) {
        return new Refusal(200, true, List.of(ShapedError.of(code, message, null, null, Map.of())), Map.of());
    }

    /** A document that a limit forbids. */
    public static Refusal beyondLimit(String code, String limit, String message, long maximum) {
        return ofDocument(code, message, null, Map.of("limit", limit, "maximum", maximum));
    }

    /** What all clients together ask too much of. */
    public static Refusal overloaded(String limit) {
        return ofHttp(
                503,
                "OVERLOADED",
                "Too many requests are under way; try again in a moment",
                Map.of("limit", limit),
                SOON);
    }

    /** What needs a connection to the database, of which there is none to be had. */
    public static Refusal unavailable() {
        return new Refusal(503, false, List.of(ErrorShape.of(new Unavailable())), SOON);
    }

    /** The HTTP status; of a well-formed request, that for the media type {@code application/graphql-response+json}. */
    public int status() {
        return status;
    }

    /** Whether the request was well-formed. */
    public boolean isGraphql() {
        return isGraphql;
    }

    /** The errors of its answer; there is one at least. */
    public List<GraphQLError> errors() {
        return errors;
    }

    /** Headers of the answer that go with the status. */
    public Map<String, String> headers() {
        return headers;
    }
}
