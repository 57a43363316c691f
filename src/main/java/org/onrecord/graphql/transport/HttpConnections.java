package org.onrecord.graphql.transport;

import io.netty.channel.Channel;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.onrecord.graphql.capacity.Budget;
import org.onrecord.graphql.capacity.LimitCounters;
import org.onrecord.graphql.client.ClientAddress;

/**
 * How many connections there may be, of one address and of all. Where a port has as many as it may, one makes room on
 * which no request is being answered: first the oldest that has not sent its first request, though it has had a second
 * for it or more than half of all are such, for a client that goes on asking over its connection would lose a request
 * that is on its way; otherwise the one on which none has been answered for longest. A proxy that is trusted may have
 * as many as all: behind it are the connections of many clients.
 */
@Singleton
class HttpConnections {

    private static final Logger LOG = Logger.getLogger(HttpConnections.class);

    /** For how long a new connection is left its place to send its first request. */
    private static final long FIRST_REQUEST_NANOS = Duration.ofSeconds(1).toNanos();

    /** Connections are accepted by Vert.x, which knows no beans. */
    private static volatile HttpConnections current;

    private final ClientAddress clientAddress;
    private final Budget budget;
    private final LimitCounters counters;
    private final TransportSettings limits;
    private final Duration idleTime;

    HttpConnections(
            ClientAddress clientAddress,
            Budget budget,
            LimitCounters counters,
            TransportSettings limits,
            @ConfigProperty(name = "quarkus.http.idle-timeout") Duration idleTime) {
        this.clientAddress = clientAddress;
        this.budget = budget;
        this.counters = counters;
        this.limits = limits;
        this.idleTime = idleTime;
    }

    /** Comes before a port is opened. */
    void begin(@Observes Router router) {
        current = this;
    }

    void end(@Observes ShutdownEvent event) {
        current = null;
    }

    Budget budget() {
        return budget;
    }

    LimitCounters counters() {
        return counters;
    }

    /** How long a head may take to arrive. */
    Duration arrivalTime() {
        return limits.bodyTime();
    }

    /** How long a connection of HTTP/2 may have no stream. */
    Duration idleTime() {
        return idleTime;
    }

    /** Whose connection it is; empty where it is that of a proxy. */
    private Optional<String> client(SocketAddress address) {
        return address instanceof InetSocketAddress internet
                ? clientAddress.ofDirect(internet.getAddress())
                : Optional.empty();
    }

    /** The connections of one port. */
    @SuppressWarnings("FutureReturnValueIgnored") // a connection that is closed tells so itself
    static final class Port {

        private final Map<String, Integer> countsByClient = new HashMap<>();
        /** The connections on which no request is being answered, in the order in which they came to that. */
        private final Set<Connection> idle = new LinkedHashSet<>();
        /** Those of them on which no request has arrived yet, in the order in which they were accepted. */
        private final Set<Connection> unused = new LinkedHashSet<>();

        private int count;
        private long mayWarnAt = System.nanoTime();

        /** Lets a connection in that has just been accepted, and guards it; or tells that it may not stay. */
        boolean admit(Channel channel) {
            HttpConnections connections = current;
            if (connections == null) {
                return false;
            }
            Connection connection = new Connection(this, channel, connections.client(channel.remoteAddress()));
            if (!add(connection, connections)) {
                return false;
            }
            channel.closeFuture().addListener(closed -> remove(connection));
            channel.pipeline().addFirst("guard", new ConnectionGuard(connection, connections));
            return true;
        }

        private boolean add(Connection added, HttpConnections connections) {
            TransportSettings limits = connections.limits;
            Connection leaving = null;
            synchronized (this) {
                int ofClient = added.client
                        .map(client -> countsByClient.getOrDefault(client, 0))
                        .orElse(0);
                if (ofClient >= limits.httpConnectionsOfClient()) {
                    connections.counters.count("http-connections-of-client");
                    warnOnceAMinute("A client has as many connections as it may: " + limits.httpConnectionsOfClient());
                    return false;
                }
                if (count >= limits.httpConnections()) {
                    connections.counters.count("http-connections");
                    warnOnceAMinute("There are as many connections as there may be: " + limits.httpConnections());
                    Optional<Connection> next = nextToLeave();
                    if (next.isEmpty()) {
                        return false;
                    }
                    leaving = next.get();
                    forget(leaving);
                }
                count++;
                added.client.ifPresent(client -> countsByClient.merge(client, 1, Integer::sum));
                idle.add(added);
                unused.add(added);
            }
            if (leaving != null) {
                leaving.channel.close();
            }
            return true;
        }

        private Optional<Connection> nextToLeave() {
            boolean areMany = unused.size() > count / 2;
            return unused.stream()
                    .limit(1)
                    .filter(first -> areMany || System.nanoTime() - first.acceptedAt > FIRST_REQUEST_NANOS)
                    .findFirst()
                    .or(() -> idle.stream().findFirst());
        }

        private synchronized void remove(Connection connection) {
            forget(connection);
        }

        private void forget(Connection connection) {
            idle.remove(connection);
            unused.remove(connection);
            if (connection.counts) {
                connection.counts = false;
                count--;
                connection.client.ifPresent(
                        client -> countsByClient.computeIfPresent(client, (same, n) -> n == 1 ? null : n - 1));
            }
        }

        private void warnOnceAMinute(String message) {
            if (System.nanoTime() - mayWarnAt >= 0) {
                LOG.warn(message);
                mayWarnAt = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            }
        }
    }

    /** One connection, and how many requests are being answered on it. */
    static final class Connection {

        private final Port port;
        private final Channel channel;
        private final Optional<String> client;
        private final long acceptedAt = System.nanoTime();
        private int requests;
        private boolean counts = true;

        private Connection(Port port, Channel channel, Optional<String> client) {
            this.port = port;
            this.channel = channel;
            this.client = client;
        }

        /** Notes that a request is there as a whole; {@link #requestEnded} must follow. */
        void requestArrived() {
            synchronized (port) {
                if (requests++ == 0) {
                    port.idle.remove(this);
                    port.unused.remove(this);
                }
            }
        }

        void requestEnded() {
            synchronized (port) {
                if (--requests == 0 && counts) {
                    port.idle.add(this);
                }
            }
        }
    }
}
