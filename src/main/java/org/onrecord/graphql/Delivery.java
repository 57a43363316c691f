package org.onrecord.graphql;

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
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import org.onrecord.OnRecordConfig;

/**
 * Sends answers in parts, as their clients read them. Who does not read in time, or keeps most waiting for longest where too much is, gets no
 * more.
 */
@Singleton
class Delivery implements HttpServerOptionsCustomizer {

    private static final String KEY = Delivery.class.getName();

    /** How many bytes are written at once. */
    private static final int PART = 64 * 1024;

    /** How many bytes of answers of more than one part may wait to be read. */
    private static final long MOST_WAITING = 8 * 1024 * 1024;

    /** How a stream of HTTP/2 ends of which no more comes (RFC 9113, 7). */
    private static final long CANCEL = 8;

    private final long longestMillis;
    private final Set<Sending> waiting = new HashSet<>();
    private long bytesWaiting;

    Delivery(OnRecordConfig config) {
        this.longestMillis = config.limits().answerTime().toMillis();
    }

    @Override
    public void customizeHttpServer(HttpServerOptions server) {
        // Beyond that, the system would take megabytes for each connection.
        server.setSendBufferSize(2 * PART);
    }

    /** Sends the body and ends the response, which is complete but for it. */
    void send(RoutingContext routing, Buffer body) {
        HttpServerRequest request = routing.request();
        HttpServerResponse response = request.response();
        Sending sending = new Sending(request, body.length());
        routing.put(KEY, sending.ended.future());
        if (body.length() > PART || request.method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()));
        }
        add(sending);
        long timer = routing.vertx().setTimer(longestMillis, late -> sending.stop());
        sending.ended.future().onComplete(ended -> {
            routing.vertx().cancelTimer(timer);
            remove(sending);
        });
        Future<Void> sent = request.method().equals(HttpMethod.HEAD) ? response.end() : write(response, body, 0);
        sent.onSuccess(sending.ended::tryComplete).onFailure(sending.ended::tryFail);
    }

    /** Completes when the answer to a request has been sent, or cannot be any more. */
    static Future<Void> of(RoutingContext routing) {
        Future<Void> sent = routing.get(KEY);
        return sent == null ? Future.succeededFuture() : sent;
    }

    private static Future<Void> write(HttpServerResponse response, Buffer body, int from) {
        int to = Math.min(from + PART, body.length());
        Buffer part = body.slice(from, to);
        return to == body.length()
                ? response.end(part)
                : response.write(part).compose(written -> write(response, body, to));
    }

    private synchronized void add(Sending sending) {
        if (sending.bytes <= PART) {
            return;
        }
        waiting.add(sending);
        bytesWaiting += sending.bytes;
        while (bytesWaiting > MOST_WAITING && waiting.size() > 1) {
            Sending worst = Collections.max(waiting, Comparator.comparingDouble(Sending::byteSeconds));
            remove(worst);
            worst.stop();
        }
    }

    private synchronized void remove(Sending sending) {
        if (waiting.remove(sending)) {
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
            if (request.version() == HttpVersion.HTTP_2) {
                request.response().reset(CANCEL);
            } else {
                request.connection().close();
            }
            ended.tryFail("It was not read");
        }
    }
}
