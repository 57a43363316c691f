package org.onrecord.graphql.stage;

import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.onrecord.graphql.answer.Answer;
import org.onrecord.graphql.exchange.Exchange;
import org.onrecord.graphql.exchange.Stage;
import org.onrecord.graphql.fault.Refusal;
import org.onrecord.graphql.request.GraphqlRequest;
import org.onrecord.graphql.request.RequestSettings;

/** Reads a body, or parameters, as a GraphQL request, which costs its client one. */
@Singleton
public class RequestReading implements Stage {

    private final long largestVariables;

    RequestReading(RequestSettings settings) {
        this.largestVariables = settings.limits().variables().asLongValue();
    }

    @Override
    public CompletableFuture<Answer> answer(Exchange exchange, Supplier<CompletableFuture<Answer>> next) {
        GraphqlRequest request = exchange.isPost()
                ? GraphqlRequest.ofBody(exchange.takeBody())
                : GraphqlRequest.ofParameters(exchange.routing().queryParams());
        if (request.variables().toBuffer().length() > largestVariables) {
            throw Refusal.beyondLimit(
                    "VARIABLES_TOO_LARGE",
                    "variables",
                    "The variables have more than " + largestVariables + " bytes",
                    largestVariables);
        }
        // What an operation costs beyond that is taken before it is executed.
        exchange.client().takeCost(1);
        exchange.setRequest(request);
        return next.get();
    }
}
