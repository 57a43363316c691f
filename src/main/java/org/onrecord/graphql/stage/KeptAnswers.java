package org.onrecord.graphql.stage;

import graphql.language.OperationDefinition.Operation;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.onrecord.graphql.answer.Answer;
import org.onrecord.graphql.answer.Answers;
import org.onrecord.graphql.exchange.Exchange;
import org.onrecord.graphql.exchange.Stage;

/** Answers a query with what is kept, or waits for what is being worked out for the same. */
@Singleton
public class KeptAnswers implements Stage {

    private final Answers answers;

    KeptAnswers(Answers answers) {
        this.answers = answers;
    }

    @Override
    public CompletableFuture<Answer> answer(Exchange exchange, Supplier<CompletableFuture<Answer>> next) {
        boolean isQuery = exchange.operation().getOperation() == Operation.QUERY;
        return isQuery && exchange.tag().isPresent()
                ? answers.get(exchange.tag().get(), exchange.client().turns().hasFree(), next)
                : next.get();
    }
}
