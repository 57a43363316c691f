package org.onrecord.graphql.fault;

import graphql.ErrorType;
import graphql.ExceptionWhileDataFetching;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.execution.NonNullableFieldWasNullError;
import graphql.introspection.GoodFaithIntrospection.BadFaithIntrospectionError;
import graphql.parser.InvalidSyntaxException;
import graphql.validation.ValidationError;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.onrecord.graphql.fault.BadUserInput.Violation;

/**
 * Gives every error of a GraphQL response one shape: message, path, locations, and {@code extensions.code} from the list in
 * {@code docs/api.md}. An error that is the service's own fault shows a reference that is in the log, and nothing else. No error
 * repeats a value of the request.
 */
public final class ErrorShape {

    private static final Logger LOG = Logger.getLogger(ErrorShape.class);

    /** What the library puts before the message of a validation error. */
    private static final Pattern PREFIX = Pattern.compile("^Validation error \\(.*?\\) ?: ", Pattern.DOTALL);

    /** Comes before the wrong value in such a message, in the library's own notation. */
    private static final String VALUE = " with value '";

    private static final Pattern END_OF_VALUE = Pattern.compile(
            "' (must not be null|is not a valid|must be an object|is missing required|contains a field)");

    /** The library's reasons after that, which show the value too. */
    private static final Pattern REASON = Pattern.compile("(is not a valid '[^']*') - .*$", Pattern.DOTALL);

    private static final Pattern DEFAULT = Pattern.compile("Bad default value '.*' for type", Pattern.DOTALL);

    /** What of a document an error may show: a punctuator, a keyword or a name, but no value. */
    private static final Pattern TOKEN = Pattern.compile("[_A-Za-z]\\w{0,49}|\\.\\.\\.|[^\\w\"\\s]");

    /** Stands for an error that belongs to no field and no place of the document. */
    private static final GraphQLError NOWHERE = new ShapedError("", null, null, Map.of());

    private static final Pattern VARIABLE =
            Pattern.compile("Variable '(?<name>\\w+)' has an invalid value: (?<fault>.*)", Pattern.DOTALL);

    /** A scalar's or an enum's fault; what follows may be the value. */
    private static final Pattern WRONG_TYPE = Pattern.compile(
            "(?:Expected a value that can be converted to type '|Expected type \\[|Expected a |Invalid input for enum ')(\\w+).*",
            Pattern.DOTALL);

    private static final Pattern NOT_NULL =
            Pattern.compile("\\w+ '\\w+' has coerced Null value for NonNull type '([^']*)'.*", Pattern.DOTALL);

    private static final Pattern UNKNOWN_FIELD = Pattern.compile(
            "The variables input contains a field name '(?<field>.*)' that is not defined for input object type '(?<type>\\w+)'.*",
            Pattern.DOTALL);

    /** A name that an error may show. */
    private static final Pattern NAME = Pattern.compile("[_A-Za-z]\\w{0,49}");

    private ErrorShape() {}

    public static List<GraphQLError> shape(ExecutionResult result) {
        boolean onlyNulls = result.getErrors().stream().allMatch(NonNullableFieldWasNullError.class::isInstance);
        return result.getErrors().stream()
                // A null where none may be follows from an error that is told already.
                .filter(error -> onlyNulls || !(error instanceof NonNullableFieldWasNullError))
                .map(ErrorShape::shape)
                .toList();
    }

    private static GraphQLError shape(GraphQLError error) {
        if (error instanceof ExceptionWhileDataFetching fetching) {
            return ofException(error, fetching.getException());
        }
        if (error.getErrorType() == ErrorType.ValidationError) {
            return ofFault(error, new BadUserInput(List.of(ofVariable(error.getMessage()))));
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

    /** What the library says of a variable, in the words of this service: its own may show the value. */
    private static Violation ofVariable(String message) {
        Matcher unknownField = UNKNOWN_FIELD.matcher(message);
        if (unknownField.matches()) {
            String field = unknownField.group("field");
            String shown = NAME.matcher(field).matches() ? " '" + field + '\'' : "";
            return new Violation(
                    "variables", "has a field" + shown + " that " + unknownField.group("type") + " does not have");
        }
        Matcher variable = VARIABLE.matcher(message);
        if (!variable.matches()) {
            return new Violation("variables", "must fit the types of the document");
        }
        String path = "variables." + variable.group("name");
        Matcher type = WRONG_TYPE.matcher(variable.group("fault"));
        if (type.matches()) {
            return new Violation(path, "must be of the type " + type.group(1));
        }
        Matcher notNull = NOT_NULL.matcher(variable.group("fault"));
        return new Violation(
                path,
                notNull.matches()
                        ? "must not be null: its type is " + notNull.group(1)
                        : "must be a value that its type has");
    }

    /** The error for a fault that belongs to no field. */
    public static GraphQLError of(Fault fault) {
        return ofFault(NOWHERE, fault);
    }

    private static GraphQLError ofFault(GraphQLError error, Fault fault) {
        return withCode(error, fault.getMessage(), fault.code(), fault.extensions());
    }

    /** Whether a value may be shown is not told by the library: what it shows of it is left out. */
    public static GraphQLError ofValidation(ValidationError error) {
        String message = withoutValue(error.getMessage());
        message = REASON.matcher(message).replaceFirst("$1");
        message = DEFAULT.matcher(message).replaceFirst("Bad default value for type");
        message = PREFIX.matcher(message).replaceFirst("");
        return withCode(error, message, "GRAPHQL_VALIDATION_FAILED", Map.of());
    }

    private static String withoutValue(String message) {
        int start = message.indexOf(VALUE);
        int end = -1;
        // The last one, as the value may look like one.
        for (Matcher matcher = END_OF_VALUE.matcher(message); matcher.find(); ) {
            end = matcher.start();
        }
        return start < 0 || end < start ? message : message.substring(0, start) + message.substring(end + 1);
    }

    /** The message for a document that is not GraphQL. */
    public static String ofSyntax(InvalidSyntaxException fault) {
        String token = fault.getOffendingToken();
        String place = fault.getLocation() == null
                ? ""
                : " at line " + fault.getLocation().getLine() + ", column "
                        + fault.getLocation().getColumn();
        if (token == null || token.isEmpty() || token.equals("<EOF>")) {
            return "The document is not valid GraphQL" + (token == null ? "" : ": it ends too early") + place;
        }
        boolean maySay = TOKEN.matcher(token).matches();
        return "The document is not valid GraphQL: unexpected " + (maySay ? '\'' + token + '\'' : "value") + place;
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
