package org.onrecord.graphql.stage;

import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.onrecord.graphql.answer.Answer;
import org.onrecord.graphql.exchange.Exchange;
import org.onrecord.graphql.exchange.Stage;
import org.onrecord.graphql.execution.Execution;
import org.onrecord.graphql.execution.OperationRun;
import org.onrecord.graphql.jdbc.DatabaseConnections;
import org.onrecord.graphql.jdbc.Deadline;
import org.onrecord.graphql.jdbc.JdbcSettings;

/** Executes the operation: nothing follows. */
@Singleton
public class OperationExecution implements Stage {

    private final Execution execution;
    private final DatabaseConnections connections;
    private final ExecutorService threads;
    private final Duration executionTime;

    OperationExecution(
            Execution execution,
            DatabaseConnections connections,
            @VirtualThreads ExecutorService threads,
            JdbcSettings jdbc) {
        this.execution = execution;
        this.connections = connections;
        this.threads = threads;
        this.executionTime = jdbc.executionTime();
    }

    @Override
    public CompletableFuture<Answer> answer(Exchange exchange, Supplier<CompletableFuture<Answer>> next) {
        return execution.execute(
                exchange.request(),
                exchange.document(),
                exchange.operation(),
                new OperationRun(
                        exchange.client(),
                        new Deadline(exchange.arrival(), executionTime, threads),
                        exchange.work(),
                        exchange.trace(),
                        connections));
    }
}
