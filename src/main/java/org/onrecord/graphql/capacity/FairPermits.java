package org.onrecord.graphql.capacity;

import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.onrecord.graphql.fault.Refusal;

/**
 * So many permits, which go to the request with the lowest tag; where too many wait for them, the one with the highest
 * is refused. Java's semaphore serves its waiters in the order in which they came.
 */
final class FairPermits {

    private final TreeSet<Waiter> waiting = new TreeSet<>(
            Comparator.comparingLong((Waiter waiter) -> waiter.tag).thenComparingLong(waiter -> waiter.number));
    private final long most;
    private final int mostWaiting;
    private long left;
    private long numbers;

    /**
     * @param most how many there are
     * @param mostWaiting how many requests may wait for them
     */
    FairPermits(long most, int mostWaiting) {
        this.most = most;
        this.mostWaiting = mostWaiting;
        this.left = most;
    }

    /** How many a request gets that wants so many: no more than there are. */
    long within(long wanted) {
        return Math.min(wanted, most);
    }

    /**
     * Waits for permits, which {@link #release} gives back.
     *
     * @param wanted {@link #within} what there is
     * @param until for how long to wait, as {@link System#nanoTime} tells it
     * @throws Refusal where there are none in that time, or where too many others come first
     */
    void acquire(long tag, long wanted, long until) {
        Waiter waiter;
        synchronized (this) {
            waiter = new Waiter(tag, wanted, numbers++);
            waiting.add(waiter);
            grant();
            if (waiting.size() > mostWaiting) {
                waiting.pollLast().granted.complete(false);
            }
        }
        long patience = Math.max(0, until - System.nanoTime());
        boolean isGranted = waiter.granted
                .completeOnTimeout(false, patience, TimeUnit.NANOSECONDS)
                .join();
        if (!isGranted) {
            leave(waiter);
            throw Refusal.overloaded("concurrent-requests");
        }
    }

    synchronized void release(long permits) {
        left += permits;
        grant();
    }

    /** Whether a request waits that comes before one with this tag. */
    synchronized boolean areWantedBefore(long tag) {
        return !waiting.isEmpty() && waiting.first().tag < tag;
    }

    private synchronized void leave(Waiter waiter) {
        waiting.remove(waiter);
        grant();
    }

    /** No one passes another one by that wants more: it would never get as many. */
    private void grant() {
        while (!waiting.isEmpty() && waiting.first().wanted <= left) {
            Waiter next = waiting.pollFirst();
            if (next.granted.complete(true)) {
                left -= next.wanted;
            }
        }
    }

    private static final class Waiter {

        private final long tag;
        private final long wanted;
        private final long number;
        private final CompletableFuture<Boolean> granted = new CompletableFuture<>();

        Waiter(long tag, long wanted, long number) {
            this.tag = tag;
            this.wanted = wanted;
            this.number = number;
        }
    }
}
