package org.onrecord.graphql.exchange;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.onrecord.graphql.capacity.Budget;
import org.onrecord.graphql.capacity.LimitCounters;
import org.onrecord.graphql.client.ClientAddress;

/**
 * Sends answers in parts, as their clients read them. Who does not read in time, or keeps most waiting for longest
 * where too much is, gets no more.
 */
@Singleton
public class Delivery implements HttpServerOptionsCustomizer {

    private static final String KEY = Delivery.class.getName();

    /** How many bytes are written at once. */
    private static final int PART = 64 * 1024;

    /** How a stream of HTTP/2 ends of which no more comes (RFC 9113, 7). */
    private static final long CANCEL = 8;

    private final ClientAddress clientAddress;
    private final LimitCounters counters;
    private final Budget budget;
    private final long longestMillis;
    /** The clients that the answers are for. */
    private final Map<Sending, String> waiting = new HashMap<>();

    private long bytesWaiting;

    Delivery(ClientAddress clientAddress, Budget budget, LimitCounters counters, HttpSettings settings) {
        this.clientAddress = clientAddress;
        this.budget = budget;
        this.counters = counters;
        this.longestMillis = settings.limits().answerTime().toMillis();
    }

    /**
     * Has a request wait until the answers before it on its connection are read: of one that asks and does not read,
     * answers would fill the memory. HTTP/2 has a limit on requests at the same time instead.
     */
    void beforeAllElse(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(routing -> {
            HttpServerRequest request = routing.request();
            if (request.version() == HttpVersion.HTTP_2 || !request.response().writeQueueFull()) {
                routing.next();
                return;
            }
            request.pause();
            long timer = routing.vertx().setTimer(longestMillis, late -> {
                counters.count("answer-time");
                stop(request);
            });
            request.response().drainHandler(read -> {
                request.response().drainHandler(null);
                routing.vertx().cancelTimer(timer);
                routing.next();
                request.resume();
            });
        });
    }

    @Override
    public void customizeHttpServer(HttpServerOptions server) {
        // Beyond that, the system would take megabytes for each connection.
        server.setSendBufferSize(2 * PART);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions server) {
        customizeHttpServer(server);
    }

    /** Sends a body made for this request and ends the response, which is complete but for it. */
    public void send(RoutingContext routing, Buffer body) {
        send(routing, body, body.length());
    }

    /** Sends a body that is kept anyway. */
    public void sendKept(RoutingContext routing, Buffer body) {
        send(routing, body, 0);
    }

    private void send(RoutingContext routing, Buffer body, int ownBytes) {
        HttpServerRequest request = routing.request();
        HttpServerResponse response = request.response();
        // What is written is copied to where the system reads it.
        Sending sending = new Sending(request, ownBytes + Math.min(PART, body.length()));
        routing.put(KEY, sending.ended.future());
        if (body.length() > PART || request.method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()));
        }
        long timer = routing.vertx().setTimer(longestMillis, late -> stop(sending));
        sending.ended.future().onComplete(ended -> {
            routing.vertx().cancelTimer(timer);
            remove(sending);
        });
        Future<Void> sent = request.method().equals(HttpMethod.HEAD) ? response.end() : write(response, body, 0);
        sent.onSuccess(sending.ended::tryComplete).onFailure(sending.ended::tryFail);
        if (!sending.ended.future().isComplete()) {
            add(sending);
        }
    }

    /** Has something done once the answer to a request has been sent, or cannot be any more. */
    public static void afterwards(RoutingContext routing, Runnable what) {
        routing.addEndHandler(ended -> {
            Future<Void> sent = routing.get(KEY);
            (sent == null ? Future.succeededFuture() : sent).onComplete(done -> what.run());
        });
    }

    private static Future<Void> write(HttpServerResponse response, Buffer body, int from) {
        int to = Math.min(from + PART, body.length());
        Buffer part = body.slice(from, to);
        return to == body.length()
                ? response.end(part)
                : response.write(part).compose(written -> write(response, body, to));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whatever comes of it, it is over
    private static void stop(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            // Its connection may carry the requests of many.
            request.response().reset(CANCEL);
        } else {
            // Its own close would wait until all is read.
            ((ConnectionBase) request.connection()).channelHandlerContext().close();
        }
    }

    private synchronized void add(Sending sending) {
        if (sending.ended.future().isComplete()) {
            return;
        }
        waiting.put(sending, clientAddress.of(sending.request));
        bytesWaiting += sending.bytes;
        while (bytesWaiting > budget.mostWaiting() && waiting.size() > 1) {
            Sending worst = worstBut(sending);
            remove(worst);
            stop(worst);
        }
    }

    /** The worst of the client that keeps most waiting for longest. */
    private Sending worstBut(Sending newest) {
        Map<String, Double> byteSeconds = waiting.entrySet().stream()
                .filter(other -> other.getKey() != newest)
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue,
                        Collectors.summingDouble(other -> other.getKey().byteSeconds())));
        String client = Collections.max(byteSeconds.entrySet(), Map.Entry.comparingByValue())
                .getKey();
        return waiting.keySet().stream()
                .filter(other -> other != newest && client.equals(waiting.get(other)))
                .max(Comparator.comparingDouble(Sending::byteSeconds))
                .orElseThrow();
    }

    private void stop(Sending sending) {
        counters.count("answer-time");
        sending.stop();
    }

    private synchronized void remove(Sending sending) {
        if (waiting.remove(sending) != null) {
            bytesWaiting -= sending.bytes;
        }
    }

    private static final class Sending {

        private final HttpServerRequest request;
        private final int bytes;
        private final long start = System.nanoTime();
        private final Promise<Void> ended = Promise.promise();

        Sending(HttpServerRequest request, int bytes) {
            this.request = request;
            this.bytes = bytes;
        }

        double byteSeconds() {
            return bytes * (System.nanoTime() - start) / 1e9;
        }

        void stop() {
            Delivery.stop(request);
            ended.tryFail("It was not read");
        }
    }
}
