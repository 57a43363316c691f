package org.onrecord.graphql.answer;

import graphql.GraphQLError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.onrecord.graphql.fault.ErrorShape;
import org.onrecord.graphql.fault.Refusal;

/**
 * What a request is answered with, whichever media type its client takes.
 *
 * @param status the HTTP status for the media type {@code application/graphql-response+json}
 * @param isGraphql whether the request was well-formed: then the status is always 200 for {@code application/json}
 * @param body the response as JSON
 * @param codes the codes of its errors
 * @param limits the names of the limits that these errors tell of
 * @param operationName as the document has it, or null
 * @param operationType {@code query} and so on; null where no operation was executed
 * @param cost see {@code Cost}; -1 where it was not found out
 * @param headers header fields that go with the status
 */
public record Answer(
        int status,
        boolean isGraphql,
        Buffer body,
        List<String> codes,
        List<String> limits,
        String operationName,
        String operationType,
        int cost,
        Map<String, String> headers) {

    /** To a request that is refused. */
    public static Answer of(Refusal refusal) {
        return failed(refusal.status(), refusal.isGraphql(), refusal.errors(), refusal.headers());
    }

    /** Of what ended a request: a refusal, or a fault of the service, whose reference is in the log. */
    public static Answer ofFault(Throwable fault) {
        Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
        return cause instanceof Refusal refusal
                ? of(refusal)
                : failed(500, false, List.of(ErrorShape.internal(cause)), Map.of());
    }

    /** To a client that has the answer already. */
    public static Answer notModified() {
        return new Answer(304, false, Buffer.buffer(), List.of(), List.of(), null, null, -1, Map.of());
    }

    /** Without data. */
    public static Answer failed(int status, boolean isGraphql, List<GraphQLError> errors, Map<String, String> headers) {
        return new Answer(
                status, isGraphql, body(errors, Map.of()), codes(errors), limits(errors), null, null, -1, headers);
    }

    /**
     * A response as JSON.
     *
     * @param more its other entries, in their order
     */
    public static Buffer body(List<GraphQLError> errors, Map<String, Object> more) {
        Map<String, Object> response = new LinkedHashMap<>();
        if (!errors.isEmpty()) {
            response.put(
                    "errors", errors.stream().map(GraphQLError::toSpecification).toList());
        }
        response.putAll(more);
        return Json.encodeToBuffer(response);
    }

    /** The codes of errors, one for each. */
    public static List<String> codes(List<GraphQLError> errors) {
        return errors.stream()
                .map(error -> String.valueOf(error.getExtensions().get("code")))
                .toList();
    }

    /** The names of the limits that errors tell of, each once. */
    public static List<String> limits(List<GraphQLError> errors) {
        return errors.stream()
                .flatMap(error -> Stream.concat(
                        Stream.of(error.getExtensions()),
                        error.getExtensions().get("violations") instanceof List<?> violations
                                ? violations.stream().map(violation -> (Map<?, ?>) violation)
                                : Stream.empty()))
                .map(told -> told.get("limit"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .distinct()
                .toList();
    }

    /** Whether every client that asks the same may get it, until the record changes. */
    public boolean isLasting() {
        return codes.isEmpty() && "query".equals(operationType);
    }

    /** The HTTP status for a media type: a client that takes JSON alone finds errors in the body. */
    public int status(MediaType mediaType) {
        return isGraphql && mediaType == MediaType.JSON ? 200 : status;
    }
}
