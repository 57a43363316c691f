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
 * Answers queries sent as JSON by POST. It stands before the handler of Quarkus, which takes all other requests, and differs
 * from it in that every error has the one shape: also a body that is no request, and a document with a syntax error.
 */
@Singleton
class GraphqlEndpoint {

    private static final String PATH = "/graphql";

    private final CurrentVertxRequest currentRequest;

    GraphqlEndpoint(CurrentVertxRequest currentRequest) {
        this.currentRequest = currentRequest;
    }

    void addRoute(@Observes Router router) {
        router.post(PATH)
                .order(-1)
                .consumes("application/json")
                .handler(BodyHandler.create(false))
                .handler(new PostHandler(currentRequest));
    }

    private static final class PostHandler extends SmallRyeGraphQLAbstractHandler {

        PostHandler(CurrentVertxRequest currentRequest) {
            super(null, currentRequest, false);
        }

        @Override
        protected void doHandle(RoutingContext request) {
            JsonObject input;
            try {
                input = inputToJsonObject(
                        Objects.requireNonNullElse(request.body().asString(), ""));
            } catch (JsonException | ClassCastException notAnObject) {
                refuse(request, "The body must be a JSON object");
                return;
            }
            if (!(input.get("query") instanceof JsonString document)
                    || document.getString().isBlank()) {
                refuse(request, "The field query must be a text with a GraphQL document");
            } else if (isWrong(input.get("variables"), JsonObject.class)) {
                refuse(request, "The field variables must be an object");
            } else if (isWrong(input.get("operationName"), JsonString.class)) {
                refuse(request, "The field operationName must be a text");
            } else if (isWrong(input.get("extensions"), JsonObject.class)) {
                refuse(request, "The field extensions must be an object");
            } else {
                getExecutionService()
                        .executeAsync(input, getMetaData(request), new Writer(request, document.getString()));
            }
        }

        private static boolean isWrong(JsonValue value, Class<? extends JsonValue> type) {
            return value != null && value != JsonValue.NULL && !type.isInstance(value);
        }

        private static void refuse(RoutingContext request, String message) {
            request.response()
                    .setStatusCode(400)
                    .putHeader(HttpHeaders.CONTENT_TYPE, mediaType(request) + "; charset=utf-8")
                    .end(failed(new ShapedError(message, null, null, Map.of("code", "BAD_REQUEST")))
                            .getExecutionResultAsString());
        }
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

    private record Writer(RoutingContext request, String document) implements ExecutionResponseWriter {

        @Override
        public void write(ExecutionResponse response) {
            List<GraphQLError> errors = response.getExecutionResult().getErrors();
            boolean unparseable = !response.getExecutionResult().isDataPresent()
                    && errors.stream().noneMatch(error -> error.getExtensions() != null);
            request.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, mediaType(request) + "; charset=utf-8")
                    .end((unparseable ? syntaxError(response) : response).getExecutionResultAsString());
        }

        @Override
        public void fail(Throwable fault) {
            request.fail(fault);
        }

        /** The library says that the document is wrong, but not where. */
        private ExecutionResponse syntaxError(ExecutionResponse response) {
            try {
                new Parser().parseDocument(document);
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
