package org.onrecord.graphql.stage;

import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.onrecord.graphql.answer.Answer;
import org.onrecord.graphql.answer.Answers;
import org.onrecord.graphql.exchange.Exchange;
import org.onrecord.graphql.exchange.Stage;
import org.onrecord.graphql.request.RequestSettings;

/** Tells a client that has the answer to a GET already that it still holds. */
@Singleton
public class Revalidation implements Stage {

    private final Answers answers;
    /** Changes where the same request may be answered otherwise. */
    private final String version;

    Revalidation(
            Answers answers,
            RequestSettings settings,
            @ConfigProperty(name = "quarkus.application.version") String serviceVersion) {
        this.answers = answers;
        this.version = serviceVersion + (settings.schema().introspection() ? "" : " without introspection");
    }

    @Override
    public CompletableFuture<Answer> answer(Exchange exchange, Supplier<CompletableFuture<Answer>> next) {
        exchange.setTag(answers.tag(version, exchange.request(), exchange.text()));
        boolean isKnown = !exchange.isPost()
                && exchange.tag().filter(tag -> tag.isKnownTo(exchange.http())).isPresent();
        return isKnown ? CompletableFuture.completedFuture(Answer.notModified()) : next.get();
    }
}
