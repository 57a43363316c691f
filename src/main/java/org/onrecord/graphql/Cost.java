package org.onrecord.graphql;

import graphql.execution.AbortExecutionException;
import graphql.execution.ExecutionContext;
import graphql.normalized.ExecutableNormalizedField;
import graphql.normalized.ExecutableNormalizedOperationFactory;
import graphql.normalized.ExecutableNormalizedOperationFactory.Options;
import graphql.schema.GraphQLSchema;
import java.util.List;
import org.onrecord.OnRecordConfig.Limits;

/**
 * The cost of an operation: about the most values that an answer to it can have. A field counts one, a {@code totalCount} as many
 * as it takes to count; what is selected below a page's {@code nodes} or {@code edges} counts as often as the page has places, below
 * {@code nodes(ids)} as often as there are ids. Lists that belong to one record, such as aliases, count as one record. So do those of
 * introspection, which is bounded by itself.
 */
final class Cost {

    /** That of a {@code totalCount}, which reads all that it counts. */
    private static final int OF_COUNT = 10;

    /** Where counting ends. */
    private static final int MOST = Integer.MAX_VALUE;

    private final GraphQLSchema schema;
    private final int largestPage;

    private Cost(GraphQLSchema schema, int largestPage) {
        this.schema = schema;
        this.largestPage = largestPage;
    }

    /**
     * Counts fields as they are executed: fragments in each place where they are spread, and each field once in its place.
     *
     * @throws TooCostly where the cost is above the limit
     */
    static int of(ExecutionContext execution, Limits limits) {
        int maximum = limits.cost();
        long cost;
        try {
            List<ExecutableNormalizedField> fields =
                    ExecutableNormalizedOperationFactory.createExecutableNormalizedOperation(
                                    execution.getGraphQLSchema(),
                                    execution.getOperationDefinition(),
                                    execution.getFragmentsByName(),
                                    execution.getCoercedVariables(),
                                    // Each counts one at least.
                                    Options.defaultOptions().maxFieldsCount(maximum))
                            .getTopLevelFields();
            cost = new Cost(execution.getGraphQLSchema(), limits.page()).sum(fields);
        } catch (AbortExecutionException tooManyFields) {
            throw new TooCostly("more than " + maximum, maximum);
        }
        if (cost > maximum) {
            throw new TooCostly(cost == MOST ? "more than " + MOST : String.valueOf(cost), maximum);
        }
        return (int) cost;
    }

    private long sum(List<ExecutableNormalizedField> fields) {
        long sum = 0;
        for (ExecutableNormalizedField field : fields) {
            int own = field.getName().equals("totalCount") ? OF_COUNT : 1;
            sum = Math.min(MOST, sum + own + times(field) * sum(field.getChildren()));
        }
        return sum;
    }

    private long times(ExecutableNormalizedField field) {
        if (field.getResolvedArguments().get("ids") instanceof List<?> ids) {
            return ids.size();
        }
        ExecutableNormalizedField parent = field.getParent();
        boolean isPage =
                parent != null && parent.getFieldDefinitions(schema).get(0).getArgument("first") != null;
        boolean isRepeated = List.of("nodes", "edges").contains(field.getName());
        if (!isPage || !isRepeated) {
            return 1;
        }
        // A larger page is refused, as what it is.
        return Math.min(Math.max(Page.size(parent.getResolvedArguments()), 0), largestPage);
    }

    /** An operation that costs more than is allowed. */
    static final class TooCostly extends AbortExecutionException {
        private static final long serialVersionUID = 1;

        private final int maximum;

        TooCostly(String cost, int maximum) {
            super("The operation costs " + cost + "; at most " + maximum
                    + " is allowed: ask for smaller pages, or for less in each");
            this.maximum = maximum;
        }

        int maximum() {
            return maximum;
        }
    }
}
