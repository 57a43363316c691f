package org.onrecord.graphql.client;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.onrecord.graphql.capacity.CapacitySettings;
import org.onrecord.graphql.capacity.Processors;
import org.onrecord.graphql.fault.Refusal;
import org.onrecord.graphql.jdbc.RecordWatch;

/**
 * Lets requests in, each client's at a rate and so many at the same time, and so many of all; others are told at once
 * to come back later, instead of waiting behind more than can be answered.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit header fields for
 *     HTTP</a>
 */
@Singleton
public class Admission {

    private static final Logger LOG = Logger.getLogger(Admission.class);

    /**
     * How many clients are known at once, at most. Beyond that, the one is forgotten that has all it may have again.
     */
    private static final int MOST_CLIENTS = 10_000;

    private final ClientAddress clientAddress;
    private final Processors processors;
    private final RecordWatch watch;
    private final ClientSettings.Limits limits;
    private final Semaphore slots;
    private final int mostConnections;
    private final LastSeen<Client> clients;

    Admission(
            ClientAddress clientAddress,
            Processors processors,
            RecordWatch watch,
            CapacitySettings capacity,
            ClientSettings settings,
            @ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int connections) {
        this.clientAddress = clientAddress;
        this.processors = processors;
        this.watch = watch;
        this.limits = settings.limits();
        this.slots = new Semaphore(capacity.limits().concurrentRequests());
        this.mostConnections = connections - ClientSettings.Limits.CONNECTIONS_OF_OTHERS;
        this.clients = new LastSeen<>(MOST_CLIENTS, "of too many addresses", Client::isAsNew, Client::new);
    }

    /**
     * Lets a request in, whose client is told what it may still ask. Its slot is {@link Slot#leave left} once its
     * client has the answer, or is gone.
     *
     * @throws Refusal where it has to come back later
     */
    public Slot enter(HttpServerRequest request) {
        Client client = clients.get(clientAddress.of(request));
        try {
            return enter(client);
        } finally {
            client.tellRateLimit(request.response());
        }
    }

    private Slot enter(Client client) {
        client.takeRequest();
        if (!client.slots.tryAcquire()) {
            int most = client.most(limits.concurrentRequestsOfClient());
            throw orUnavailable(rateLimited(
                    "More than " + most + " requests at the same time",
                    "concurrent-requests-of-client",
                    most,
                    Refusal.SOON));
        }
        return new Slot(client);
    }

    /**
     * What a request is told that finds too many others before it: while the database is out of reach, these are stuck
     * there.
     */
    private Refusal orUnavailable(Refusal tooMany) {
        return watch.isOutOfReach() ? Refusal.unavailable() : tooMany;
    }

    /**
     * The slot that a request takes among those of its client: until the answer is read, and until no one works on it,
     * for its client may be gone before.
     */
    public final class Slot {

        private final Client client;
        private final AtomicInteger holders = new AtomicInteger(1);
        private final AtomicBoolean left = new AtomicBoolean();

        private Slot(Client client) {
            this.client = client;
        }

        /** Whose request it is. */
        public Client client() {
            return client;
        }

        /**
         * Notes that the request, which has arrived whole, is worked on; {@link #endWork} must follow. Only from here
         * on it counts among all requests: one that arrives or is read slowly keeps no one else out.
         *
         * @throws Refusal where too much is worked on
         */
        public void beginWork() {
            if (!slots.tryAcquire()) {
                throw orUnavailable(Refusal.overloaded("concurrent-requests"));
            }
            holders.incrementAndGet();
        }

        /** Notes that no one works on the request any more. */
        public void endWork() {
            slots.release();
            release();
        }

        /** Notes that its client has the answer, or is gone; once is enough. */
        public void leave() {
            if (left.compareAndSet(false, true)) {
                release();
            }
        }

        private void release() {
            if (holders.decrementAndGet() == 0) {
                client.slots.release();
            }
        }
    }

    private static Refusal rateLimited(String message, String limit, int maximum, Map<String, String> headers) {
        return Refusal.ofHttp(429, "RATE_LIMITED", message, Map.of("limit", limit, "maximum", maximum), headers);
    }

    /** What is known of a client: what it may still ask, and how much is under way for it. */
    public final class Client {

        private final String address;
        private final int factor;
        private final Semaphore slots;
        private final Turns turns;
        private final Processors.Share share;
        private final TokenBucket requests;
        private final TokenBucket cost;
        private long mayWarnAt = System.nanoTime();

        Client(String address) {
            this.address = address;
            this.factor = clientAddress.factor(address);
            this.slots = new Semaphore(most(limits.concurrentRequestsOfClient()));
            this.turns = new Turns(mostOperations());
            this.share = processors.share(factor);
            this.requests = new TokenBucket(most(limits.requestsPerMinute()));
            this.cost = new TokenBucket(most(limits.costPerMinute()));
        }

        /** A limit as it is for this client, whose network may have more of all. */
        private int most(int limit) {
            return (int) Math.min((long) limit * factor, Integer.MAX_VALUE);
        }

        /** Who it is, for those who share out something among clients. */
        public String address() {
            return address;
        }

        /** Those of its requests at holding a connection to the database. */
        public Turns turns() {
            return turns;
        }

        /**
         * The work on one of its requests.
         *
         * @param until when it is too late for an answer, as {@link System#nanoTime} tells it
         */
        public Processors.Work work(long until) {
            return share.work(until);
        }

        /** However much more than others it may have, some connections are left to these. */
        private int mostOperations() {
            return Math.min(most(limits.connectionsOfClient()), mostConnections);
        }

        /** What a request is told whose client has as many operations under way as it may. */
        public Refusal tooManyOperations() {
            return rateLimited(
                    "Your other requests hold the " + mostOperations()
                            + " database connections that one client may have",
                    "connections-of-client",
                    mostOperations(),
                    Refusal.SOON);
        }

        /** Tells what the client may still ask. */
        public void tellRateLimit(HttpServerResponse response) {
            response.putHeader("RateLimit-Policy", requests.policy("client") + ", " + cost.policy("cost"));
            response.putHeader("RateLimit", requests.left("client") + ", " + cost.left("cost"));
        }

        /**
         * Takes from what the client may have worked out for it in a minute.
         *
         * @throws Refusal where less is left
         */
        public void takeCost(int wanted) {
            if (!cost.take(wanted)) {
                int most = most(limits.costPerMinute());
                warnOnceAMinute("for a cost of more than " + most);
                throw rateLimited(
                        "Operations that cost more than " + most + " in a minute",
                        "cost-per-minute",
                        most,
                        Map.of("Retry-After", String.valueOf(cost.secondsTo(wanted))));
            }
        }

        private void takeRequest() {
            if (!requests.take(1)) {
                int most = most(limits.requestsPerMinute());
                warnOnceAMinute("more than " + most + " times");
                throw rateLimited(
                        "More than " + most + " requests in a minute",
                        "requests-per-minute",
                        most,
                        Map.of("Retry-After", String.valueOf(requests.secondsTo(1))));
            }
        }

        /** Whether a new one would have the same: all it may ask, and nothing under way. */
        private boolean isAsNew() {
            return requests.isFull()
                    && cost.isFull()
                    && slots.availablePermits() == most(limits.concurrentRequestsOfClient());
        }

        private synchronized void warnOnceAMinute(String what) {
            if (System.nanoTime() - mayWarnAt >= 0) {
                LOG.warnf("The client %s asks %s a minute", address, what);
                mayWarnAt = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            }
        }
    }
}
