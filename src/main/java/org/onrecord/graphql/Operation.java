package org.onrecord.graphql;

import graphql.ExecutionResult;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.language.OperationDefinition;
import io.opentelemetry.context.Context;
import java.util.Locale;
import org.onrecord.OnRecordConfig.Limits;
import org.onrecord.graphql.Admission.Client;

/** One execution of an operation, and what it may use. Fields find it in the GraphQL context. */
final class Operation {

    private static final String KEY = Operation.class.getName();

    private final Client client;
    private final Deadline deadline;
    private final Context trace;
    private final Limits limits;
    private final Turns turns;
    private int cost = -1;
    private volatile boolean hasGivenUp;

    /**
     * @param client for whom it is executed
     * @param trace where the spans of its statements belong
     */
    Operation(Client client, Deadline deadline, Context trace, Limits limits) {
        this.client = client;
        this.deadline = deadline;
        this.trace = trace;
        this.limits = limits;
        this.turns = new Turns(limits.connectionsOfClient());
    }

    static Operation of(graphql.GraphQLContext context) {
        return context.get(KEY);
    }

    void putInto(graphql.GraphQLContext context) {
        context.put(KEY, this);
    }

    Client client() {
        return client;
    }

    Deadline deadline() {
        return deadline;
    }

    Context trace() {
        return trace;
    }

    /** Those of its fields at being read: so that it does not compete with itself for its client's. */
    Turns turns() {
        return turns;
    }

    /** Notes that one of its fields got no turn among its client's requests: the others need not wait for one. */
    void giveUp() {
        hasGivenUp = true;
    }

    boolean hasGivenUp() {
        return hasGivenUp;
    }

    /** See {@link Cost}; -1 until it is known. */
    int cost() {
        return cost;
    }

    /** {@code query}, {@code mutation} or {@code subscription}. */
    static String typeOf(OperationDefinition definition) {
        return definition.getOperation().name().toLowerCase(Locale.ROOT);
    }

    /** Finds out an operation's cost before it is executed, and ends one that costs too much. */
    static final class CostLimit extends SimplePerformantInstrumentation {

        @Override
        public InstrumentationContext<ExecutionResult> beginExecuteOperation(
                InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
            ExecutionContext execution = parameters.getExecutionContext();
            Operation operation = of(execution.getGraphQLContext());
            operation.cost = Cost.of(execution, operation.limits);
            return super.beginExecuteOperation(parameters, state);
        }
    }
}
