package org.onrecord.graphql.execution;

import graphql.execution.AbortExecutionException;
import graphql.execution.ExecutionContext;
import graphql.normalized.ExecutableNormalizedField;
import graphql.normalized.ExecutableNormalizedOperationFactory;
import graphql.normalized.ExecutableNormalizedOperationFactory.Options;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLNamedOutputType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.onrecord.graphql.document.DocumentSize;
import org.onrecord.graphql.fault.Fault;
import org.onrecord.graphql.relay.Paging;

/**
 * The cost of an operation: about how many rows and lists of rows an answer to it can take. A record counts one, and so
 * does a list; a {@code totalCount} counts as much as it takes to count. What is selected below a page's {@code nodes}
 * or {@code edges} counts as often as the page has places, below {@code nodes(ids)} as often as there are ids. Lists
 * that belong to one record, such as its evidence, count as one record. Values of a record count nothing, once each: a
 * value that is selected again under another name counts one, so that the cost bounds the size of an answer too.
 * Introspection counts the same whatever it asks for, as it is bounded by itself.
 */
public final class Cost {

    /** That of a {@code totalCount}, which reads all that it counts. */
    private static final int OF_COUNT = 10;

    /** That of {@code __schema}, and of {@code __type}. */
    private static final int OF_INTROSPECTION = 100;

    /**
     * Objects that are no rows of their own: they show columns of the row that they belong to, or where a page stands.
     */
    private static final Set<String> PARTS = Set.of("PageInfo", "Quantity");

    /** Where counting ends. */
    private static final int MOST = Integer.MAX_VALUE;

    private final GraphQLSchema schema;
    private final int largestPage;

    private Cost(GraphQLSchema schema, int largestPage) {
        this.schema = schema;
        this.largestPage = largestPage;
    }

    /**
     * Counts fields as they are executed: fragments in each place where they are spread, and each field once in its
     * place.
     *
     * @throws TooCostly where the cost is above the limit
     */
    static int of(ExecutionContext execution, int maximum, int largestPage) {
        List<ExecutableNormalizedField> fields;
        try {
            fields = ExecutableNormalizedOperationFactory.createExecutableNormalizedOperation(
                            execution.getGraphQLSchema(),
                            execution.getOperationDefinition(),
                            execution.getFragmentsByName(),
                            execution.getCoercedVariables(),
                            Options.defaultOptions().maxFieldsCount(DocumentSize.MOST_FIELDS))
                    .getTopLevelFields();
        } catch (AbortExecutionException tooManyFields) {
            throw new TooCostly(
                    "fields",
                    "The operation has more than " + DocumentSize.MOST_FIELDS + " fields",
                    DocumentSize.MOST_FIELDS);
        }
        long cost = new Cost(execution.getGraphQLSchema(), largestPage).sum(fields);
        if (cost > maximum) {
            throw new TooCostly(
                    "cost",
                    "The operation costs " + (cost == MOST ? "more than " + MOST : String.valueOf(cost)) + "; at most "
                            + maximum + " is allowed: ask for smaller pages, or for less in each",
                    maximum);
        }
        return (int) cost;
    }

    private long sum(List<ExecutableNormalizedField> fields) {
        Set<String> values = new HashSet<>();
        long sum = 0;
        for (ExecutableNormalizedField field : fields) {
            sum = Math.min(MOST, sum + of(field, values));
        }
        return sum;
    }

    /** @param values those of the same record that were counted before */
    private long of(ExecutableNormalizedField field, Set<String> values) {
        if (field.getName().startsWith("__")) {
            return field.getChildren().isEmpty() ? ofValue(field, values) : OF_INTROSPECTION;
        }
        if (field.getName().equals("totalCount")) {
            return OF_COUNT;
        }
        if (field.getChildren().isEmpty()) {
            return ofValue(field, values);
        }
        long below = sum(field.getChildren());
        if (isPart(field)) {
            return below + ofValue(field, values);
        }
        long times = times(field);
        return Math.min(MOST, times + times * below);
    }

    private static long ofValue(ExecutableNormalizedField field, Set<String> values) {
        // Fields of different types have one place in an answer, and one name there.
        return values.add(field.getName()) || field.getAlias() == null ? 0 : 1;
    }

    private boolean isPart(ExecutableNormalizedField field) {
        GraphQLNamedOutputType type = (GraphQLNamedOutputType)
                GraphQLTypeUtil.unwrapAll(definition(field).getType());
        ExecutableNormalizedField parent = field.getParent();
        boolean isNodeOfEdge = field.getName().equals("node")
                && parent != null
                && parent.getName().equals("edges");
        return isNodeOfEdge || PARTS.contains(type.getName());
    }

    private GraphQLFieldDefinition definition(ExecutableNormalizedField field) {
        return field.getFieldDefinitions(schema).get(0);
    }

    private long times(ExecutableNormalizedField field) {
        if (field.getResolvedArguments().get("ids") instanceof List<?> ids) {
            return ids.size();
        }
        ExecutableNormalizedField parent = field.getParent();
        boolean isPage = parent != null && definition(parent).getArgument("first") != null;
        boolean isRepeated = List.of("nodes", "edges").contains(field.getName());
        if (!isPage || !isRepeated) {
            return 1;
        }
        // A larger page is refused, as what it is.
        return Math.min(Math.max(Paging.size(parent.getResolvedArguments()), 0), largestPage);
    }

    /** An operation that asks for more than is allowed. */
    private static final class TooCostly extends AbortExecutionException implements Fault {
        private static final long serialVersionUID = 1;

        private final String limit;
        private final int maximum;

        TooCostly(String limit, String message, int maximum) {
            super(message);
            this.limit = limit;
            this.maximum = maximum;
        }

        @Override
        public String code() {
            return "QUERY_TOO_COSTLY";
        }

        @Override
        public Map<String, Object> extensions() {
            return Map.of("limit", limit, "maximum", maximum);
        }
    }
}
