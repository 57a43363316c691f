package org.onrecord.graphql;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Gives operations their turns at being worked out: of one client so many at the same time, the others in their order. No thread waits.
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
    private int takenByHeavy;
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
     * @param most how many of its operations may have a turn at the same time
     * @param factor how much more than others it may use before it has to stand back
     */
    Share share(int most, int factor) {
        return new Share(most, factor);
    }

    private synchronized List<Runnable> begin() {
        List<Runnable> begun = new ArrayList<>();
        long now = System.nanoTime();
        while (true) {
            Share next = waiting.stream()
                    .filter(share -> share.mayBegin(now))
                    .min(Comparator.comparingDouble(share -> share.used(now) / share.factor))
                    .orElse(null);
            if (next == null) {
                return begun;
            }
            CompletableFuture<Turn> turn = next.waiting.remove();
            if (next.waiting.isEmpty()) {
                waiting.remove(next);
            }
            Turn made = next.take(now);
            begun.add(() -> turn.complete(made));
        }
    }

    /** The turns of one client, and what it has used. */
    final class Share {

        private final int most;
        private final int factor;
        private final Queue<CompletableFuture<Turn>> waiting = new ArrayDeque<>();
        private int taken;
        private double usedNanos;
        private long usedAt = System.nanoTime();

        private Share(int most, int factor) {
            this.most = most;
            this.factor = factor;
        }

        /** Completes when the turn begins. {@link Turn#end} must follow, or {@link #isGivenUp} before that. */
        CompletableFuture<Turn> next() {
            synchronized (Turns.this) {
                long now = System.nanoTime();
                if (waiting.isEmpty() && mayBegin(now)) {
                    return CompletableFuture.completedFuture(take(now));
                }
                CompletableFuture<Turn> turn = new CompletableFuture<>();
                waiting.add(turn);
                Turns.this.waiting.add(this);
                return turn;
            }
        }

        /** Waits no longer for a turn; false where it has begun before, so that it must be ended. */
        boolean isGivenUp(CompletableFuture<Turn> turn) {
            synchronized (Turns.this) {
                boolean waited = waiting.removeIf(other -> other == turn);
                if (waiting.isEmpty()) {
                    Turns.this.waiting.remove(this);
                }
                return waited;
            }
        }

        /** Whether the next turn would begin at once. */
        boolean hasFree() {
            synchronized (Turns.this) {
                return waiting.isEmpty() && mayBegin(System.nanoTime());
            }
        }

        /** Whether the client's own operations have all turns that it may have. */
        boolean hasAllTaken() {
            synchronized (Turns.this) {
                return taken == most;
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

        private boolean mayBegin(long now) {
            boolean mustStandBack = takenByHeavy >= mostOfHeavy && now - lightAskedAt < KEPT_FREE_NANOS;
            return taken < most && !(mustStandBack && isHeavy(now));
        }

        private Turn take(long now) {
            boolean isHeavy = isHeavy(now);
            taken++;
            if (isHeavy) {
                takenByHeavy++;
            } else {
                lightAskedAt = now;
            }
            return new Turn(this, isHeavy);
        }
    }

    /** A turn that has begun. */
    final class Turn {

        private final Share share;
        private final boolean isHeavy;

        private Turn(Share share, boolean isHeavy) {
            this.share = share;
            this.isHeavy = isHeavy;
        }

        /** Lets others have their turns. */
        void end() {
            List<Runnable> begun;
            synchronized (Turns.this) {
                share.taken--;
                if (isHeavy) {
                    takenByHeavy--;
                }
                begun = begin();
            }
            begun.forEach(Runnable::run);
        }
    }
}
