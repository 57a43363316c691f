package org.onrecord.graphql;

import graphql.ErrorType;
import graphql.ExceptionWhileDataFetching;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.execution.NonNullableFieldWasNullError;
import graphql.introspection.GoodFaithIntrospection.BadFaithIntrospectionError;
import graphql.validation.ValidationError;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.onrecord.graphql.BadUserInput.Violation;
import org.onrecord.graphql.Cost.TooCostly;
import org.onrecord.graphql.DatabaseFault.OutOfReach;
import org.onrecord.graphql.Deadline.TimeIsUp;

/**
 * Gives every error of a GraphQL response one shape: message, path, locations, and {@code extensions.code} from the list in
 * {@code docs/api.md}. An error that is the service's own fault shows a reference that is in the log, and nothing else. No error
 * repeats a value of the request.
 */
final class ErrorShape {

    private static final Logger LOG = Logger.getLogger(ErrorShape.class);

    private static final FaultLog DATABASE_FAULTS = new FaultLog(ErrorShape.class);

    /** What a client is told where the database cannot answer. */
    static final String UNAVAILABLE = "The record cannot be read right now; try again in a moment";

    /** How many violations an error lists, at most: a filter may have hundreds. */
    static final int MOST_VIOLATIONS = 20;

    /** Stands for an error that belongs to no field and no place of the document. */
    private static final GraphQLError NOWHERE = new ShapedError("", null, null, Map.of());

    private ErrorShape() {}

    /** @param variables finds out what is wrong with the variables, where the library refuses them */
    static List<GraphQLError> shape(ExecutionResult result, Supplier<List<Violation>> variables) {
        boolean onlyNulls = result.getErrors().stream().allMatch(NonNullableFieldWasNullError.class::isInstance);
        return result.getErrors().stream()
                // A null where none may be follows from an error that is told already.
                .filter(error -> onlyNulls || !(error instanceof NonNullableFieldWasNullError))
                .map(error -> shape(error, variables))
                .toList();
    }

    private static GraphQLError shape(GraphQLError error, Supplier<List<Violation>> variables) {
        if (error instanceof ExceptionWhileDataFetching fetching) {
            return ofException(error, fetching.getException());
        }
        if (error.getErrorType() == ErrorType.ValidationError) {
            return badUserInput(error, new BadUserInput(variables.get()));
        }
        if (error instanceof TooCostly tooCostly) {
            return withCode(
                    error,
                    error.getMessage(),
                    "QUERY_TOO_COSTLY",
                    Map.of("limit", tooCostly.limit(), "maximum", tooCostly.maximum()));
        }
        if (error instanceof BadFaithIntrospectionError) {
            return withCode(
                    error,
                    "This asks for more of the schema than a full introspection query does",
                    "QUERY_TOO_COSTLY",
                    Map.of("limit", "introspection"));
        }
        return internal(error, new IllegalStateException(error.getMessage()));
    }

    private static GraphQLError ofException(GraphQLError error, Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadUserInput badInput) {
                return badUserInput(error, badInput);
            }
            if (cause instanceof TimeIsUp
                    || (cause instanceof SQLException cancelled && DatabaseFault.isCancelled(cancelled))) {
                return timeout(error);
            }
            if (cause instanceof SQLException sql && DatabaseFault.isUnavailable(sql)) {
                if (!(sql instanceof OutOfReach)) {
                    DATABASE_FAULTS.tell("The database could not answer", sql);
                }
                return unavailable(error);
            }
        }
        return internal(error, exception);
    }

    /** The error for an argument that belongs to no field. */
    static GraphQLError badUserInput(BadUserInput fault) {
        return badUserInput(NOWHERE, fault);
    }

    private static GraphQLError badUserInput(GraphQLError error, BadUserInput fault) {
        return withCode(
                error,
                fault.getMessage(),
                "BAD_USER_INPUT",
                Map.of(
                        "violations",
                        fault.violations().stream()
                                .limit(MOST_VIOLATIONS)
                                .map(ErrorShape::entries)
                                .toList()));
    }

    private static Map<String, String> entries(Violation violation) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("path", violation.path());
        entries.put("message", violation.message());
        violation.limit().ifPresent(limit -> entries.put("limit", limit));
        return entries;
    }

    /** What {@link Validation} says of a document. */
    static GraphQLError ofValidation(ValidationError error) {
        return withCode(error, error.getDescription(), "GRAPHQL_VALIDATION_FAILED", Map.of());
    }

    /** The error for an answer that is not there in time. */
    static GraphQLError timeout() {
        return timeout(NOWHERE);
    }

    private static GraphQLError timeout(GraphQLError error) {
        return withCode(
                error, "Answering took too long: ask for less at once", "TIMEOUT", Map.of("limit", "execution-time"));
    }

    private static GraphQLError unavailable(GraphQLError error) {
        return withCode(error, UNAVAILABLE, "UNAVAILABLE", Map.of());
    }

    /** The error for a fault that belongs to no field; its reference is in the log. */
    static GraphQLError internal(Throwable fault) {
        return internal(NOWHERE, fault);
    }

    private static GraphQLError internal(GraphQLError error, Throwable exception) {
        String reference = UUID.randomUUID().toString();
        LOG.errorf(exception, "Internal error %s at %s", reference, error.getPath());
        return withCode(
                error, "Internal error; its reference is " + reference, "INTERNAL", Map.of("reference", reference));
    }

    private static GraphQLError withCode(GraphQLError error, String message, String code, Map<String, Object> more) {
        return ShapedError.of(code, message, error.getPath(), error.getLocations(), more);
    }
}
