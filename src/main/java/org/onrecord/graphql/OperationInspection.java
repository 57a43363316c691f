package org.onrecord.graphql;

import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import io.smallrye.graphql.spi.EventingService;
import java.util.Locale;

/**
 * Tells the {@link Operation} of a request its name, type and cost.
 *
 * <p>Loaded by SmallRye GraphQL through {@link java.util.ServiceLoader}, which has no other way to add an instrumentation.
 */
public final class OperationInspection implements EventingService {

    @Override
    public String getConfigKey() {
        return null; // always on
    }

    @Override
    public GraphQL.Builder beforeGraphQLBuild(GraphQL.Builder builder) {
        return builder.instrumentation(
                new ChainedInstrumentation(builder.build().getInstrumentation(), new Inspection()));
    }

    private static final class Inspection extends SimplePerformantInstrumentation {

        @Override
        public InstrumentationContext<ExecutionResult> beginExecuteOperation(
                InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
            ExecutionContext execution = parameters.getExecutionContext();
            Operation operation = execution.getGraphQLContext().get(Operation.KEY);
            if (operation != null) {
                operation.inspected(
                        execution.getOperationDefinition().getName(),
                        execution.getOperationDefinition().getOperation().name().toLowerCase(Locale.ROOT),
                        Cost.of(execution));
            }
            return super.beginExecuteOperation(parameters, state);
        }
    }
}
