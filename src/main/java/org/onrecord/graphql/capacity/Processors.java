package org.onrecord.graphql.capacity;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.onrecord.settings.Memory;

/**
 * Shares out among clients the processors, the connections to the database, and the memory of what is worked on. As
 * many requests as there are processors run at the same time, and half as many that take long; what a request waits for
 * the database takes none. Which one is next is a matter of its cost, and of what its client has had before: each
 * request has a tag, which is the cost that its client would have been given with it if all had been given evenly. The
 * lowest tag comes first, and what runs for long gives way to it. So who asks for much is answered with what the others
 * leave, and waits for a while at most.
 *
 * @see <a href="https://doi.org/10.1109/90.649569">Goyal, Vin, Cheng: Start-time Fair Queueing</a>
 */
@Singleton
public final class Processors {

    /** For how long a request runs before it gives way. */
    private static final long QUANTUM_NANOS = Duration.ofMillis(1).toNanos();

    /**
     * The memory that one of an operation's cost takes while it is worked out: its rows, their values, and their JSON.
     */
    private static final int BYTES_OF_COST = 2_000;

    /**
     * How many characters of a document take as long to parse and to validate as one of an operation's cost to be
     * worked out.
     */
    private static final int CHARACTERS_OF_COST = 20;

    /**
     * Operations that cost more than this part of what is allowed have a room of their own, so that others need not
     * wait for them.
     */
    private static final int PART_OF_COSTLY = 3;

    /** So many costly operations are worked out at the same time as a part of all connections to the database. */
    private static final int COSTLY_PART_OF_CONNECTIONS = 5;

    /**
     * So many requests may wait for memory for what takes much, as a part of those that are worked on: places are left
     * to others.
     */
    private static final int PART_OF_WAITING = 2;

    /** So that what is left of a cost that is divided by a large factor counts. */
    private static final long SCALE = 1_000;

    private final FairPermits running;
    /**
     * What takes long has half as many permits, of its own: it does not give way for as long as it parses or validates.
     * The operating system shares the processors out between the two, where both want all of them.
     */
    private final FairPermits runningLong;
    /** In characters of documents that are not kept. */
    private final FairPermits documents;
    /** In cost. */
    private final FairPermits operations;
    /** In cost. */
    private final FairPermits costlyOperations;
    /** To the database. */
    private final FairPermits connections;

    private final Duration patience;
    /** What a costly operation takes at least, or too many would hold connections. */
    private final long leastCostly;

    private final int costly;
    /** What a client that is served all the time has been given. */
    private long level;

    @Inject
    Processors(
            CapacitySettings settings,
            @ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int connections,
            @ConfigProperty(name = "quarkus.datasource.jdbc.acquisition-timeout") Duration patience) {
        this(
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory(),
                settings.limits().cost(),
                settings.limits().concurrentRequests(),
                connections,
                patience);
    }

    /**
     * @param heap in bytes
     * @param limitOfCost how much an operation may cost
     * @param limitOfRequests how many requests are worked on at the same time
     * @param connections to the database, each for one operation
     * @param patience for how long an operation waits until it can begin, and for a connection
     */
    Processors(int processors, long heap, int limitOfCost, int limitOfRequests, int connections, Duration patience) {
        int mostWaiting = Math.max(1, limitOfRequests / PART_OF_WAITING);
        this.running = new FairPermits(processors, Integer.MAX_VALUE);
        this.runningLong = new FairPermits(Math.max(1, processors / 2), Integer.MAX_VALUE);
        this.documents = new FairPermits(heap / 16 / Memory.PARSED, mostWaiting);
        long mostCost = heap / 8 / BYTES_OF_COST;
        this.operations = new FairPermits(mostCost, Integer.MAX_VALUE);
        this.costlyOperations = new FairPermits(mostCost, mostWaiting);
        this.connections = new FairPermits(connections, Integer.MAX_VALUE);
        this.leastCostly = mostCost / Math.max(1, connections / COSTLY_PART_OF_CONNECTIONS);
        this.patience = patience;
        this.costly = limitOfCost / PART_OF_COSTLY;
    }

    private synchronized void isServed(long start) {
        level = Math.max(level, start);
    }

    /**
     * The share of a client that is new.
     *
     * @param factor how many times as much as others the client may be given
     */
    public Share share(int factor) {
        return new Share(factor);
    }

    /** What one client has been given, its cost divided by the client's factor. */
    public final class Share {

        private final int factor;
        private long given;

        private Share(int factor) {
            this.factor = factor;
        }

        /**
         * The work on one request of the client.
         *
         * @param until when it is too late for an answer, as {@link System#nanoTime} tells it
         */
        public Work work(long until) {
            return new Work(this, until);
        }
    }

    /**
     * The work on one request, by one thread after the other; its methods throw a {@code Refusal} where it is too late.
     */
    public final class Work implements AutoCloseable {

        private final Share share;
        private final long until;
        private final List<Runnable> leaving = new ArrayList<>();
        private boolean takesLong;
        /** Null while it does not run. */
        private FairPermits processor;

        private long runsSince;
        private long start;
        private long tag;

        private Work(Share share, long until) {
            this.share = share;
            this.until = until;
            add(1);
        }

        /** Waits for a processor. */
        public void resume() {
            if (processor != null) {
                return;
            }
            FairPermits wanted = takesLong ? runningLong : running;
            wanted.acquire(tag, 1, until);
            processor = wanted;
            isServed(start);
            runsSince = System.nanoTime();
        }

        /** Gives the processor to others: what follows waits, or another thread goes on. */
        public void pause() {
            if (processor != null) {
                processor.release(1);
                processor = null;
            }
        }

        /** Lets others go first that come before it, where it has run for a while. */
        public void giveWay() {
            long now = System.nanoTime();
            if (processor != null && now - runsSince > QUANTUM_NANOS) {
                runsSince = now;
                if (processor.areWantedBefore(tag)) {
                    pause();
                    resume();
                }
            }
        }

        /**
         * Begins to parse and to validate, which give way to no one, a document that stays in memory until the work
         * ends.
         */
        public void beginReading(int characters) {
            add(characters / CHARACTERS_OF_COST);
            enter(documents, characters);
            takesLong = true;
            resume();
        }

        /** Ends what {@link #beginReading} began; the document stays counted until the work ends. */
        public void endReading() {
            takesLong = false;
            pause();
        }

        /** Waits until there is memory to work out an operation. */
        public void beginOperation(int cost) {
            add(cost);
            if (cost > costly) {
                enter(costlyOperations, Math.max(cost, leastCostly));
                takesLong = true;
            } else {
                enter(operations, cost);
            }
            resume();
        }

        /**
         * Waits, without a processor, until there is a connection to the database; {@link #endConnection} must follow.
         */
        public void beginConnection() {
            pause();
            connections.acquire(tag, 1, inTime());
        }

        /** Ends what {@link #beginConnection} began. */
        public void endConnection() {
            connections.release(1);
        }

        private void add(long cost) {
            synchronized (Processors.this) {
                start = Math.max(share.given, level);
                tag = start + Math.max(1, cost * SCALE / share.factor);
                share.given = tag;
            }
        }

        private void enter(FairPermits room, long wanted) {
            pause();
            long taken = room.within(wanted);
            room.acquire(tag, taken, inTime());
            leaving.add(() -> room.release(taken));
        }

        private long inTime() {
            return Math.min(until, System.nanoTime() + patience.toNanos());
        }

        /** Notes that nothing is in memory any more. */
        @Override
        public void close() {
            pause();
            leaving.forEach(Runnable::run);
            leaving.clear();
        }
    }
}
