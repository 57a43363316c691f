package org.onrecord.graphql.capacity;

import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Ends a process whose heap is used up or whose event loops have ended, so that whoever watches it starts it again: it
 * would go on, and answer nothing. Liveness tells whether the event loops still do what they are asked.
 *
 * <p>Both forms have an option of their own for the heap, {@code ExitOnOutOfMemoryError}; a JVM may have been started
 * without it.
 */
@Liveness
@Singleton
class Breakdown implements HealthCheck {

    /** As {@code EX_SOFTWARE} of sysexits.h. */
    static final int EXIT_CODE = 70;

    private static final long PATIENCE_MILLIS = 2000;

    private final List<EventExecutor> eventLoops = new ArrayList<>();
    private volatile boolean stopping;

    Breakdown(Vertx vertx) {
        ((VertxInternal) vertx).getEventLoopGroup().forEach(eventLoops::add);
    }

    void watch(@Observes StartupEvent event) {
        Logger.getLogger("").addHandler(new EndsAtOutOfMemory());
        for (EventExecutor eventLoop : eventLoops) {
            eventLoop.terminationFuture().addListener(ended -> {
                if (!stopping) {
                    end("An event loop has ended");
                }
            });
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    @Override
    public HealthCheckResponse call() {
        List<io.netty.util.concurrent.Future<?>> asked = new ArrayList<>();
        eventLoops.forEach(eventLoop -> asked.add(eventLoop.submit(() -> {})));
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        int silent = 0;
        for (io.netty.util.concurrent.Future<?> answer : asked) {
            silent += answer.awaitUninterruptibly(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS) ? 0 : 1;
        }
        return HealthCheckResponse.named("Event loops")
                .status(silent == 0)
                .withData("silent", silent)
                .build();
    }

    private static void end(String reason) {
        System.err.println("OnRecord ends: " + reason);
        Runtime.getRuntime().halt(EXIT_CODE);
    }

    /** Whatever catches such an error logs it. */
    static final class EndsAtOutOfMemory extends Handler {

        @Override
        public void publish(LogRecord line) {
            for (Throwable cause = line.getThrown(); cause != null; cause = cause.getCause()) {
                if (cause instanceof OutOfMemoryError) {
                    end("there is no memory left: " + cause.getMessage());
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
