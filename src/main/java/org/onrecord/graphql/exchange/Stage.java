package org.onrecord.graphql.exchange;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.onrecord.graphql.answer.Answer;

/** One step of a request on its way to its answer. */
@FunctionalInterface
public interface Stage {

    /**
     * Answers a request, or has the stages that follow do so.
     *
     * @param next the stages that follow
     * @throws org.onrecord.graphql.fault.Refusal where the request ends here
     */
    CompletableFuture<Answer> answer(Exchange exchange, Supplier<CompletableFuture<Answer>> next);
}
