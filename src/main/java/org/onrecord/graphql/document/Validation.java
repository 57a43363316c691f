package org.onrecord.graphql.document;

import graphql.i18n.I18n;
import graphql.language.Document;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLDirective;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLNamedSchemaElement;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.validation.AbstractRule;
import graphql.validation.LanguageTraversal;
import graphql.validation.RulesVisitor;
import graphql.validation.ValidationContext;
import graphql.validation.ValidationError;
import graphql.validation.ValidationErrorCollector;
import graphql.validation.ValidationErrorType;
import graphql.validation.Validator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Holds one document against the schema by the library's rules, and tells what is wrong in words of this service. The
 * library's own may show values of the request. A rule asks for a message by its key and hands over the names in it;
 * where it stands in the document and the schema is known by then.
 */
final class Validation extends ValidationContext {

    /** How many errors are told, at most: no one reads more, and a hostile document has many. */
    private static final int MOST_ERRORS = 100;

    /** A name that an error may show. */
    private static final Pattern NAME = Pattern.compile("[_A-Za-z]\\w{0,49}");

    private final Suggestions suggestions;

    /** @param suggestions of names for those that the schema does not have */
    Validation(GraphQLSchema schema, Document document, Suggestions suggestions) {
        super(schema, document, I18n.i18n(I18n.BundleType.Validation, Locale.ROOT));
        this.suggestions = suggestions;
    }

    /** What is wrong with the document; nothing where it fits the schema. The messages show no values. */
    List<ValidationError> errors() {
        Errors errors = new Errors();
        List<AbstractRule> rules = new Validator().createRules(this, errors);
        try {
            new LanguageTraversal().traverse(getDocument(), new RulesVisitor(this, rules));
        } catch (TooManyErrors enough) {
            // The last of them says so.
        }
        return errors.getErrors();
    }

    /** Whether an error may show this as a name of the document or its variables. */
    static boolean isShown(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * The message that a rule asks for.
     *
     * @param key of the library's message
     * @param details what the library's message shows: first the type of the error, then names, types and values
     */
    @Override
    public String i18n(String key, Object... details) {
        return switch (key) {
            case "ExecutableDefinitions.notExecutableType",
                    "ExecutableDefinitions.notExecutableSchema",
                    "ExecutableDefinitions.notExecutableDirective",
                    "ExecutableDefinitions.notExecutableDefinition" ->
                "The document must have nothing but operations and fragments: it cannot define types or directives";
            case "LoneAnonymousOperation.withOthers", "LoneAnonymousOperation.namedOperation" ->
                "Each operation must have a name where the document has several";
            case "UniqueOperationNames.oneOperation" -> several("operation", details[1]);
            case "KnownOperationTypes.noOperation" ->
                "The schema has no operations of the type " + details[1] + ": ask with a query";
            case "SubscriptionUniqueRootField.multipleRootFields",
                    "SubscriptionUniqueRootField.multipleRootFieldsWithFragment",
                    "SubscriptionIntrospectionRootField.introspectionRootField",
                    "SubscriptionIntrospectionRootField.introspectionRootFieldWithFragment" ->
                "Subscriptions are not answered here: ask with a query again";

            case "FieldsOnCorrectType.unknownField" ->
                "The type " + details[2] + " has no " + named("field", details[1]) + near(details[1], fieldsOfParent());
            case "ScalarLeaves.subselectionOnLeaf" ->
                "The field '" + details[2] + "' takes no selection of fields: its type is " + details[1];
            case "ScalarLeaves.subselectionRequired" ->
                "The field '" + details[2] + "' needs a selection of fields: its type is " + details[1];
            case "OverlappingFieldsCanBeMerged.differentFields" ->
                "The answer has one place" + place(details[1]) + " for the " + named("field", details[2]) + " and the "
                        + named("field", details[3]) + ": give one of them an alias";
            case "OverlappingFieldsCanBeMerged.differentArgs" ->
                "The answer has one place" + place(details[1])
                        + " for a field that is asked for with other arguments each time: give one of them an alias";
            case "OverlappingFieldsCanBeMerged.differentNullability",
                    "OverlappingFieldsCanBeMerged.differentLists",
                    "OverlappingFieldsCanBeMerged.differentReturnTypes" ->
                "The answer has one place" + place(details[1])
                        + " for fields that do not have the same type: give one of them an alias";

            case "KnownTypeNames.unknownType" ->
                "The schema has no " + named("type", details[1])
                        + near(details[1], getSchema().getAllTypesAsList());
            case "FragmentsOnCompositeType.invalidInlineTypeCondition",
                    "FragmentsOnCompositeType.invalidFragmentTypeCondition" ->
                "A fragment must be on a type that has fields: an object, an interface or a union";
            case "PossibleFragmentSpreads.inlineIncompatibleTypes" ->
                "A fragment on " + details[2] + " never applies here: nothing of the type " + details[1] + " is one";
            case "PossibleFragmentSpreads.fragmentIncompatibleTypes" ->
                "The " + named("fragment", details[1]) + ", on " + details[3]
                        + ", never applies here: nothing of the type " + details[2] + " is one";
            case "KnownFragmentNames.undefinedFragment" -> "The document has no " + named("fragment", details[1]);
            case "NoUnusedFragments.unusedFragments" -> "The " + named("fragment", details[1]) + " is not used";
            case "NoFragmentCycles.cyclesNotAllowed" ->
                "A fragment must not spread itself, also not by way of other fragments";
            case "UniqueFragmentNames.oneFragment" -> several("fragment", details[1]);

            case "KnownDirectives.unknownDirective" ->
                "The schema has no " + named("directive", details[1])
                        + near(details[1], getSchema().getDirectives());
            case "KnownDirectives.directiveNotAllowed" ->
                "The " + named("directive", details[1]) + " must not stand at this place";
            case "DeferDirective.notAllowedOperationRootLevelMutation",
                    "DeferDirective.notAllowedOperationRootLevelSubscription",
                    "IncrementalDirective.notAllowedSubscriptionOperation" ->
                "The directive 'defer' must not stand at this place";
            case "DeferDirective.labelMustBeStaticString" ->
                "The label of the directive 'defer' must be a string, not a variable";
            case "IncrementalDirective.uniqueArgument" ->
                "The label of the directive 'defer' must not be that of another one";
            case "UniqueDirectiveNamesPerLocation.uniqueDirectives" ->
                "The " + named("directive", details[1]) + " must stand here no more than once";

            case "KnownArgumentNames.unknownFieldArg" -> {
                GraphQLFieldDefinition field = getFieldDef();
                yield "The field '" + field.getName() + "' has no " + named("argument", details[1])
                        + near(details[1], field.getArguments());
            }
            case "KnownArgumentNames.unknownDirectiveArg" -> {
                GraphQLDirective directive = getDirective();
                yield "The directive '" + directive.getName() + "' has no " + named("argument", details[1])
                        + near(details[1], directive.getArguments());
            }
            case "ProvidedNonNullArguments.missingFieldArg", "ProvidedNonNullArguments.nullValue" -> {
                GraphQLArgument missing = getFieldDef().getArgument(String.valueOf(details[1]));
                yield "The field '" + getFieldDef().getName() + "' needs " + withType(missing);
            }
            case "ProvidedNonNullArguments.missingDirectiveArg" -> {
                GraphQLArgument missing = getDirective().getArgument(String.valueOf(details[1]));
                yield "The directive '" + getDirective().getName() + "' needs " + withType(missing);
            }
            case "UniqueArgumentNames.uniqueArgument" ->
                "The " + named("argument", details[1]) + " must be given no more than once";
            case "UniqueObjectFieldName.duplicateFieldName" ->
                "The " + named("field", details[1]) + " of the input must be given no more than once";

            // Here the first detail is the way to the value, by names of the schema: "filter.speaker[1]".
            case "ArgumentValidationUtil.handleNullError" ->
                "Argument '" + details[1] + "' must have a value other than null";
            case "ArgumentValidationUtil.handleScalarError",
                    "ArgumentValidationUtil.handleScalarErrorCustomMessage",
                    "ArgumentValidationUtil.handleEnumError",
                    "ArgumentValidationUtil.handleEnumErrorCustomMessage" ->
                "Argument '" + details[1] + "' must be of the type " + details[3];
            case "ArgumentValidationUtil.handleNotObjectError" ->
                "Argument '" + details[1] + "' must be an object, as { field: value }";
            case "ArgumentValidationUtil.handleMissingFieldsError" ->
                "Argument '" + details[1] + "' must also have " + quoted(details[3]);
            case "ArgumentValidationUtil.handleExtraFieldError" ->
                "Argument '" + details[1] + "' has a " + named("field", details[4]) + " that " + details[3]
                        + " does not have" + near(details[4], fieldsOf(details[3]));
            case "ArgumentValidationUtil.extraOneOfFieldsError" ->
                "Argument '" + details[1] + "' must have one field, and no other";

            case "NoUndefinedVariables.undefinedVariable" ->
                "The operation does not define the " + named("variable", details[1]);
            case "NoUnusedVariables.unusedVariable" -> "The " + named("variable", details[1]) + " is not used";
            case "UniqueVariableNames.oneVariable" -> several("variable", details[1]);
            case "VariableDefaultValuesOfCorrectType.badDefault" ->
                "The default value of the variable must be of the type " + details[2];
            case "VariablesAreInputTypes.wrongType" ->
                "The " + named("variable", details[1]) + " cannot be of the type " + details[2]
                        + ": values have a scalar, an enum or an input type";
            case "VariableTypesMatchRule.unexpectedType" ->
                "The " + named("variable", details[1]) + " has the type " + details[2] + ", where " + details[3]
                        + " is needed";

            default -> "The document does not fit the schema at this place";
        };
    }

    private static String named(String kind, Object name) {
        return isShown(String.valueOf(name)) ? kind + " '" + name + '\'' : kind + " of this name";
    }

    private static String quoted(Object names) {
        return ((Set<?>) names).stream().map(name -> "'" + name + '\'').collect(Collectors.joining(", "));
    }

    private static String several(String kind, Object name) {
        return "There must be no more than one " + named(kind, name);
    }

    /** @param path of names in the answer, with slashes between them */
    private static String place(Object path) {
        String names = String.valueOf(path);
        return List.of(names.split("/")).stream().allMatch(Validation::isShown) ? " '" + names + '\'' : "";
    }

    private static String withType(GraphQLArgument argument) {
        return "the argument '" + argument.getName() + "' of the type "
                + GraphQLTypeUtil.simplePrint(argument.getType());
    }

    private List<? extends GraphQLNamedSchemaElement> fieldsOfParent() {
        return getParentType() instanceof GraphQLFieldsContainer parent ? parent.getFieldDefinitions() : List.of();
    }

    private List<? extends GraphQLNamedSchemaElement> fieldsOf(Object inputType) {
        return getSchema().getType(String.valueOf(inputType)) instanceof GraphQLInputObjectType input
                ? input.getFieldDefinitions()
                : List.of();
    }

    private String near(Object name, List<? extends GraphQLNamedSchemaElement> known) {
        return suggestions
                .forName(String.valueOf(name), known)
                .map(suggestion -> "; " + suggestion)
                .orElse("");
    }

    /** The library's own ends with a message of its own. */
    private static final class Errors extends ValidationErrorCollector {

        @Override
        public void addError(ValidationError error) {
            if (getErrors().size() < MOST_ERRORS - 1) {
                getErrors().add(error);
                return;
            }
            getErrors()
                    .add(ValidationError.newValidationError()
                            .validationErrorType(ValidationErrorType.MaxValidationErrorsReached)
                            .description("There are more errors than these: no more than " + MOST_ERRORS + " are told")
                            .build());
            throw new TooManyErrors();
        }
    }

    private static final class TooManyErrors extends RuntimeException {

        private static final long serialVersionUID = 1;

        TooManyErrors() {
            // No one reads where it was made.
            super(null, null, false, false);
        }
    }
}
