package org.onrecord.graphql.fault;

import graphql.ErrorType;
import graphql.ExceptionWhileDataFetching;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.execution.NonNullableFieldWasNullError;
import graphql.introspection.GoodFaithIntrospection.BadFaithIntrospectionError;
import graphql.validation.ValidationError;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.onrecord.graphql.fault.BadUserInput.Violation;

/**
 * Gives every error of a GraphQL response one shape: message, path, locations, and {@code extensions.code} from the
 * list in {@code docs/api.md}. An error that is the service's own fault shows a reference that is in the log, and
 * nothing else. No error repeats a value of the request.
 */
public final class ErrorShape {

    private static final Logger LOG = Logger.getLogger(ErrorShape.class);

    /** Stands for an error that belongs to no field and no place of the document. */
    private static final GraphQLError NOWHERE = new ShapedError("", null, null, Map.of());

    private ErrorShape() {}

    /**
     * The errors of a result, as its client is told of them.
     *
     * @param variables finds out what is wrong with the variables, where the library refuses them
     */
    public static List<GraphQLError> shape(ExecutionResult result, Supplier<List<Violation>> variables) {
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
            return ofFault(error, new BadUserInput(variables.get()));
        }
        if (error instanceof Fault fault) {
            return ofFault(error, fault);
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
            if (cause instanceof Fault fault) {
                return ofFault(error, fault);
            }
        }
        return internal(error, exception);
    }

    /** The error for a fault that belongs to no field. */
    public static GraphQLError of(Fault fault) {
        return ofFault(NOWHERE, fault);
    }

    private static GraphQLError ofFault(GraphQLError error, Fault fault) {
        return withCode(error, fault.getMessage(), fault.code(), fault.extensions());
    }

    /** What is told of a document that does not fit the schema. */
    public static GraphQLError ofValidation(ValidationError error) {
        return withCode(error, error.getDescription(), "GRAPHQL_VALIDATION_FAILED", Map.of());
    }

    /** The error for a fault that belongs to no field; its reference is in the log. */
    public static GraphQLError internal(Throwable fault) {
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
