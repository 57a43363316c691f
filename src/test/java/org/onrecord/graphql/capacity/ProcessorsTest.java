package org.onrecord.graphql.capacity;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onrecord.Wait;
import org.onrecord.graphql.capacity.Processors.Share;
import org.onrecord.graphql.capacity.Processors.Work;
import org.onrecord.graphql.fault.Refusal;

class ProcessorsTest {

    /** Half a processor is one, too. */
    private static final int ONE = 1;

    /** In bytes: memory for two operations of the highest cost. */
    private static final long HEAP = 48_000_000;

    private static final int LIMIT_OF_COST = 1_500;

    private static final int LIMIT_OF_REQUESTS = 128;
    private static final int CONNECTIONS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Processors processors =
            new Processors(ONE, HEAP, LIMIT_OF_COST, LIMIT_OF_REQUESTS, CONNECTIONS, PATIENCE);
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void servesFirstWhoHasBeenGivenLess() {
        Share modest = processors.share(1);
        Share greedy = processors.share(1);
        for (int i = 0; i < 5; i++) {
            operation(greedy, 400).close();
        }
        Work running = operation(processors.share(1), 1);
        CompletableFuture<Void> first = runNext("greedy", greedy, 100);
        CompletableFuture<Void> second = runNext("modest", modest, 100);

        running.close();

        join(first, second);
        assertEquals(List.of("modest", "greedy"), order);
    }

    /** Or it would be first with each request who has a new address for each. */
    @Test
    void aNewClientWithMuchComesAfterAnOldOneWithLittle() {
        Share old = processors.share(1);
        operation(old, 30).close();
        Work running = operation(old, 1);
        CompletableFuture<Void> first = runNext("new", processors.share(1), 400);
        CompletableFuture<Void> second = runNext("old", old, 30);

        running.close();

        join(first, second);
        assertEquals(List.of("old", "new"), order);
    }

    @Test
    void whoAsksForLittleDoesNotKeepOthersOutForEver() {
        Share modest = processors.share(1);
        Work running = operation(processors.share(1), 1);
        CompletableFuture<Void> much = runNext("much", processors.share(1), 400);
        List<CompletableFuture<Void>> little = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            little.add(runNext("little", modest, 40));
        }

        running.close();

        join(much);
        join(little.toArray(CompletableFuture[]::new));
        assertTrue(order.indexOf("much") >= 5, order::toString);
        assertTrue(order.indexOf("much") <= 15, order::toString);
    }

    @Test
    void aFactorIsThatManyClients() {
        Share server = processors.share(20);
        Share one = processors.share(1);
        operation(server, 400).close();
        operation(one, 100).close();
        Work running = operation(processors.share(1), 1);
        CompletableFuture<Void> first = runNext("one", one, 100);
        CompletableFuture<Void> second = runNext("server", server, 400);

        running.close();

        join(first, second);
        assertEquals(List.of("server", "one"), order);
    }

    @Test
    void givesWayToWhoComesBefore() {
        Work running = operation(processors.share(1), 400);
        CompletableFuture<Void> little = runNext("little", processors.share(1), 1);
        assertFalse(little.isDone());

        running.giveWay();

        join(little);
        running.close();
    }

    @Test
    void aStatementTakesNoProcessor() {
        Work waits = operation(processors.share(1), 100);
        waits.pause();

        operation(processors.share(1), 100).close();

        waits.resume();
        waits.close();
    }

    @Test
    void whatTakesLongHasHalfOfTheProcessors() {
        Processors two = new Processors(2, HEAP, LIMIT_OF_COST, LIMIT_OF_REQUESTS, CONNECTIONS, PATIENCE);
        Work parses = two.share(1).work(in(10));
        parses.resume();
        parses.beginReading(2_000);
        Work costly = two.share(1).work(System.nanoTime());
        costly.resume();
        assertOverloaded(() -> costly.beginOperation(1_500));
        costly.close();

        parses.endReading();
        operation(two.share(1), 1_500).close();
        parses.close();
    }

    /** It gives way to no one for as long as it parses. */
    @Test
    void noOneWaitsForWhatTakesLong() {
        Work parses = processors.share(1).work(in(10));
        parses.resume();
        parses.beginReading(2_000);

        operation(processors.share(1), 100).close();

        parses.close();
    }

    /** The pool gives them to who came first. */
    @Test
    void connectionsGoToWhoHasBeenGivenLess() {
        Processors one = new Processors(ONE, HEAP, LIMIT_OF_COST, LIMIT_OF_REQUESTS, 1, PATIENCE);
        Work holds = one.share(1).work(in(10));
        holds.beginConnection();
        Share greedy = one.share(1);
        operation(greedy, 400).close();
        CompletableFuture<Void> first = connectNext("greedy", greedy);
        CompletableFuture<Void> second = connectNext("modest", one.share(1));

        holds.endConnection();

        join(first, second);
        assertEquals(List.of("modest", "greedy"), order);
    }

    @Test
    void memoryIsForSoMuchCost() {
        Work one = operation(processors.share(1), 1_500);
        one.pause();
        Work two = operation(processors.share(1), 1_500);
        two.pause();
        Work late = processors.share(1).work(System.nanoTime());
        assertOverloaded(() -> late.beginOperation(1_500));

        // What costs less has memory of its own.
        operation(processors.share(1), 100).close();
        one.close();
        operation(processors.share(1), 1_500).close();
        two.close();
    }

    @Test
    void memoryIsForSoManyCharactersOfDocuments() {
        List<Work> reading = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Work work = processors.share(1).work(in(10));
            work.beginReading(20_000);
            work.endReading();
            work.pause();
            reading.add(work);
        }
        Work late = processors.share(1).work(System.nanoTime());
        assertOverloaded(() -> late.beginReading(20_000));

        reading.forEach(Work::close);
        Work next = processors.share(1).work(in(10));
        next.beginReading(20_000);
        next.close();
    }

    @Test
    void refusesWhoComesLastWhereTooManyWait() {
        FairPermits permits = new FairPermits(1, 2);
        permits.acquire(0, 1, in(10));
        CompletableFuture<Void> last = acquireNext(permits, 9);
        CompletableFuture<Void> first = acquireNext(permits, 1);
        CompletableFuture<Void> second = acquireNext(permits, 5);

        assertThrows(ExecutionException.class, () -> last.get(3, SECONDS));
        assertFalse(first.isDone());
        assertFalse(second.isDone());
        permits.release(1);
        join(first);
        permits.release(1);
        join(second);
    }

    @Test
    void whoIsLateLeavesThePermitsToOthers() {
        FairPermits permits = new FairPermits(2, 10);
        permits.acquire(0, 1, in(10));
        assertThrows(Refusal.class, () -> permits.acquire(1, 2, in(0)));

        permits.acquire(2, 1, in(10));
        permits.release(2);
        permits.acquire(3, 2, in(10));
    }

    /** Or who wants much would never have it. */
    @Test
    void noOnePassesWhoWantsMore() {
        FairPermits permits = new FairPermits(3, 10);
        permits.acquire(0, 2, in(10));
        CompletableFuture<Void> much = CompletableFuture.runAsync(() -> permits.acquire(1, 3, in(10)), threads);
        Wait.until("it waits", () -> permits.areWantedBefore(2));
        assertThrows(Refusal.class, () -> permits.acquire(5, 1, in(0)));

        permits.release(2);
        join(much);
    }

    private Work operation(Share share, int cost) {
        Work work = share.work(in(10));
        work.resume();
        work.beginOperation(cost);
        return work;
    }

    /** Has an operation wait, and notes when it runs. */
    private CompletableFuture<Void> runNext(String name, Share share, int cost) {
        Work work = share.work(in(10));
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> done = CompletableFuture.runAsync(
                () -> {
                    begun.complete(null);
                    work.beginOperation(cost);
                    order.add(name);
                    work.close();
                },
                threads);
        join(begun);
        pause();
        return done;
    }

    /** Has a request wait for a connection, and notes when it has one. */
    private CompletableFuture<Void> connectNext(String name, Share share) {
        Work work = share.work(in(10));
        CompletableFuture<Void> done = CompletableFuture.runAsync(
                () -> {
                    work.beginConnection();
                    order.add(name);
                    work.endConnection();
                },
                threads);
        pause();
        return done;
    }

    private CompletableFuture<Void> acquireNext(FairPermits permits, long tag) {
        CompletableFuture<Void> acquired = CompletableFuture.runAsync(() -> permits.acquire(tag, 1, in(10)), threads);
        pause();
        return acquired;
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static long in(int seconds) {
        return System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    }

    private static void join(CompletableFuture<?>... all) {
        CompletableFuture.allOf(all).orTimeout(10, SECONDS).join();
    }

    private static void assertOverloaded(Runnable task) {
        Refusal refusal = assertThrows(Refusal.class, task::run);
        assertEquals(503, refusal.status());
    }
}
