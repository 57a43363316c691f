package org.onrecord.graphql;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Gives requests their turns at being worked on: first at being read and checked, then at being executed; of one client so many are executed
 * at the same time, the others in their order. No thread waits.
 *
 * <p>Clients that have used much lately share half of the processors for as long as others ask too, and whoever of them has used least
 * comes first. So a client that asks for little is answered as if the others were not there, and the others get all that is left. Much is
 * more than half of what the client has used that an average second was spent on: where all take longer as the machine is slow or busy,
 * that changes nothing, and many clients that ask once do not make others look heavy.
 */
@Singleton
final class Turns {

    /** The time in which what a client has used counts for less and less, by 1/e. */
    private static final double LATELY_NANOS = Duration.ofSeconds(10).toNanos();

    /** A client that has used no more than this lately never stands back: a fiftieth of a processor. */
    private static final long LITTLE_NANOS = Duration.ofMillis(200).toNanos();

    /** For how long the half of the processors is kept free after a client asked that has used little. */
    private static final long KEPT_FREE_NANOS = Duration.ofSeconds(1).toNanos();

    private final int mostOfHeavy;
    private final Set<Share> waiting = new LinkedHashSet<>();
    private int heavy;
    /** What all clients have used lately, and the squares of that. */
    private double sumOfUse;

    private double sumOfSquares;
    private long summedAt = System.nanoTime();
    private long lightAskedAt = System.nanoTime() - KEPT_FREE_NANOS;

    Turns() {
        this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /** @param mostOfHeavy how many turns clients that have used much may have at the same time, while others ask */
    Turns(int mostOfHeavy) {
        this.mostOfHeavy = mostOfHeavy;
    }

    /**
     * The share of a client.
     *
     * @param most how many of its operations may be executed at the same time
     * @param factor how much more than others it may use before it has to stand back
     */
    Share share(int most, int factor) {
        return new Share(most, factor);
    }

    private synchronized List<Runnable> begin() {
        List<Runnable> begun = new ArrayList<>();
        long now = System.nanoTime();
        while (true) {
            Share share = waiting.stream()
                    .filter(client -> client.next(now).isPresent())
                    .min(Comparator.comparingDouble(client -> client.used(now) / client.factor))
                    .orElse(null);
            if (share == null) {
                return begun;
            }
            Waiting next = share.next(now).orElseThrow();
            share.remove(next);
            Turn turn = share.begin(next.executes, now);
            begun.add(() -> next.turn.complete(turn));
        }
    }

    private record Waiting(CompletableFuture<Turn> turn, boolean executes) {}

    /** The turns of one client, and what it has used. */
    final class Share {

        private final int most;
        private final int factor;
        private final Queue<Waiting> waiting = new ArrayDeque<>();
        private int executing;
        private double usedNanos;
        private long usedAt = System.nanoTime();

        private Share(int most, int factor) {
            this.most = most;
            this.factor = factor;
        }

        /** Completes when a request may be read and its document checked. {@link Turn#end} must follow, or {@link #isGivenUp} before that. */
        CompletableFuture<Turn> prepare() {
            synchronized (Turns.this) {
                return beginOrWait(false);
            }
        }

        private CompletableFuture<Turn> beginOrWait(boolean executes) {
            long now = System.nanoTime();
            if (waiting.stream().noneMatch(other -> other.executes == executes) && mayBegin(executes, now)) {
                return CompletableFuture.completedFuture(begin(executes, now));
            }
            CompletableFuture<Turn> turn = new CompletableFuture<>();
            waiting.add(new Waiting(turn, executes));
            Turns.this.waiting.add(this);
            return turn;
        }

        /** Waits no longer for a turn; false where it has begun before, so that it must be ended. */
        boolean isGivenUp(CompletableFuture<Turn> turn) {
            synchronized (Turns.this) {
                Optional<Waiting> found =
                        waiting.stream().filter(other -> other.turn == turn).findFirst();
                found.ifPresent(this::remove);
                return found.isPresent();
            }
        }

        private void remove(Waiting one) {
            waiting.remove(one);
            if (waiting.isEmpty()) {
                Turns.this.waiting.remove(this);
            }
        }

        private Optional<Waiting> next(long now) {
            return waiting.stream()
                    .filter(request -> mayBegin(request.executes, now))
                    .findFirst();
        }

        /** Whether one more operation would be executed at once. */
        boolean hasFree() {
            synchronized (Turns.this) {
                return executing < most && waiting.stream().noneMatch(Waiting::executes);
            }
        }

        /** Whether as many of the client's operations are executed as may be. */
        boolean hasAllTaken() {
            synchronized (Turns.this) {
                return executing == most;
            }
        }

        /** Notes that a processor worked for the client so long. */
        void use(long nanos) {
            synchronized (Turns.this) {
                long now = System.nanoTime();
                double before = used(now);
                usedNanos = before + nanos;
                usedAt = now;
                double decay = Math.exp((summedAt - now) / LATELY_NANOS);
                sumOfUse = sumOfUse * decay + usedNanos - before;
                sumOfSquares = sumOfSquares * decay * decay + usedNanos * usedNanos - before * before;
                summedAt = now;
            }
        }

        private double used(long now) {
            return usedNanos * Math.exp((usedAt - now) / LATELY_NANOS);
        }

        private boolean isHeavy(long now) {
            double decay = Math.exp((summedAt - now) / LATELY_NANOS);
            double average = sumOfUse == 0 ? 0 : sumOfSquares * decay / sumOfUse;
            return used(now) / factor > Math.max((double) LITTLE_NANOS, average / 2);
        }

        private boolean mayBegin(boolean executes, long now) {
            boolean isScarce = heavy >= mostOfHeavy && now - lightAskedAt < KEPT_FREE_NANOS;
            return (!executes || executing < most) && !(isScarce && isHeavy(now));
        }

        private Turn begin(boolean executes, long now) {
            boolean isHeavy = isHeavy(now);
            if (isHeavy) {
                heavy++;
            } else {
                lightAskedAt = now;
            }
            executing += executes ? 1 : 0;
            return new Turn(this, executes, isHeavy);
        }
    }

    /** A turn that has begun. */
    final class Turn {

        private final Share share;
        private final boolean executes;
        private final boolean isHeavy;
        private boolean hasEnded;

        private Turn(Share share, boolean executes, boolean isHeavy) {
            this.share = share;
            this.executes = executes;
            this.isHeavy = isHeavy;
        }

        /**
         * Completes when what was prepared may be executed: in the place of this turn, which ends, or as soon as another operation of its client
         * has been. {@link Turn#end} must follow, or {@link Share#isGivenUp} before that.
         */
        CompletableFuture<Turn> execute() {
            synchronized (Turns.this) {
                if (hasEnded || !share.hasFree()) {
                    return share.beginOrWait(true);
                }
                hasEnded = true;
                share.executing++;
                return CompletableFuture.completedFuture(new Turn(share, true, isHeavy));
            }
        }

        /** Lets others have their turns. */
        void end() {
            List<Runnable> begun;
            synchronized (Turns.this) {
                if (hasEnded) {
                    return;
                }
                hasEnded = true;
                share.executing -= executes ? 1 : 0;
                heavy -= isHeavy ? 1 : 0;
                begun = begin();
            }
            begun.forEach(Runnable::run);
        }
    }
}
