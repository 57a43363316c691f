package org.onrecord.graphql;

import graphql.ErrorType;
import graphql.ExceptionWhileDataFetching;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.execution.NonNullableFieldWasNullError;
import graphql.execution.UnknownOperationException;
import graphql.validation.ValidationError;
import io.smallrye.graphql.api.Context;
import io.smallrye.graphql.execution.context.SmallRyeContext;
import io.smallrye.graphql.spi.EventingService;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** What the library puts before the message of a validation error. */
    private static final Pattern PREFIX = Pattern.compile("^Validation error \\(.*?\\) ?: ", Pattern.DOTALL);

    /** The value of the wrong type in such a message, in the library's own notation, and its reasons. */
    private static final Pattern VALUE =
            Pattern.compile(" with value '.*'( is not a valid '[^']*').*$", Pattern.DOTALL);

    private static final Pattern VARIABLE =
            Pattern.compile("Variable '(?<name>\\w+)' has an invalid value: (?<fault>.*)", Pattern.DOTALL);

    private static final Pattern WRONG_TYPE = Pattern.compile("(?:converted to type '|Expected type \\[)(\\w+)");

    private static final Pattern NOT_NULL = Pattern.compile("has coerced Null value for NonNull type '([^']*)'");

    @Override
    public String getConfigKey() {
        return null; // always on
    }

    @Override
    public void afterExecute(Context context) {
        ExecutionResult result = context.unwrap(ExecutionResult.class);
        if (!result.getErrors().isEmpty()) {
            boolean onlyNulls = result.getErrors().stream().allMatch(NonNullableFieldWasNullError.class::isInstance);
            List<GraphQLError> errors = result.getErrors().stream()
                    // A null where none may be follows from an error that is told already.
                    .filter(error -> onlyNulls || !(error instanceof NonNullableFieldWasNullError))
                    .map(ErrorShape::shape)
                    .toList();
            ((SmallRyeContext) context).setExecutionResult(result.transform(builder -> builder.errors(errors)));
        }
    }

    private static GraphQLError shape(GraphQLError error) {
        if (error instanceof ExceptionWhileDataFetching fetching) {
            return ofException(error, fetching.getException());
        }
        if (error instanceof ValidationError && error.getPath() == null) {
            String message = PREFIX.matcher(VALUE.matcher(error.getMessage()).replaceFirst("$1"))
                    .replaceFirst("");
            return withCode(error, message, "GRAPHQL_VALIDATION_FAILED", Map.of());
        }
        if (error.getErrorType() == ErrorType.InvalidSyntax) {
            return withCode(error, error.getMessage(), "GRAPHQL_PARSE_FAILED", Map.of());
        }
        if (error instanceof UnknownOperationException) {
            return badUserInput(error, new BadUserInput("operationName", "must name an operation of the document"));
        }
        if (error.getErrorType() == ErrorType.ValidationError) {
            return badUserInput(error, new BadUserInput(List.of(ofVariable(error.getMessage()))));
        }
        if (error.getErrorType() == ErrorType.ExecutionAborted) {
            return withCode(error, error.getMessage(), "QUERY_TOO_COSTLY", Map.of());
        }
        return internal(error, new IllegalStateException(error.getMessage()));
    }

    private static GraphQLError ofException(GraphQLError error, Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadUserInput badInput) {
                return badUserInput(error, badInput);
            }
            if (cause instanceof SQLException sql && isUnavailable(sql)) {
                LOG.warnf("The database could not answer: %s", sql.getMessage());
                return withCode(
                        error, "The record cannot be read right now; try again in a moment", "UNAVAILABLE", Map.of());
            }
        }
        return internal(error, exception);
    }

    /** No connection, or a database that is shutting down or out of resources. */
    private static boolean isUnavailable(SQLException exception) {
        String state = exception.getSQLState();
        return state == null // what the pool says where it has no connection to give
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P");
    }

    /** What the library says of a variable, in the words of this service. */
    private static Violation ofVariable(String message) {
        Matcher variable = VARIABLE.matcher(message);
        if (!variable.matches()) {
            return new Violation("variables", message);
        }
        String path = "variables." + variable.group("name");
        Matcher type = WRONG_TYPE.matcher(variable.group("fault"));
        if (type.find()) {
            return new Violation(path, "must be of the type " + type.group(1));
        }
        Matcher notNull = NOT_NULL.matcher(variable.group("fault"));
        return new Violation(
                path, notNull.find() ? "must not be null: its type is " + notNull.group(1) : variable.group("fault"));
    }

    private static GraphQLError badUserInput(GraphQLError error, BadUserInput fault) {
        return withCode(
                error,
                fault.getMessage(),
                "BAD_USER_INPUT",
                Map.of(
                        "violations",
                        fault.violations().stream()
                                .map(violation -> Map.of("path", violation.path(), "message", violation.message()))
                                .toList()));
    }

    /** The error for a fault that belongs to no field; its reference is in the log. */
    static GraphQLError internal(Throwable fault) {
        return internal(new ShapedError("", null, null, Map.of()), fault);
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
        return new ShapedError(message, error.getPath(), error.getLocations(), extensions);
    }
}
