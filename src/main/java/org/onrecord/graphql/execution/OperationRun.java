package org.onrecord.graphql.execution;

import graphql.ExecutionResult;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.ExecuteObjectInstrumentationContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.execution.instrumentation.parameters.InstrumentationExecutionStrategyParameters;
import graphql.language.OperationDefinition;
import io.opentelemetry.context.Context;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.onrecord.graphql.capacity.Processors;
import org.onrecord.graphql.client.Admission.Client;
import org.onrecord.graphql.fault.Refusal;
import org.onrecord.graphql.jdbc.DatabaseConnections;
import org.onrecord.graphql.jdbc.DatabaseFault;
import org.onrecord.graphql.jdbc.Deadline;
import org.onrecord.graphql.jdbc.Deadline.TimeIsUp;

/**
 * One execution of an operation, and what it may use. Fields find it in the GraphQL context. It is executed on one
 * thread; whoever does that closes it.
 */
public final class OperationRun implements AutoCloseable {

    private static final String KEY = OperationRun.class.getName();

    private final Client client;
    private final Deadline deadline;
    private final Processors.Work work;
    private final Context trace;
    private final DatabaseConnections connections;
    private int cost = -1;
    private Connection connection;
    private SQLException noConnection;

    /**
     * @param client for whom it is executed
     * @param work the work on its request
     * @param trace where the spans of its statements belong
     * @param connections where it gets its connection
     */
    public OperationRun(
            Client client, Deadline deadline, Processors.Work work, Context trace, DatabaseConnections connections) {
        this.client = client;
        this.deadline = deadline;
        this.work = work;
        this.trace = trace;
        this.connections = connections;
    }

    /** The one that is executed in a GraphQL context. */
    public static OperationRun of(graphql.GraphQLContext context) {
        return context.get(KEY);
    }

    void putInto(graphql.GraphQLContext context) {
        context.put(KEY, this);
    }

    Client client() {
        return client;
    }

    /** Until when SQL may run for it. */
    public Deadline deadline() {
        return deadline;
    }

    /** The work on its request. */
    public Processors.Work work() {
        return work;
    }

    /** Where the spans of its statements belong. */
    public Context trace() {
        return trace;
    }

    /**
     * The connection on which all its fields are read, one after the other: taken when the first is.
     *
     * @throws SQLException where there is none to be had, or where it broke: the same for each of the fields that
     *     are left
     * @throws TimeIsUp where it broke as time was up
     * @throws Refusal where no processor comes free in time
     */
    public Connection connection() throws SQLException, TimeIsUp {
        if (noConnection != null) {
            failed(noConnection);
            throw noConnection;
        }
        if (connection == null) {
            try {
                connection = connections.take(work);
            } catch (SQLException fault) {
                noConnection = fault;
                throw fault;
            }
            work.resume();
        }
        return connection;
    }

    /**
     * Notes that a statement failed: where that broke its connection, no other field is read.
     *
     * @throws TimeIsUp where it was given up when time was up: a database that answers others is not out of reach
     */
    public void failed(SQLException fault) throws TimeIsUp {
        if (DatabaseFault.isOutOfReach(fault)) {
            noConnection = fault;
            if (deadline.nanosLeft() <= 0 && !connections.areOutOfReach()) {
                throw new TimeIsUp();
            }
        }
    }

    /** Notes that all is read, and gives its connection back. */
    @Override
    public void close() {
        deadline.lift();
        if (connection != null) {
            connections.giveBack(connection, work);
            connection = null;
        }
    }

    /** Waits until it can be worked out. */
    private void begin() {
        try {
            work.beginOperation(cost);
        } catch (Refusal overloaded) {
            throw connections.orUnavailable(overloaded);
        }
    }

    /** See {@link Cost}; -1 until it is known. */
    int cost() {
        return cost;
    }

    /** {@code query}, {@code mutation} or {@code subscription}. */
    static String typeOf(OperationDefinition definition) {
        return definition.getOperation().name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds out an operation's cost before it is executed, takes it from its client's, and ends an operation that costs
     * too much.
     */
    static final class CostLimit extends SimplePerformantInstrumentation {

        private final int maximum;
        private final int largestPage;

        CostLimit(int maximum, int largestPage) {
            this.maximum = maximum;
            this.largestPage = largestPage;
        }

        @Override
        public InstrumentationContext<ExecutionResult> beginExecuteOperation(
                InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
            ExecutionContext execution = parameters.getExecutionContext();
            OperationRun operation = of(execution.getGraphQLContext());
            operation.cost = Cost.of(execution, maximum, largestPage);
            // One is taken for each request.
            operation.client.takeCost(Math.max(operation.cost - 1, 0));
            operation.begin();
            return super.beginExecuteOperation(parameters, state);
        }

        @Override
        public ExecuteObjectInstrumentationContext beginExecuteObject(
                InstrumentationExecutionStrategyParameters parameters, InstrumentationState state) {
            of(parameters.getExecutionContext().getGraphQLContext()).work.giveWay();
            return super.beginExecuteObject(parameters, state);
        }
    }
}
