package org.onrecord.graphql.client;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Gives a turn to so many at the same time, and to the others in their order. A semaphore, but no thread waits for it.
 */
public final class Turns {

    private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private int left;

    /** @param most how many may have a turn at the same time */
    Turns(int most) {
        this.left = most;
    }

    /**
     * Completes when the turn begins; {@link #end} must follow. Whoever completes it before that waits no longer, and
     * has none.
     */
    public synchronized CompletableFuture<Void> next() {
        if (left > 0) {
            left--;
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> turn = new CompletableFuture<>();
        waiting.add(turn);
        return turn;
    }

    /** Whether there is one now. */
    public synchronized boolean hasFree() {
        return left > 0;
    }

    /** Gives a turn to the next that waits. */
    public void end() {
        while (true) {
            CompletableFuture<Void> next;
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    left++;
                    return;
                }
            }
            if (next.complete(null)) {
                return;
            }
        }
    }
}
