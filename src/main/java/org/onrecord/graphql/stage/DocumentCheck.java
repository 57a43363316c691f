package org.onrecord.graphql.stage;

import graphql.language.Document;
import graphql.language.OperationDefinition;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.onrecord.graphql.answer.Answer;
import org.onrecord.graphql.document.Documents;
import org.onrecord.graphql.document.RegisteredDocuments;
import org.onrecord.graphql.exchange.Exchange;
import org.onrecord.graphql.exchange.Stage;
import org.onrecord.graphql.fault.BadUserInput;
import org.onrecord.graphql.fault.Refusal;
import org.onrecord.graphql.jdbc.DatabaseConnections;

/**
 * Parses and validates a document, unless it is known, and finds the operation that is asked for. Only what is valid
 * may be named later.
 */
@Singleton
public class DocumentCheck implements Stage {

    private final Documents documents;
    private final RegisteredDocuments registered;
    private final DatabaseConnections connections;

    DocumentCheck(Documents documents, RegisteredDocuments registered, DatabaseConnections connections) {
        this.documents = documents;
        this.registered = registered;
        this.connections = connections;
    }

    @Override
    public CompletableFuture<Answer> answer(Exchange exchange, Supplier<CompletableFuture<Answer>> next) {
        String text = exchange.text();
        Optional<Document> kept = documents.kept(text);
        if (kept.isEmpty()) {
            documents.requireReadable(text);
            beginReading(exchange);
        }
        Document document = kept.orElseGet(() -> documents.read(text));
        OperationDefinition operation = operation(document, exchange.request().operationName());
        requireAnswerable(operation, exchange);
        if (kept.isEmpty()) {
            documents.requireValid(text, document);
            exchange.work().endReading();
        }
        registered.keep(exchange.request(), exchange.client().address());
        exchange.setDocument(document, operation);
        return next.get();
    }

    private void beginReading(Exchange exchange) {
        try {
            exchange.work().beginReading(exchange.text().length());
        } catch (Refusal overloaded) {
            throw connections.orUnavailable(overloaded);
        }
    }

    private static OperationDefinition operation(Document document, Optional<String> name) {
        List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class);
        if (operations.isEmpty()) {
            throw Refusal.ofDocument("GRAPHQL_VALIDATION_FAILED", "The document has no operation", null, Map.of());
        }
        if (name.isEmpty() && operations.size() == 1) {
            return operations.get(0);
        }
        return operations.stream()
                .filter(operation -> operation.getName() != null
                        && name.filter(operation.getName()::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> Refusal.ofDocument(
                        new BadUserInput("operationName", "must name an operation of the document")));
    }

    private static void requireAnswerable(OperationDefinition operation, Exchange exchange) {
        switch (operation.getOperation()) {
            case QUERY -> {}
            case MUTATION -> {
                if (!exchange.isPost()) {
                    throw Refusal.ofHttp(
                            405, "BAD_REQUEST", "Send a mutation by POST", Map.of(), Map.of("Allow", "POST"));
                }
            }
            case SUBSCRIPTION ->
                throw Refusal.ofHttp(400, "BAD_REQUEST", "Subscriptions are not answered here: ask with a query again");
        }
    }
}
