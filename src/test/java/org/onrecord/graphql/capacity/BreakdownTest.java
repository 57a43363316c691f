package org.onrecord.graphql.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BreakdownTest {

    @Test
    void tellsAnEventLoopThatDoesNothingAnyMore() throws Exception {
        Vertx vertx = Vertx.vertx();
        Breakdown breakdown = new Breakdown(vertx);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        anEventLoop(vertx).execute(() -> {
            try {
                end.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            ended.countDown();
        });

        HealthCheckResponse silent = breakdown.call();
        end.countDown();
        ended.await();
        HealthCheckResponse again = breakdown.call();

        assertEquals(Status.DOWN, silent.getStatus());
        assertEquals(Map.of("silent", 1L), silent.getData().orElseThrow());
        assertEquals(Status.UP, again.getStatus());
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void endsAProcessWhoseMemoryIsUsedUp() throws Exception {
        assertEnds("there is no memory left: made", "memory");
    }

    @Test
    void endsAProcessOneOfWhoseEventLoopsHasEnded() throws Exception {
        assertEnds("An event loop has ended", "event-loop");
    }

    private static void assertEnds(String reason, String what) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Broken.class.getName(),
                        what)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(Breakdown.EXIT_CODE, process.waitFor(), output);
        assertTrue(output.contains("OnRecord ends: " + reason), output);
    }

    private static EventExecutor anEventLoop(Vertx vertx) {
        return ((VertxInternal) vertx).getEventLoopGroup().next();
    }

    /** A process that breaks down, and would live on. */
    static final class Broken {

        private Broken() {}

        public static void main(String... what) throws Exception {
            Vertx vertx = Vertx.vertx();
            new Breakdown(vertx).watch(null);
            switch (what[0]) {
                case "memory" ->
                    Logger.getLogger("any")
                            .log(Level.SEVERE, "", new IllegalStateException(new OutOfMemoryError("made")));
                case "event-loop" ->
                    anEventLoop(vertx)
                            .shutdownGracefully(0, 1, TimeUnit.SECONDS)
                            .syncUninterruptibly();
                default -> throw new IllegalArgumentException(what[0]);
            }
            Thread.sleep(TimeUnit.SECONDS.toMillis(20));
        }
    }
}
