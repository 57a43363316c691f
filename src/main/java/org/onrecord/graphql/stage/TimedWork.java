package org.onrecord.graphql.stage;

import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.onrecord.graphql.answer.Answer;
import org.onrecord.graphql.client.Admission.Slot;
import org.onrecord.graphql.exchange.Exchange;
import org.onrecord.graphql.exchange.Stage;
import org.onrecord.graphql.execution.Execution;
import org.onrecord.graphql.jdbc.JdbcSettings;

/**
 * Has a request that is there as a whole worked on, off the event loop, and answered in time whatever becomes of the
 * work.
 */
@Singleton
public class TimedWork implements Stage {

    private final Execution execution;
    private final ExecutorService threads;
    private final Duration executionTime;

    TimedWork(Execution execution, @VirtualThreads ExecutorService threads, JdbcSettings jdbc) {
        this.execution = execution;
        this.threads = threads;
        this.executionTime = jdbc.executionTime();
    }

    @Override
    public CompletableFuture<Answer> answer(Exchange exchange, Supplier<CompletableFuture<Answer>> next) {
        long arrival = System.nanoTime();
        Slot slot = exchange.slot().orElseThrow();
        slot.beginWork();
        exchange.setWork(arrival, slot.client().work(arrival + executionTime.toNanos()));
        return CompletableFuture.completedFuture(exchange)
                .thenComposeAsync(begun -> work(exchange, next), threads)
                .exceptionally(Answer::ofFault)
                .thenApply(done -> {
                    exchange.work().close();
                    slot.endWork();
                    return done;
                })
                // What goes on after it keeps its slot.
                .copy()
                .completeOnTimeout(null, executionTime.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(done -> done == null ? execution.late() : done);
    }

    private static CompletableFuture<Answer> work(Exchange exchange, Supplier<CompletableFuture<Answer>> next) {
        exchange.work().resume();
        try {
            return next.get();
        } finally {
            exchange.work().pause();
        }
    }
}
