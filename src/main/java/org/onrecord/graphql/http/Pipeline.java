package org.onrecord.graphql.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.onrecord.graphql.answer.Answer;
import org.onrecord.graphql.exchange.Exchange;
import org.onrecord.graphql.exchange.Responder;
import org.onrecord.graphql.exchange.Stage;
import org.onrecord.graphql.fault.Refusal;
import org.onrecord.graphql.stage.BodyArrival;
import org.onrecord.graphql.stage.DocumentCheck;
import org.onrecord.graphql.stage.DocumentLookup;
import org.onrecord.graphql.stage.Entrance;
import org.onrecord.graphql.stage.KeptAnswers;
import org.onrecord.graphql.stage.OperationExecution;
import org.onrecord.graphql.stage.RequestReading;
import org.onrecord.graphql.stage.Revalidation;
import org.onrecord.graphql.stage.TimedWork;

/** The way of a GraphQL request, one stage after the other, until one answers it or refuses it. */
@Singleton
class Pipeline {

    private final List<Stage> stages;
    private final Responder responder;

    Pipeline(
            Entrance entrance,
            BodyArrival bodyArrival,
            TimedWork timedWork,
            RequestReading requestReading,
            DocumentLookup documentLookup,
            Revalidation revalidation,
            DocumentCheck documentCheck,
            KeptAnswers keptAnswers,
            OperationExecution operationExecution,
            Responder responder) {
        this.stages = List.of(
                // 429 and 503 where too many come, 406, 405, 415
                entrance,
                // 413, 408, and 503 where there is no memory for it
                bodyArrival,
                // 503 where too much is worked on, or where it is not done in time; from here on, a thread of its own
                timedWork,
                // 400 for what is no request; too large variables, and 429 where its client has had too much
                requestReading,
                // a document that is not known, or not allowed
                documentLookup,
                // 304
                revalidation,
                // a document that is too large, no GraphQL or not valid; an operation that there is not
                documentCheck,
                keptAnswers,
                // too costly, and whatever comes of its fields
                operationExecution);
        this.responder = responder;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails is answered too
    void answer(RoutingContext routing) {
        Exchange exchange = new Exchange(routing);
        from(0, exchange)
                .exceptionally(Answer::ofFault)
                .thenAccept(answer -> exchange.onEventLoop(() -> responder.send(exchange, answer)));
    }

    private CompletableFuture<Answer> from(int stage, Exchange exchange) {
        try {
            return stages.get(stage).answer(exchange, () -> from(stage + 1, exchange));
        } catch (Refusal refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
    }
}
