package org.onrecord.graphql;

import graphql.ExecutionResultImpl;
import graphql.GraphQLError;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import io.quarkus.smallrye.graphql.runtime.SmallRyeGraphQLAbstractHandler;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.graphql.execution.ExecutionResponse;
import io.smallrye.graphql.execution.ExecutionResponseWriter;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Answers queries sent as JSON by POST, and refuses all else. It stands in the place of Quarkus' own handler and differs from it
 * in that every error has the one shape: also a body that is no request, and a document with a syntax error.
 */
@Singleton
class GraphqlEndpoint {

    private static final String PATH = "/graphql";

    private final CurrentVertxRequest currentRequest;
    private final Telemetry telemetry;

    GraphqlEndpoint(CurrentVertxRequest currentRequest, Telemetry telemetry) {
        this.currentRequest = currentRequest;
        this.telemetry = telemetry;
    }

    void addRoute(@Observes Router router) {
        router.post(PATH)
                .order(-1)
                .consumes("application/json")
                .handler(BodyHandler.create(false))
                .handler(new PostHandler());
        router.post(PATH)
                .order(-1)
                .handler(request -> refuse(
                        request, 415, "Send the request as JSON, with the header Content-Type: application/json"));
        router.route(PATH).order(-1).handler(request -> {
            request.response().putHeader(HttpHeaders.ALLOW, "POST");
            refuse(request, 405, "Send the request by POST");
        });
    }

    private final class PostHandler extends SmallRyeGraphQLAbstractHandler {

        PostHandler() {
            super(null, GraphqlEndpoint.this.currentRequest, false);
        }

        @Override
        protected void doHandle(RoutingContext request) {
            JsonObject input;
            try {
                input = inputToJsonObject(
                        Objects.requireNonNullElse(request.body().asString(), ""));
            } catch (JsonException | ClassCastException notAnObject) {
                refuse(request, 400, "The body must be a JSON object");
                return;
            }
            if (!(input.get("query") instanceof JsonString document)
                    || document.getString().isBlank()) {
                refuse(request, 400, "The field query must be a text with a GraphQL document");
            } else if (isWrong(input.get("variables"), JsonObject.class)) {
                refuse(request, 400, "The field variables must be an object");
            } else if (isWrong(input.get("operationName"), JsonString.class)) {
                refuse(request, 400, "The field operationName must be a text");
            } else if (isWrong(input.get("extensions"), JsonObject.class)) {
                refuse(request, 400, "The field extensions must be an object");
            } else {
                Operation operation = new Operation(document.getString());
                Map<String, Object> context = getMetaData(request);
                context.put(Operation.KEY, operation);
                getExecutionService().executeAsync(input, context, new Writer(request, operation));
            }
        }

        private static boolean isWrong(JsonValue value, Class<? extends JsonValue> type) {
            return value != null && value != JsonValue.NULL && !type.isInstance(value);
        }
    }

    private void refuse(RoutingContext request, int status, String message) {
        ShapedError error = new ShapedError(message, null, null, Map.of("code", "BAD_REQUEST"));
        answer(request, status, failed(error), new Operation(""));
    }

    private void answer(RoutingContext request, int status, ExecutionResponse response, Operation operation) {
        String body = response.getExecutionResultAsString();
        telemetry.answered(operation, status, response.getExecutionResult().getErrors());
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, mediaType(request) + "; charset=utf-8")
                .end(body);
    }

    private static ExecutionResponse failed(GraphQLError error) {
        return new ExecutionResponse(
                ExecutionResultImpl.newExecutionResult().addError(error).build());
    }

    private static String mediaType(RoutingContext request) {
        String json = "application/json";
        String accept = request.request().getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains(json) ? json : "application/graphql-response+json";
    }

    private final class Writer implements ExecutionResponseWriter {

        private final RoutingContext request;
        private final Operation operation;

        Writer(RoutingContext request, Operation operation) {
            this.request = request;
            this.operation = operation;
        }

        @Override
        public void write(ExecutionResponse response) {
            List<GraphQLError> errors = response.getExecutionResult().getErrors();
            boolean unparseable = !response.getExecutionResult().isDataPresent()
                    && errors.stream().noneMatch(error -> error.getExtensions() != null);
            try {
                answer(request, 200, unparseable ? syntaxError(response) : response, operation);
            } catch (RuntimeException | OutOfMemoryError fault) {
                // As for an answer that is too large for the heap. The library would drop it, and the client would
                // wait.
                fail(fault);
            }
        }

        @Override
        public void fail(Throwable fault) {
            answer(request, 500, failed(ErrorShape.internal(fault)), operation);
        }

        /** The library says that the document is wrong, but not where. */
        private ExecutionResponse syntaxError(ExecutionResponse response) {
            try {
                new Parser().parseDocument(operation.document());
                return response;
            } catch (InvalidSyntaxException fault) {
                return failed(new ShapedError(
                        fault.getMessage(),
                        null,
                        fault.getLocation() == null ? null : List.of(fault.getLocation()),
                        Map.of("code", "GRAPHQL_PARSE_FAILED")));
            }
        }
    }
}
