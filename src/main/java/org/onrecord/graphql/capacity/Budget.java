package org.onrecord.graphql.capacity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.onrecord.settings.Memory;

/**
 * The memory that requests take while they arrive, of all clients together. Where it is used up, the request that has
 * been arriving for longest is dropped: good clients send theirs at once. One that has arrived is never dropped.
 *
 * <p>{@code onrecord.limits.memory} is for all that grows with what clients do. What is kept of answers and documents
 * is taken off first; one half of the rest is for what arrives, the other for answers that wait to be read.
 */
@Singleton
public class Budget {

    /**
     * How often the bytes of a body are in memory at most: as they came, put together, and as the values that were read
     * from them.
     */
    public static final int COPIES_OF_BODY = 3;

    /** How many bytes may arrive, and how many of answers may wait. */
    private final long half;

    /** In the order in which they began. */
    private final Set<Arrival> arriving = new LinkedHashSet<>();

    private long bytes;

    Budget(CapacitySettings settings, MeterRegistry registry) {
        long kept = Memory.kept(
                settings.cache().responses().asLongValue(),
                settings.cache().documents().asLongValue(),
                settings.documents().persisted().asLongValue());
        long memory = settings.limits()
                .memory()
                .map(set -> set.asLongValue())
                .orElse(Memory.byDefault(Runtime.getRuntime().maxMemory()));
        this.half = (memory - kept) / 2;
        Gauge.builder("onrecord.arriving.bytes", this, budget -> budget.bytes())
                .description("Memory that requests take which have not been answered yet, by their bodies and heads")
                .baseUnit("bytes")
                .register(registry);
    }

    /** How many bytes of answers may wait to be read. */
    public long mostWaiting() {
        return half;
    }

    private synchronized long bytes() {
        return bytes;
    }

    /**
     * Begins to count a request.
     *
     * @param drop ends it where there is no room for it; called on any thread
     */
    public Arrival begin(Runnable drop) {
        return new Arrival(drop);
    }

    /** The memory of one request, or of the part of one that has arrived on a connection. */
    public final class Arrival {

        private final Runnable drop;
        private long own;
        private boolean ended;

        private Arrival(Runnable drop) {
            this.drop = drop;
        }

        /** Sets what it takes, in bytes. Others, or itself, are dropped where that is too much. */
        public void set(long newBytes) {
            Arrival dropped = null;
            do {
                if (dropped != null) {
                    dropped.drop.run();
                }
                dropped = setOrFindLongest(newBytes);
            } while (dropped != null && dropped != this);
            if (dropped != null) {
                drop.run();
            }
        }

        private Arrival setOrFindLongest(long newBytes) {
            synchronized (Budget.this) {
                if (ended) {
                    return null;
                }
                if (newBytes > own && bytes - own + newBytes > half) {
                    Iterator<Arrival> longest = arriving.iterator();
                    Arrival dropped = longest.hasNext() ? longest.next() : this;
                    dropped.remove();
                    return dropped;
                }
                bytes += newBytes - own;
                own = newBytes;
                if (own > 0) {
                    arriving.add(this);
                } else {
                    arriving.remove(this);
                }
                return null;
            }
        }

        /** Notes that it is there as a whole: from now on it is not dropped. */
        public void arrived() {
            synchronized (Budget.this) {
                arriving.remove(this);
            }
        }

        /** Notes that it takes no memory any more. */
        public void end() {
            synchronized (Budget.this) {
                remove();
            }
        }

        private void remove() {
            ended = true;
            arriving.remove(this);
            bytes -= own;
            own = 0;
        }
    }
}
