package org.onrecord.graphql.stage;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.onrecord.graphql.answer.Answer;
import org.onrecord.graphql.answer.MediaType;
import org.onrecord.graphql.client.Admission;
import org.onrecord.graphql.client.Admission.Slot;
import org.onrecord.graphql.exchange.Delivery;
import org.onrecord.graphql.exchange.Exchange;
import org.onrecord.graphql.exchange.Stage;
import org.onrecord.graphql.fault.Refusal;

/** Lets a request in whose client may ask now, and whose head says that it can be answered. */
@Singleton
public class Entrance implements Stage {

    private final Admission admission;

    Entrance(Admission admission) {
        this.admission = admission;
    }

    @Override
    public CompletableFuture<Answer> answer(Exchange exchange, Supplier<CompletableFuture<Answer>> next) {
        HttpServerRequest request = exchange.http();
        Slot slot = admission.enter(request);
        Delivery.afterwards(exchange.routing(), slot::leave);
        exchange.setSlot(slot);
        exchange.setMediaType(mediaType(request));
        if (exchange.isPost()) {
            requireJson(request);
        } else if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            throw Refusal.ofHttp(
                    405,
                    "BAD_REQUEST",
                    "Send the request by POST or GET",
                    Map.of(),
                    Map.of("Allow", "GET, HEAD, POST"));
        }
        return next.get();
    }

    private static MediaType mediaType(HttpServerRequest request) {
        return MediaType.preferred(request.headers().getAll(HttpHeaders.ACCEPT))
                .orElseThrow(() -> Refusal.ofHttp(
                        406,
                        "BAD_REQUEST",
                        "Accept " + MediaType.GRAPHQL_RESPONSE + " or " + MediaType.JSON
                                + ": there is nothing else to have"));
    }

    /** Only this type cannot be sent by a page of another origin without asking first. */
    private static void requireJson(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        String[] parts =
                type == null ? new String[] {""} : type.toLowerCase(Locale.ROOT).split(";", -1);
        boolean isUtf8 = Arrays.stream(parts)
                .skip(1)
                .map(String::strip)
                .allMatch(part -> !part.startsWith("charset=") || part.matches("charset=\"?utf-8\"?"));
        if (!parts[0].strip().equals(MediaType.JSON.toString()) || !isUtf8) {
            throw Refusal.ofHttp(
                    415,
                    "BAD_REQUEST",
                    "Send the request as JSON in UTF-8, with the header Content-Type: application/json");
        }
    }
}
