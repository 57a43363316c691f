package org.onrecord.graphql;

import graphql.execution.ExecutionContext;
import graphql.normalized.ExecutableNormalizedField;
import graphql.normalized.ExecutableNormalizedOperationFactory;
import graphql.schema.GraphQLSchema;
import java.util.List;

/**
 * The cost of an operation: the most values that an answer to it can have. A field counts one; what is selected below a page's
 * {@code nodes} or {@code edges} counts as often as the page has places, below {@code nodes(ids)} as often as there are ids. Lists
 * that belong to one record, such as aliases, count as one record.
 */
final class Cost {

    /** Where counting ends. */
    private static final int MOST = Integer.MAX_VALUE;

    private Cost() {}

    /** Counts fields as they are executed: fragments in each place where they are spread, and each field once in its place. */
    static int of(ExecutionContext execution) {
        List<ExecutableNormalizedField> fields =
                ExecutableNormalizedOperationFactory.createExecutableNormalizedOperation(
                                execution.getGraphQLSchema(),
                                execution.getOperationDefinition(),
                                execution.getFragmentsByName(),
                                execution.getCoercedVariables())
                        .getTopLevelFields();
        return (int) sum(fields, execution.getGraphQLSchema());
    }

    private static long sum(List<ExecutableNormalizedField> fields, GraphQLSchema schema) {
        long sum = 0;
        for (ExecutableNormalizedField field : fields) {
            sum = Math.min(MOST, sum + 1 + times(field, schema) * sum(field.getChildren(), schema));
        }
        return sum;
    }

    private static long times(ExecutableNormalizedField field, GraphQLSchema schema) {
        if (field.getResolvedArguments().get("ids") instanceof List<?> ids) {
            return ids.size();
        }
        ExecutableNormalizedField parent = field.getParent();
        boolean isPage =
                parent != null && parent.getFieldDefinitions(schema).get(0).getArgument("first") != null;
        boolean isRepeated = List.of("nodes", "edges").contains(field.getName());
        return isPage && isRepeated ? Math.max(Page.size(parent.getResolvedArguments()), 0) : 1;
    }
}
