package org.onrecord.graphql.exchange;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.onrecord.graphql.answer.Answer;

/** Writes answers as HTTP responses. */
@Singleton
public class Responder {

    private static final long LINGER_MILLIS = 1000;

    /** How a stream of HTTP/2 ends of which no more is wanted (RFC 9113, 8.1). */
    private static final long NO_ERROR = 0;

    private final Telemetry telemetry;
    private final Delivery delivery;
    private final String cacheControl;
    private final String vary;

    Responder(
            Telemetry telemetry,
            Delivery delivery,
            HttpSettings settings,
            @ConfigProperty(name = "quarkus.http.cors.enabled") boolean allowsOrigins) {
        this.telemetry = telemetry;
        this.delivery = delivery;
        this.vary = allowsOrigins ? "Accept, Accept-Encoding, Origin" : "Accept, Accept-Encoding";
        long maxAge = settings.cache().maxAge().toSeconds();
        this.cacheControl = maxAge == 0 ? "public, no-cache" : "public, max-age=" + maxAge;
    }

    /** Sends the answer to a request, on its event loop. */
    public void send(Exchange exchange, Answer answer) {
        HttpServerResponse response = exchange.http().response();
        if (response.headWritten()) {
            return;
        }
        if (exchange.isCutOff()) {
            endConnection(exchange.routing().vertx(), exchange.http());
        }
        int status = answer.status(exchange.mediaType());
        telemetry.answered(answer, status, exchange.text(), exchange.nanos(), exchange.trace());
        response.setStatusCode(status);
        exchange.slot().ifPresent(slot -> slot.client().tellRateLimit(response));
        answer.headers().forEach(response::putHeader);
        if (answer.cost() >= 0) {
            response.putHeader("GraphQL-Cost", String.valueOf(answer.cost()));
        }
        boolean mayBeKept = !exchange.isPost() && exchange.tag().isPresent() && (status == 304 || answer.isLasting());
        response.putHeader(HttpHeaders.CACHE_CONTROL, mayBeKept ? cacheControl : "no-store");
        response.putHeader(HttpHeaders.VARY, vary);
        if (mayBeKept) {
            response.putHeader(HttpHeaders.ETAG, exchange.tag().get().toString());
        }
        if (status == 304) {
            response.end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, exchange.mediaType() + "; charset=utf-8");
            delivery.send(exchange.routing(), answer.body());
        }
    }

    /** Not at once: a client that is still sending would lose the answer. */
    private static void endConnection(Vertx vertx, HttpServerRequest request) {
        // Of HTTP/2 only the stream ends: its connection may carry the requests of many.
        boolean isStream = request.version() == HttpVersion.HTTP_2;
        if (!isStream) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
        }
        vertx.setTimer(LINGER_MILLIS, late -> {
            if (isStream) {
                request.response().reset(NO_ERROR);
            } else {
                request.connection().close();
            }
        });
    }
}
