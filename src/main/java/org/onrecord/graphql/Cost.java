package org.onrecord.graphql;

import graphql.analysis.FieldComplexityCalculator;
import graphql.analysis.FieldComplexityEnvironment;
import graphql.analysis.QueryComplexityCalculator;
import graphql.execution.ExecutionContext;
import java.util.List;
import java.util.Map;

/**
 * The cost of an operation: the most values that an answer to it can have. A field counts one; what is selected below a page's
 * {@code nodes} or {@code edges} counts as often as the page has places, below {@code nodes(ids)} as often as there are ids. Lists
 * that belong to one record, such as aliases, count as one record.
 */
final class Cost implements FieldComplexityCalculator {

    /** Where counting ends, for each field: below the largest number, so that the sum of a document's fields does not overflow. */
    private static final int MOST = 1_000_000;

    private Cost() {}

    static int of(ExecutionContext execution) {
        return QueryComplexityCalculator.newCalculator()
                .fieldComplexityCalculator(new Cost())
                .schema(execution.getGraphQLSchema())
                .document(execution.getDocument())
                .operationName(execution.getExecutionInput().getOperationName())
                .variables(execution.getCoercedVariables())
                .build()
                .calculate();
    }

    @Override
    public int calculate(FieldComplexityEnvironment field, int costBelow) {
        return (int) Math.min(MOST, 1 + times(field) * costBelow);
    }

    private static long times(FieldComplexityEnvironment field) {
        if (field.getArguments().get("ids") instanceof List<?> ids) {
            return ids.size();
        }
        FieldComplexityEnvironment parent = field.getParentEnvironment();
        boolean isPage = parent != null && parent.getFieldDefinition().getArgument("first") != null;
        boolean isRepeated =
                List.of("nodes", "edges").contains(field.getFieldDefinition().getName());
        return isPage && isRepeated ? pageSize(parent.getArguments()) : 1;
    }

    private static int pageSize(Map<String, Object> arguments) {
        Object size = arguments.get("first") == null ? arguments.get("last") : arguments.get("first");
        return size instanceof Integer number ? Math.max(number, 0) : Page.DEFAULT_SIZE;
    }
}
