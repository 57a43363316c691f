package org.onrecord.graphql;

import graphql.ExecutionResult;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers queries sent as JSON by POST. It stands before the handler of Quarkus, which takes all other requests, and differs
 * from it in that a syntax error is told with its place and code.
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
            Optional<JsonObject> input = input(request);
            if (input.isEmpty()) {
                request.next();
                return;
            }
            getExecutionService().executeAsync(input.get(), getMetaData(request), new Writer(request, input.get()));
        }

        /** The request, where it is a JSON object with a document in it. */
        private Optional<JsonObject> input(RoutingContext request) {
            try {
                JsonObject input = inputToJsonObject(request.body().asString());
                return Optional.of(input)
                        .filter(object -> !object.getString("query", "").isBlank());
            } catch (JsonException | ClassCastException notSuchAnObject) {
                return Optional.empty();
            }
        }
    }

    private record Writer(RoutingContext request, JsonObject input) implements ExecutionResponseWriter {

        @Override
        public void write(ExecutionResponse response) {
            List<GraphQLError> errors = response.getExecutionResult().getErrors();
            boolean unparseable = !response.getExecutionResult().isDataPresent()
                    && errors.stream().noneMatch(error -> error.getExtensions() != null);
            request.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, mediaType() + "; charset=utf-8")
                    .end((unparseable ? syntaxError(response) : response).getExecutionResultAsString());
        }

        @Override
        public void fail(Throwable fault) {
            request.fail(fault);
        }

        private String mediaType() {
            String json = "application/json";
            String accept = request.request().getHeader(HttpHeaders.ACCEPT);
            return accept != null && accept.contains(json) ? json : "application/graphql-response+json";
        }

        /** The library says that the document is wrong, but not where. */
        private ExecutionResponse syntaxError(ExecutionResponse response) {
            try {
                new Parser().parseDocument(input.getString("query"));
                return response;
            } catch (InvalidSyntaxException fault) {
                ExecutionResult result = ExecutionResultImpl.newExecutionResult()
                        .addError(new ShapedError(
                                fault.getMessage(),
                                null,
                                fault.getLocation() == null ? null : List.of(fault.getLocation()),
                                Map.of("code", "GRAPHQL_PARSE_FAILED")))
                        .build();
                return new ExecutionResponse(result);
            }
        }
    }
}
