package org.onrecord.graphql.document;

import graphql.GraphQLContext;
import graphql.execution.TypeFromAST;
import graphql.i18n.I18n;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.language.VariableDefinition;
import graphql.language.VariableReference;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.validation.AbstractRule;
import graphql.validation.LanguageTraversal;
import graphql.validation.RulesVisitor;
import graphql.validation.ValidationContext;
import graphql.validation.ValidationErrorCollector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.onrecord.graphql.fault.BadUserInput;
import org.onrecord.graphql.fault.BadUserInput.Violation;

/** Finds out which variables do not fit their types. The library refuses them one by one, and shows their values. */
public final class VariableFaults {

    private final List<Violation> violations = new ArrayList<>();

    private VariableFaults() {}

    /**
     * What is wrong with the variables of an operation that the library refuses; one general violation where all fit.
     *
     * @param values of the variables, by their names
     */
    public static List<Violation> of(GraphQLSchema schema, OperationDefinition operation, Map<String, Object> values) {
        VariableFaults faults = new VariableFaults();
        for (VariableDefinition variable : operation.getVariableDefinitions()) {
            if (variable.getDefaultValue() == null || values.containsKey(variable.getName())) {
                GraphQLType type = TypeFromAST.getTypeFromAST(schema, variable.getType());
                faults.check(path(variable), type, values.get(variable.getName()));
            }
        }
        return faults.violations.isEmpty()
                ? List.of(new Violation("variables", "must fit the types of the document"))
                : faults.violations;
    }

    private static String path(VariableDefinition variable) {
        return Validation.isShown(variable.getName()) ? "variables." + variable.getName() : "variables";
    }

    /**
     * Variables that are null where the operation needs a value. With a default value, a variable may stand there
     * though it can be null; the library does not expect that it is.
     */
    public static List<Violation> ofNulls(
            GraphQLSchema schema, Document document, OperationDefinition operation, Map<String, Object> values) {
        Set<String> nulls = new HashSet<>();
        for (VariableDefinition variable : operation.getVariableDefinitions()) {
            String name = variable.getName();
            if (variable.getDefaultValue() != null && values.containsKey(name) && values.get(name) == null) {
                nulls.add(name);
            }
        }
        if (nulls.isEmpty()) {
            return List.of();
        }
        ValidationContext context =
                new ValidationContext(schema, document, I18n.i18n(I18n.BundleType.Validation, Locale.ROOT));
        NullsInUse rule = new NullsInUse(context, operation, nulls);
        new LanguageTraversal().traverse(document, new RulesVisitor(context, List.of(rule)));
        return operation.getVariableDefinitions().stream()
                .filter(variable -> rule.found.contains(variable.getName()))
                .map(variable -> new Violation(
                        path(variable), "must not be null where it is used: leave it out for its default value"))
                .toList();
    }

    private void check(String path, GraphQLType type, Object value) {
        if (violations.size() == BadUserInput.MOST_VIOLATIONS) {
            return;
        }
        if (value == null) {
            if (GraphQLTypeUtil.isNonNull(type)) {
                add(path, "must not be null: its type is " + GraphQLTypeUtil.simplePrint(type));
            }
            return;
        }
        GraphQLType nullable = GraphQLTypeUtil.unwrapNonNull(type);
        if (nullable instanceof GraphQLList list) {
            checkList(path, list.getWrappedType(), value);
        } else if (nullable instanceof GraphQLInputObjectType input) {
            checkFields(path, input, value);
        } else if (!takes(nullable, value)) {
            add(path, "must be of the type " + GraphQLTypeUtil.simplePrint(nullable));
        }
    }

    private void checkList(String path, GraphQLType type, Object value) {
        if (value instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                check(path + '[' + i + ']', type, items.get(i));
            }
        } else {
            // One value stands for a list of one.
            check(path, type, value);
        }
    }

    private void checkFields(String path, GraphQLInputObjectType type, Object value) {
        if (!(value instanceof Map<?, ?> fields)) {
            add(path, "must be an object: its type is " + type.getName());
            return;
        }
        for (Object field : fields.keySet()) {
            String name = String.valueOf(field);
            if (type.getFieldDefinition(name) == null) {
                add(
                        path,
                        "has a field" + (Validation.isShown(name) ? " '" + name + '\'' : "") + " that " + type.getName()
                                + " does not have");
            }
        }
        for (GraphQLInputObjectField field : type.getFieldDefinitions()) {
            if (fields.containsKey(field.getName()) || !field.hasSetDefaultValue()) {
                check(path + '.' + field.getName(), field.getType(), fields.get(field.getName()));
            }
        }
    }

    private static boolean takes(GraphQLType type, Object value) {
        try {
            if (type instanceof GraphQLEnumType values) {
                values.parseValue(value, GraphQLContext.getDefault(), Locale.ROOT);
            } else if (type instanceof GraphQLScalarType scalar) {
                scalar.getCoercing().parseValue(value, GraphQLContext.getDefault(), Locale.ROOT);
            }
            return true;
        } catch (CoercingParseValueException wrong) {
            return false;
        }
    }

    private void add(String path, String message) {
        if (violations.size() < BadUserInput.MOST_VIOLATIONS) {
            violations.add(new Violation(path, message));
        }
    }

    /** Goes through the operation and the fragments that it spreads. */
    private static final class NullsInUse extends AbstractRule {

        private final OperationDefinition operation;
        private final Set<String> nulls;
        private final Set<String> found = new HashSet<>();
        private boolean isInOperation;

        NullsInUse(ValidationContext context, OperationDefinition operation, Set<String> nulls) {
            super(context, new ValidationErrorCollector());
            this.operation = operation;
            this.nulls = nulls;
            setVisitFragmentSpreads(true);
        }

        @Override
        public void checkOperationDefinition(OperationDefinition definition) {
            isInOperation = definition == operation;
        }

        @Override
        public void checkVariable(VariableReference variable) {
            if (isInOperation
                    && nulls.contains(variable.getName())
                    && GraphQLTypeUtil.isNonNull(getValidationContext().getInputType())) {
                found.add(variable.getName());
            }
        }
    }
}
