package org.onrecord.graphql.stage;

import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.onrecord.graphql.answer.Answer;
import org.onrecord.graphql.document.RegisteredDocuments;
import org.onrecord.graphql.exchange.Exchange;
import org.onrecord.graphql.exchange.Stage;

/** Finds the text of a request's document, which may only be named. */
@Singleton
public class DocumentLookup implements Stage {

    private final RegisteredDocuments registered;

    DocumentLookup(RegisteredDocuments registered) {
        this.registered = registered;
    }

    @Override
    public CompletableFuture<Answer> answer(Exchange exchange, Supplier<CompletableFuture<Answer>> next) {
        exchange.setText(registered.textOf(exchange.request()));
        return next.get();
    }
}
