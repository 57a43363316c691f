package org.onrecord.graphql.execution;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.schema.GraphQLSchema;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.graphql.execution.context.SmallRyeContext;
import io.smallrye.graphql.execution.context.SmallRyeContextManager;
import io.smallrye.graphql.execution.error.ExceptionHandler;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.onrecord.graphql.answer.Answer;
import org.onrecord.graphql.capacity.CapacitySettings;
import org.onrecord.graphql.document.VariableFaults;
import org.onrecord.graphql.fault.BadUserInput;
import org.onrecord.graphql.fault.BadUserInput.Violation;
import org.onrecord.graphql.fault.ErrorShape;
import org.onrecord.graphql.fault.Refusal;
import org.onrecord.graphql.jdbc.DatabaseConnections;
import org.onrecord.graphql.jdbc.Deadline.TimeIsUp;
import org.onrecord.graphql.jdbc.JdbcSettings;
import org.onrecord.graphql.jdbc.RecordWatch;
import org.onrecord.graphql.relay.PagingSettings;
import org.onrecord.graphql.request.GraphqlRequest;

/**
 * Executes operations of documents that are known to be valid. SmallRye GraphQL's own service would parse and
 * validate each document itself, without limits.
 */
@Singleton
public class Execution {

    private static final String DOCUMENT = Execution.class.getName();

    private final Instance<GraphQLSchema> schema;
    private final RecordWatch watch;
    private final DatabaseConnections connections;
    private final Answer timeout;
    private final ExecutorService threads;
    private final int mostCost;
    private final int largestPage;
    private volatile GraphQL graphql;

    Execution(
            Instance<GraphQLSchema> schema,
            RecordWatch watch,
            DatabaseConnections connections,
            @VirtualThreads ExecutorService threads,
            JdbcSettings jdbc,
            CapacitySettings capacity,
            PagingSettings paging) {
        this.schema = schema;
        this.watch = watch;
        this.connections = connections;
        this.threads = threads;
        this.mostCost = capacity.limits().cost();
        this.largestPage = paging.page();
        this.timeout = Answer.failed(
                503,
                false,
                List.of(ErrorShape.of(new TimeIsUp())),
                Map.of(
                        "Retry-After",
                        String.valueOf(Math.max(1, jdbc.executionTime().toSeconds()))));
    }

    /**
     * The answer to a request, worked out on a thread of its own in a turn of its client.
     *
     * @param operation what it may use; it is closed here
     */
    public CompletableFuture<Answer> execute(
            GraphqlRequest request, Document document, OperationDefinition definition, OperationRun operation) {
        // Another thread goes on.
        operation.work().pause();
        return turn(operation)
                .thenApplyAsync(
                        // Down to its JSON, the answer is worked out in the turn.
                        hasTurn -> {
                            try (operation) {
                                operation.work().resume();
                                requireValues(request, document, definition);
                                ExecutionResult result = graphql().execute(input(request, document, operation));
                                // Not while the answer is written.
                                operation.close();
                                return answer(request, definition, operation, result);
                            } finally {
                                operation.work().pause();
                                if (hasTurn) {
                                    operation.client().turns().end();
                                }
                            }
                        },
                        threads)
                .exceptionally(fault -> {
                    operation.close();
                    if (fault.getCause() instanceof Refusal refusal) {
                        return Answer.of(refusal);
                    }
                    throw new CompletionException(fault);
                });
    }

    /**
     * Waits for the operation's turn among those of its client, for as long as it may take; false where the database is
     * out of reach: none is needed to tell so.
     */
    private CompletableFuture<Boolean> turn(OperationRun operation) {
        CompletableFuture<Void> turn = operation.client().turns().next();
        if (turn.isDone()) {
            return CompletableFuture.completedFuture(true);
        }
        return CompletableFuture.anyOf(turn, watch.outage())
                .orTimeout(operation.deadline().nanosLeft(), TimeUnit.NANOSECONDS)
                .handleAsync(
                        (done, late) -> {
                            boolean hasTurn = !turn.cancel(false);
                            if (!hasTurn && late != null) {
                                throw connections.orUnavailable(
                                        operation.client().tooManyOperations());
                            }
                            return hasTurn;
                        },
                        threads);
    }

    /** The answer to a request that has not been answered in time. */
    public Answer late() {
        return connections.canServe() ? timeout : Answer.of(Refusal.unavailable());
    }

    private GraphQL graphql() {
        if (graphql == null) {
            graphql = GraphQL.newGraphQL(schema.get())
                    .defaultDataFetcherExceptionHandler(new ExceptionHandler())
                    .instrumentation(new OperationRun.CostLimit(mostCost, largestPage))
                    .preparsedDocumentProvider((input, parse) -> CompletableFuture.completedFuture(
                            new PreparsedDocumentEntry(input.getGraphQLContext().<Document>get(DOCUMENT))))
                    .build();
        }
        return graphql;
    }

    private void requireValues(GraphqlRequest request, Document document, OperationDefinition definition) {
        List<Violation> nulls = VariableFaults.ofNulls(
                graphql().getGraphQLSchema(),
                document,
                definition,
                request.variables().getMap());
        if (!nulls.isEmpty()) {
            throw Refusal.ofDocument(new BadUserInput(nulls));
        }
    }

    private static ExecutionInput input(GraphqlRequest request, Document document, OperationRun operation) {
        ExecutionInput input = ExecutionInput.newExecutionInput()
                .query("")
                .operationName(request.operationName().orElse(null))
                .variables(request.variables().getMap())
                .locale(Locale.ROOT)
                .build();
        SmallRyeContextManager.clearCurrentSmallRyeContext();
        SmallRyeContext context = new SmallRyeContext("OnRecord");
        context.setRequest(JsonValue.EMPTY_JSON_OBJECT);
        context.setExecutionInput(input);
        request.operationName().ifPresent(context::setOperationName);
        // Where SmallRye GraphQL's data fetchers look for them.
        input.getGraphQLContext().put(SmallRyeContextManager.CONTEXT, context).put("runBlocking", false);
        input.getGraphQLContext().put(DOCUMENT, document);
        operation.putInto(input.getGraphQLContext());
        return input;
    }

    private Answer answer(
            GraphqlRequest request, OperationDefinition definition, OperationRun operation, ExecutionResult result) {
        List<GraphQLError> errors = ErrorShape.shape(
                result,
                () -> VariableFaults.of(
                        graphql().getGraphQLSchema(),
                        definition,
                        request.variables().getMap()));
        Map<String, Object> more = new LinkedHashMap<>();
        if (result.isDataPresent()) {
            more.put("data", result.getData());
        }
        if (request.wantsCost() && operation.cost() >= 0) {
            more.put("extensions", Map.of("cost", Map.of("operation", operation.cost(), "maximum", mostCost)));
        }
        List<String> codes = Answer.codes(errors);
        boolean isFault = !result.isDataPresent() && codes.contains("INTERNAL");
        int statusWithoutData = isFault ? 500 : 400;
        return new Answer(
                result.isDataPresent() ? 200 : statusWithoutData,
                !isFault,
                Answer.body(errors, more),
                codes,
                Answer.limits(errors),
                definition.getName(),
                OperationRun.typeOf(definition),
                operation.cost(),
                Map.of());
    }
}
