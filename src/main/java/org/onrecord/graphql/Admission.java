package org.onrecord.graphql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.onrecord.OnRecordConfig;
import org.onrecord.OnRecordConfig.Limits;

/**
 * Lets requests in, each client's at a rate and so many at the same time, and so many of all; others are told at once to come back
 * later, instead of waiting behind more than can be answered.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit header fields for HTTP</a>
 */
@Singleton
class Admission {

    private static final Logger LOG = Logger.getLogger(Admission.class);

    /** How many clients are known at once, at most. The one that is forgotten starts anew. */
    private static final int MOST_CLIENTS = 10_000;

    private static final Map<String, String> SOON = Map.of("Retry-After", "1");

    private final ClientAddress clientAddress;
    private final Limits limits;
    private final Semaphore places;
    private final Cache<String, Client> clients = Caffeine.newBuilder()
            .maximumSize(MOST_CLIENTS)
            .executor(Runnable::run)
            .build();

    Admission(ClientAddress clientAddress, OnRecordConfig config) {
        this.clientAddress = clientAddress;
        this.limits = config.limits();
        this.places = new Semaphore(limits.concurrentRequests());
    }

    /**
     * Lets a request in, whose client is told what it may still ask. Its place is left by itself once its client has the answer, or is gone.
     *
     * @throws Refusal where it has to come back later
     */
    Place enter(RoutingContext routing) {
        Client client = clients.get(clientAddress.of(routing.request()), Client::new);
        try {
            Place place = enter(client);
            routing.addEndHandler(ended -> Delivery.of(routing).onComplete(sent -> place.leave()));
            return place;
        } finally {
            client.tellRateLimit(routing.response());
        }
    }

    private Place enter(Client client) {
        if (!client.takeToken()) {
            client.warnOnceAMinute();
            throw rateLimited(
                    "More than " + limits.requestsPerMinute() + " requests in a minute",
                    "requests-per-minute",
                    limits.requestsPerMinute(),
                    Map.of("Retry-After", String.valueOf(client.secondsToToken())));
        }
        if (!client.places.tryAcquire()) {
            throw rateLimited(
                    "More than " + limits.concurrentRequestsOfClient() + " requests at the same time",
                    "concurrent-requests-of-client",
                    limits.concurrentRequestsOfClient(),
                    SOON);
        }
        return new Place(client);
    }

    /**
     * The place that a request takes among those of its client: until the answer is read, and until no one works on it, for its client may
     * be gone before.
     */
    final class Place {

        private final Client client;
        private final AtomicInteger holders = new AtomicInteger(1);
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(Client client) {
            this.client = client;
        }

        Client client() {
            return client;
        }

        /**
         * Notes that the request, which has arrived whole, is worked on; {@link #endWork} must follow. Only from here on it counts among all
         * requests: one that arrives or is read slowly keeps no one else out.
         *
         * @throws Refusal where too much is worked on
         */
        void beginWork() {
            if (!places.tryAcquire()) {
                throw Refusal.overloaded("concurrent-requests");
            }
            holders.incrementAndGet();
        }

        void endWork() {
            places.release();
            release();
        }

        private void leave() {
            if (left.compareAndSet(false, true)) {
                release();
            }
        }

        private void release() {
            if (holders.decrementAndGet() == 0) {
                client.places.release();
            }
        }
    }

    private static Refusal rateLimited(String message, String limit, int maximum, Map<String, String> headers) {
        return Refusal.ofHttp(429, "RATE_LIMITED", message, Map.of("limit", limit, "maximum", maximum), headers);
    }

    /** What is known of a client: a token bucket, and how much is under way for it. */
    final class Client {

        private final String address;
        private final Semaphore places = new Semaphore(limits.concurrentRequestsOfClient());
        private final Turns turns = new Turns(limits.connectionsOfClient());
        private double tokens = limits.requestsPerMinute();
        private long filledAt = System.nanoTime();
        private long mayWarnAt = filledAt;

        Client(String address) {
            this.address = address;
        }

        /** Those of its requests at holding a connection to the database. */
        Turns turns() {
            return turns;
        }

        private synchronized void tellRateLimit(HttpServerResponse response) {
            int quota = limits.requestsPerMinute();
            long secondsToFull = (long) Math.ceil((quota - tokens) * 60 / quota);
            response.putHeader("RateLimit-Policy", "\"client\";q=" + quota + ";w=60");
            response.putHeader("RateLimit", "\"client\";r=" + (int) tokens + ";t=" + secondsToFull);
        }

        private synchronized boolean takeToken() {
            fill();
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }

        private synchronized long secondsToToken() {
            return Math.max(1, (long) Math.ceil((1 - tokens) * 60 / limits.requestsPerMinute()));
        }

        private synchronized void warnOnceAMinute() {
            if (System.nanoTime() - mayWarnAt >= 0) {
                LOG.warnf("The client %s asks more than %d times a minute", address, limits.requestsPerMinute());
                mayWarnAt = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            }
        }

        private void fill() {
            long now = System.nanoTime();
            double back = (now - filledAt) / 60e9 * limits.requestsPerMinute();
            tokens = Math.min(limits.requestsPerMinute(), tokens + back);
            filledAt = now;
        }
    }
}
