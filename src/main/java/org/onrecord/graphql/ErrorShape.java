package org.onrecord.graphql;

import graphql.ErrorType;
import graphql.ExceptionWhileDataFetching;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.validation.ValidationError;
import io.smallrye.graphql.api.Context;
import io.smallrye.graphql.execution.context.SmallRyeContext;
import io.smallrye.graphql.spi.EventingService;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.onrecord.graphql.BadUserInput.Violation;

/**
 * Gives every error of a GraphQL response one shape: message, path, locations, and {@code extensions.code} from the list in
 * {@code docs/api.md}. An error that is the service's own fault shows a reference that is in the log, and nothing else.
 *
 * <p>Loaded by SmallRye GraphQL through {@link java.util.ServiceLoader}; its own event for this costs every field time.
 */
public final class ErrorShape implements EventingService {

    private static final Logger LOG = Logger.getLogger(ErrorShape.class);

    @Override
    public String getConfigKey() {
        return null; // always on
    }

    @Override
    public void afterExecute(Context context) {
        ExecutionResult result = context.unwrap(ExecutionResult.class);
        if (!result.getErrors().isEmpty()) {
            List<GraphQLError> errors = result.getErrors().stream().map(ErrorShape::shape).toList();
            ((SmallRyeContext) context).setExecutionResult(result.transform(builder -> builder.errors(errors)));
        }
    }

    private static GraphQLError shape(GraphQLError error) {
        if (error instanceof ExceptionWhileDataFetching fetching) {
            return ofException(error, fetching.getException());
        }
        if (error instanceof ValidationError && error.getPath() == null) {
            return withCode(error, error.getMessage(), "GRAPHQL_VALIDATION_FAILED", Map.of());
        }
        if (error.getErrorType() == ErrorType.InvalidSyntax) {
            return withCode(error, error.getMessage(), "GRAPHQL_PARSE_FAILED", Map.of());
        }
        if (error.getErrorType() == ErrorType.ValidationError) {
            return badUserInput(error, List.of(new Violation("variables", error.getMessage())));
        }
        if (error.getErrorType() == ErrorType.ExecutionAborted) {
            return withCode(error, error.getMessage(), "QUERY_TOO_COSTLY", Map.of());
        }
        return internal(error, new IllegalStateException(error.getMessage()));
    }

    private static GraphQLError ofException(GraphQLError error, Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadUserInput badInput) {
                return badUserInput(error, badInput.violations());
            }
            if (cause instanceof SQLException sql && isUnavailable(sql)) {
                LOG.warnf("The database could not answer: %s", sql.getMessage());
                return withCode(
                        error, "The record cannot be read right now; try again in a moment", "UNAVAILABLE", Map.of());
            }
        }
        return internal(error, exception);
    }

    /** No connection, or a database that is shutting down, out of resources, or not migrated yet. */
    private static boolean isUnavailable(SQLException exception) {
        String state = exception.getSQLState();
        return state == null // what the pool says where it has no connection to give
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.equals("42P01");
    }

    private static GraphQLError badUserInput(GraphQLError error, List<Violation> violations) {
        String message = violations.size() == 1
                ? violations.get(0).toString()
                : violations.size() + " arguments are wrong: see the violations";
        return withCode(
                error,
                message,
                "BAD_USER_INPUT",
                Map.of(
                        "violations",
                        violations.stream()
                                .map(violation -> Map.of("path", violation.path(), "message", violation.message()))
                                .toList()));
    }

    private static GraphQLError internal(GraphQLError error, Throwable exception) {
        String reference = UUID.randomUUID().toString();
        LOG.errorf(exception, "Internal error %s at %s", reference, error.getPath());
        return withCode(
                error, "Internal error; its reference is " + reference, "INTERNAL", Map.of("reference", reference));
    }

    private static GraphQLError withCode(GraphQLError error, String message, String code, Map<String, Object> more) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("code", code);
        extensions.putAll(more);
        GraphqlErrorBuilder<?> builder = GraphqlErrorBuilder.newError().message("%s", message).extensions(extensions);
        if (error.getPath() != null) {
            builder.path(error.getPath());
        }
        if (error.getLocations() != null) {
            builder.locations(error.getLocations());
        }
        return builder.build();
    }
}
