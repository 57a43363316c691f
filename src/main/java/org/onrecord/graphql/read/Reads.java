package org.onrecord.graphql.read;

import graphql.schema.DataFetchingEnvironment;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.arc.All;
import io.smallrye.graphql.execution.context.SmallRyeContextManager;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.onrecord.graphql.execution.OperationRun;
import org.onrecord.graphql.fault.BadUserInput;
import org.onrecord.graphql.fault.BadUserInput.Violation;
import org.onrecord.graphql.fault.Refusal;
import org.onrecord.graphql.jdbc.DatabaseFault;
import org.onrecord.graphql.jdbc.Deadline.TimeIsUp;
import org.onrecord.graphql.jdbc.RecordWatch;
import org.onrecord.graphql.relay.Node;
import org.onrecord.graphql.relay.NodeEntity;
import org.onrecord.graphql.relay.NodeEntity.ListRequest;
import org.onrecord.graphql.relay.NodeId;
import org.onrecord.graphql.relay.PagingSettings;
import org.onrecord.graphql.rows.NodeRows;
import org.onrecord.graphql.rows.Rows;
import org.onrecord.graphql.rows.Texts;

/**
 * Reads what a request selects. The methods of the API call it: a field of Query starts reading, with all that is
 * selected below it; a list on a type is handed out as it was read with its row.
 *
 * <p>Arguments are taken from the request itself, not from the parameters of the API's methods, which declare them: so
 * the lists of many rows are read at once, before any of those methods is called.
 *
 * <p>The fields of Query of one operation are read one after the other, on the operation's thread and its one
 * connection.
 */
@Singleton
public class Reads {

    private final RecordWatch watch;
    private final Tracer tracer;
    private final PagingSettings limits;
    private final Map<String, NodeRows<?>> rowsByType = new HashMap<>();

    Reads(RecordWatch watch, Tracer tracer, PagingSettings limits, @All List<NodeRows<?>> allRows) {
        this.watch = watch;
        this.tracer = tracer;
        this.limits = limits;
        allRows.forEach(rows -> rowsByType.put(rows.idType(), rows));
    }

    /** Reads a page of the list of all rows of a type, for the field of Query that is being answered. */
    public <C> CompletionStage<C> list(NodeRows<?> rows, Class<C> connection) {
        DataFetchingEnvironment field = currentField();
        return read(
                field,
                reading -> connection.cast(reading.page(rows.root(), field.getArguments(), FieldSelection.of(field))));
    }

    /** The list of a row, for the field of its type that is being answered. It was read with the row. */
    public <C> C listOf(Object row, Class<C> connection) {
        DataFetchingEnvironment field = currentField();
        ListRequest request = new ListRequest(field.getField().getName(), field.getArguments());
        return connection.cast(((NodeEntity) row).kept(request));
    }

    /**
     * Reads the row with the slug that the field of Query which is being answered has as its argument; null where there
     * is none.
     */
    public <T extends NodeEntity> CompletionStage<T> one(NodeRows<T> rows) {
        DataFetchingEnvironment field = currentField();
        List<Violation> violations = new ArrayList<>();
        String slug = Texts.check(field.getArgument("slug"), "slug", violations);
        if (!violations.isEmpty()) {
            return CompletableFuture.failedFuture(new BadUserInput(violations));
        }
        return read(
                field,
                reading -> reading.bySlug(rows, new String[] {slug}, FieldSelection.of(field))
                        .get(slug));
    }

    /**
     * Reads the row that comes first in an order, for the field of Query that is being answered; null where there is
     * none.
     */
    public <T> CompletionStage<T> first(Rows<T> rows, String order) {
        DataFetchingEnvironment field = currentField();
        return read(field, reading -> reading.first(rows, order, FieldSelection.of(field)));
    }

    CompletionStage<Node> node() {
        DataFetchingEnvironment field = currentField();
        return nodes(field, List.of(field.<String>getArgument("id")), "id").thenApply(nodes -> nodes.get(0));
    }

    CompletionStage<List<Node>> nodes() {
        DataFetchingEnvironment field = currentField();
        return nodes(field, field.getArgument("ids"), "ids");
    }

    private CompletionStage<List<Node>> nodes(DataFetchingEnvironment field, List<String> ids, String argument) {
        List<Violation> violations = new ArrayList<>();
        List<NodeId> parsed = new ArrayList<>();
        Map<String, Set<String>> slugsByType = new HashMap<>();
        if (ids.size() > limits.nodes()) {
            violations.add(
                    new Violation(argument, "must list at most " + limits.nodes() + " ids", Optional.of("nodes")));
        }
        for (int i = 0; i < ids.size(); i++) {
            Optional<NodeId> id = NodeId.parse(ids.get(i)).filter(any -> rowsByType.containsKey(any.type()));
            if (id.isEmpty()) {
                String path = argument.equals("id") ? argument : argument + '[' + i + ']';
                violations.add(new Violation(path, "must be an id that this service gave, unchanged"));
                continue;
            }
            parsed.add(id.get());
            slugsByType
                    .computeIfAbsent(id.get().type(), type -> new LinkedHashSet<>())
                    .add(id.get().slug());
        }
        if (!violations.isEmpty()) {
            return CompletableFuture.failedFuture(new BadUserInput(violations));
        }
        return read(field, reading -> {
            Map<NodeId, Node> found = new HashMap<>();
            for (Map.Entry<String, Set<String>> slugs : slugsByType.entrySet()) {
                reading.bySlug(
                                rowsByType.get(slugs.getKey()),
                                slugs.getValue().toArray(String[]::new),
                                FieldSelection.of(field))
                        .forEach((slug, row) -> found.put(new NodeId(slugs.getKey(), slug), (Node) row));
            }
            List<Node> nodes = new ArrayList<>();
            parsed.forEach(id -> nodes.add(found.get(id)));
            return nodes;
        });
    }

    private <R> CompletionStage<R> read(DataFetchingEnvironment field, ReadingTask<R> task) {
        OperationRun operation = OperationRun.of(field.getGraphQlContext());
        try {
            R read = task.read(new Reading(operation.connection(), tracer, operation, limits));
            watch.hasAnswered();
            return CompletableFuture.completedFuture(read);
        } catch (Refusal late) {
            // No processor came free for it in time.
            return CompletableFuture.failedFuture(new TimeIsUp());
        } catch (SQLException fault) {
            return CompletableFuture.failedFuture(DatabaseFault.told(fault));
        } catch (BadUserInput | TimeIsUp | RuntimeException | Error fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    private static DataFetchingEnvironment currentField() {
        return SmallRyeContextManager.getCurrentSmallRyeContext().unwrap(DataFetchingEnvironment.class);
    }

    @FunctionalInterface
    private interface ReadingTask<R> {
        R read(Reading reading) throws SQLException, BadUserInput, TimeIsUp;
    }
}
