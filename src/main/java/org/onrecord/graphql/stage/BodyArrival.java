package org.onrecord.graphql.stage;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.onrecord.graphql.answer.Answer;
import org.onrecord.graphql.capacity.Budget;
import org.onrecord.graphql.exchange.Exchange;
import org.onrecord.graphql.exchange.HttpSettings;
import org.onrecord.graphql.exchange.Stage;
import org.onrecord.graphql.fault.Refusal;
import org.onrecord.graphql.request.GraphqlRequest;
import org.onrecord.graphql.transport.TransportSettings;

/**
 * Waits for the body of a POST, within bounds on its size, its time and the memory of all. Vert.x' own handler of
 * bodies has no bound on what all clients send at the same time.
 */
@Singleton
public class BodyArrival implements Stage {

    private final Budget budget;
    private final long largest;
    private final Duration time;

    BodyArrival(Budget budget, HttpSettings settings, TransportSettings transport) {
        this.budget = budget;
        this.largest = settings.limits().body().asLongValue();
        this.time = transport.bodyTime();
    }

    @Override
    public CompletableFuture<Answer> answer(Exchange exchange, Supplier<CompletableFuture<Answer>> next) {
        return exchange.isPost()
                ? new Body(exchange).arrived().thenCompose(body -> {
                    exchange.setBody(body);
                    return next.get();
                })
                : next.get();
    }

    /** A body of which parts arrive, on the event loop of its request. */
    private final class Body {

        private final Exchange exchange;
        private final CompletableFuture<Buffer> whole = new CompletableFuture<>();
        /** Null as soon as there is no room for it. */
        private volatile Buffer parts = Buffer.buffer();

        Body(Exchange exchange) {
            this.exchange = exchange;
        }

        CompletableFuture<Buffer> arrived() {
            HttpServerRequest request = exchange.http();
            if (isTooLarge(request)) {
                refuseRest(tooLarge());
                return whole;
            }
            limitTime(exchange.routing().vertx());
            Budget.Arrival arrival = budget.begin(() -> {
                parts = null;
                // The connection stays for a while, so that its client can read why.
                exchange.onEventLoop(() -> refuseRest(Refusal.overloaded("memory")));
            });
            exchange.routing().addEndHandler(ended -> arrival.end());
            request.handler(part -> take(part, arrival));
            request.endHandler(end -> {
                arrival.arrived();
                Buffer arrived = parts;
                parts = null;
                if (arrived != null) {
                    whole.complete(arrived);
                }
            });
            request.exceptionHandler(
                    gone -> whole.completeExceptionally(GraphqlRequest.malformed("The body could not be read")));
            if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))
                    && request.version() != HttpVersion.HTTP_1_0) {
                request.response().writeContinue();
            }
            request.resume();
            return whole;
        }

        private void take(Buffer part, Budget.Arrival arrival) {
            Buffer arrived = parts;
            if (arrived == null || whole.isDone()) {
                // What its client is told holds, whatever still comes.
                parts = null;
                return;
            }
            if (arrived.length() + part.length() > largest) {
                parts = null;
                refuseRest(tooLarge());
                return;
            }
            arrived.appendBuffer(part);
            arrival.set((long) Budget.COPIES_OF_BODY * arrived.length());
        }

        @SuppressWarnings("FutureReturnValueIgnored") // nothing else comes of it
        private void limitTime(Vertx vertx) {
            long timer = vertx.setTimer(
                    time.toMillis(),
                    late -> refuseRest(Refusal.ofHttp(
                            408,
                            "BAD_REQUEST",
                            "The body took too long to arrive",
                            Map.of("limit", "body-time"),
                            Map.of())));
            whole.whenComplete((body, fault) -> vertx.cancelTimer(timer));
        }

        private void refuseRest(Refusal refusal) {
            exchange.cutOff();
            whole.completeExceptionally(refusal);
        }
    }

    /** Whether a body is too large by what its client says of it beforehand. */
    private boolean isTooLarge(HttpServerRequest request) {
        try {
            return Long.parseLong(request.getHeader(HttpHeaders.CONTENT_LENGTH)) > largest;
        } catch (NumberFormatException notSaid) {
            return false;
        }
    }

    private Refusal tooLarge() {
        return Refusal.ofHttp(
                413,
                "BODY_TOO_LARGE",
                "The body has more than " + largest + " bytes",
                Map.of("limit", "body", "maximum", largest),
                Map.of());
    }
}
