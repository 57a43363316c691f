package org.onrecord.graphql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.onrecord.graphql.Turns.Turn;

/** Who comes first, which the time that requests take tells too, but never twice in the same way. */
class TurnsTest {

    private static final long MUCH = Duration.ofSeconds(5).toNanos();

    private final Turns turns = new Turns(1);

    @Test
    void givesAClientSoManyAtTheSameTime() {
        Turns.Share client = turns.share(2, 1);
        List<CompletableFuture<Turn>> asked = Stream.generate(
                        () -> client.prepare().join().execute())
                .limit(4)
                .toList();

        assertEquals(List.of(true, true, false, false), begun(asked));
        assertTrue(client.hasAllTaken());
        asked.get(1).join().end();
        assertEquals(List.of(true, true, true, false), begun(asked));
    }

    @Test
    void hasClientsThatHaveUsedMuchStandBackWhileOthersAsk() {
        Turns.Share heavy = heavy(MUCH);
        Turns.Share light = turns.share(4, 1);
        light.prepare().join().end();

        List<CompletableFuture<Turn>> asked =
                Stream.generate(heavy::prepare).limit(2).toList();

        assertEquals(List.of(true, false), begun(asked));
        assertFalse(heavy.hasAllTaken());
        assertEquals(List.of(true, true), begun(List.of(light.prepare(), light.prepare())));
        asked.get(0).join().end();
        assertEquals(List.of(true, true), begun(asked));
    }

    /** On a slow or busy machine all take longer. */
    @Test
    void tellsMuchByWhatOthersHaveUsed() {
        Turns.Share heavy = heavy(10 * MUCH);
        Turns.Share light = heavy(MUCH);
        for (int i = 0; i < 1000; i++) {
            turns.share(4, 1).use(MUCH / 1000);
        }

        assertEquals(List.of(true, true), begun(List.of(light.prepare(), light.prepare())));
        assertEquals(List.of(true, false), begun(List.of(heavy.prepare(), heavy.prepare())));
    }

    @Test
    void givesThemAllTheirTurnsWhereNoOneElseAsks() {
        Turns.Share heavy = heavy(MUCH);

        assertEquals(List.of(true, true, true), begun(List.of(heavy.prepare(), heavy.prepare(), heavy.prepare())));
    }

    @Test
    void givesTheNextTurnToTheClientThatHasUsedLeast() {
        turns.share(4, 1).prepare().join().end();
        Turns.Share first = heavy(9 * MUCH);
        Turns.Share second = heavy(8 * MUCH);
        Turns.Share third = heavy(7 * MUCH);
        CompletableFuture<Turn> holding = first.prepare();
        List<CompletableFuture<Turn>> asked = List.of(first.prepare(), second.prepare(), third.prepare());

        holding.join().end();
        assertEquals(List.of(false, false, true), begun(asked));
        asked.get(2).join().end();
        assertEquals(List.of(false, true, true), begun(asked));
    }

    @Test
    void letsAClientOfAFactorUseSoMuchMore() {
        turns.share(4, 1).prepare().join().end();
        Turns.Share server = turns.share(4, 100);
        server.use(MUCH);

        assertEquals(List.of(true, true), begun(List.of(server.prepare(), server.prepare())));
    }

    @Test
    void givesNoTurnToWhoWaitsNoLonger() {
        Turns.Share client = turns.share(1, 1);
        CompletableFuture<Turn> holding = client.prepare().join().execute();
        CompletableFuture<Turn> late = client.prepare().join().execute();
        CompletableFuture<Turn> next = client.prepare().join().execute();

        assertTrue(client.isGivenUp(late));
        assertFalse(client.isGivenUp(holding));
        holding.join().end();

        assertEquals(List.of(false, true), begun(List.of(late, next)));
        next.join().end();
        assertTrue(client.hasFree());
    }

    @Test
    void executesInTheTurnInWhichARequestWasPrepared() {
        turns.share(4, 1).prepare().join().end();
        Turns.Share heavy = heavy(MUCH);
        Turn prepared = heavy.prepare().join();
        CompletableFuture<Turn> waiting = heavy.prepare();

        Turn executing = prepared.execute().join();
        prepared.end();
        assertFalse(waiting.isDone());
        executing.end();
        assertTrue(waiting.isDone());
    }

    /** As for an answer that is kept. */
    @Test
    void preparesWhileAllThatMayBeAreExecuted() {
        Turns.Share client = turns.share(1, 1);
        assertTrue(client.prepare().join().execute().isDone());
        assertFalse(client.prepare().join().execute().isDone());

        assertTrue(client.prepare().isDone());
    }

    private Turns.Share heavy(long nanos) {
        Turns.Share share = turns.share(4, 1);
        share.use(nanos);
        return share;
    }

    private static List<Boolean> begun(List<CompletableFuture<Turn>> asked) {
        return asked.stream().map(CompletableFuture::isDone).toList();
    }
}
