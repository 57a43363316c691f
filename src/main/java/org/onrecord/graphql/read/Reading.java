package org.onrecord.graphql.read;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.onrecord.graphql.execution.OperationRun;
import org.onrecord.graphql.fault.BadUserInput;
import org.onrecord.graphql.fault.BadUserInput.Violation;
import org.onrecord.graphql.jdbc.Deadline.TimeIsUp;
import org.onrecord.graphql.read.FieldSelection.Selected;
import org.onrecord.graphql.relay.NodeEntity;
import org.onrecord.graphql.relay.NodeEntity.ListRequest;
import org.onrecord.graphql.relay.PagingSettings;
import org.onrecord.graphql.rows.FilterValue;
import org.onrecord.graphql.rows.NodeRows;
import org.onrecord.graphql.rows.NodeRows.Filter;
import org.onrecord.graphql.rows.NodeRows.Order;
import org.onrecord.graphql.rows.NodeRows.PageList;
import org.onrecord.graphql.rows.NodeRows.Where;
import org.onrecord.graphql.rows.Rows;

/**
 * Answers one field of Query: reads its rows and all that the request selects below them, level by level on one
 * database connection, with one statement for all rows of a level and list. Which statements run depends on the request
 * alone, never on how many rows there are. Each has a span, with its parameters left out.
 */
final class Reading {

    /** The parent of a list that hangs on Query. */
    private static final Long ROOT = 0L;

    private final Connection database;
    private final Tracer tracer;
    private final OperationRun operation;
    private final PagingSettings limits;

    /** @param operation whose field it is */
    Reading(Connection database, Tracer tracer, OperationRun operation, PagingSettings limits) {
        this.database = database;
        this.tracer = tracer;
        this.operation = operation;
        this.limits = limits;
    }

    /** The rows of a type that have one of these slugs, by slug. */
    <T extends NodeEntity> Map<String, T> bySlug(NodeRows<T> rows, String[] slugs, FieldSelection selection)
            throws SQLException, BadUserInput, TimeIsUp {
        SelectStatement statement = new SelectStatement("$.slug");
        RowReader<T> reader = statement.reader(rows, selection);
        Map<String, T> found = new HashMap<>();
        statement.run(
                new Sql().add("from " + rows.table() + ' ' + reader.alias),
                new Sql().add("where " + reader.in("$.slug = any(?)"), (Object) slugs),
                row -> found.put(row.getString(1), reader.read(row)));
        reader.readBelow();
        return found;
    }

    /** The row that comes first in an order; null where there is none. */
    <T> T first(Rows<T> rows, String order, FieldSelection selection) throws SQLException, BadUserInput, TimeIsUp {
        SelectStatement statement = new SelectStatement(rows.key());
        RowReader<T> reader = statement.reader(rows, selection);
        statement.run(
                new Sql().add("from " + rows.table() + ' ' + reader.alias),
                new Sql().add("order by " + reader.in(order) + " limit 1"),
                reader::read);
        reader.readBelow();
        return reader.found.isEmpty() ? null : reader.found.get(0);
    }

    /** The page of a list on Query. */
    org.onrecord.graphql.relay.Connection<?, ?> page(
            PageList<?> list, Map<String, Object> arguments, FieldSelection selection)
            throws SQLException, BadUserInput, TimeIsUp {
        return pages(list, Set.of(ROOT), arguments, selection).get(ROOT);
    }

    /** The page of a list for each of its parents. */
    private <T extends NodeEntity> Map<Long, org.onrecord.graphql.relay.Connection<?, ?>> pages(
            PageList<T> list, Set<Long> parents, Map<String, Object> arguments, FieldSelection selection)
            throws SQLException, BadUserInput, TimeIsUp {
        List<Violation> violations = new ArrayList<>();
        Order order = list.rows().order((String) arguments.get("orderBy"));
        Page page = Page.of(arguments, limits.page(), list, order, selection.path(), violations);
        List<Condition> conditions = conditions(list, arguments, selection.path(), violations);
        if (!violations.isEmpty()) {
            throw new BadUserInput(violations);
        }
        ListQuery<T> query = new ListQuery<>(list, order, page, conditions);
        FieldSelection nodes =
                selection.under("nodes").and(selection.under("edges").under("node"));
        FieldSelection pageInfo = selection.under("pageInfo");
        boolean withCursors =
                selection.under("edges").has("cursor") || pageInfo.has("startCursor") || pageInfo.has("endCursor");

        Map<Long, PageBuilder<T>> pages = new LinkedHashMap<>();
        parents.forEach(parent -> pages.put(parent, new PageBuilder<>(list, order, page)));
        if (selection.has("nodes") || selection.has("edges") || selection.has("pageInfo")) {
            readNodes(query, nodes, withCursors, pages);
        }
        boolean beyondAfter = pageInfo.has("hasPreviousPage") && page.after().isPresent();
        boolean beyondBefore = pageInfo.has("hasNextPage") && page.before().isPresent();
        if (selection.has("totalCount") || beyondAfter || beyondBefore) {
            readFacts(query, selection.has("totalCount"), beyondAfter, beyondBefore, pages);
        }
        Map<Long, org.onrecord.graphql.relay.Connection<?, ?>> built = new HashMap<>();
        pages.forEach((parent, builder) -> built.put(parent, builder.build()));
        return built;
    }

    private <T extends NodeEntity> void readNodes(
            ListQuery<T> query, FieldSelection selection, boolean withCursors, Map<Long, PageBuilder<T>> pages)
            throws SQLException, BadUserInput, TimeIsUp {
        Order order = query.order;
        Page page = query.page;
        SelectStatement statement = new SelectStatement("parent.id");
        RowReader<T> reader = statement.reader(query.list.rows(), selection);
        List<Integer> keyPlaces = new ArrayList<>();
        if (withCursors) {
            for (NodeRows.Key key : order.keys()) {
                keyPlaces.add(statement.column(reader.in(key.expression()) + "::text"));
            }
        }
        boolean ascending = order.ascending() != page.backward();
        String orderBy = reader.in(order.keys().stream()
                .map(key -> key.expression() + (ascending ? "" : " desc"))
                .reduce((one, next) -> one + ", " + next)
                .orElseThrow());
        // One row more than the page holds tells whether the list goes on.
        Sql from = parents(pages.keySet())
                .add(" cross join lateral (select " + reader.in("$.*"))
                .add(belonging(query, reader))
                .add(reader.after(page.after(), order, order.ascending()))
                .add(reader.after(page.before(), order, !order.ascending()))
                .add(" order by " + orderBy + " limit ?) " + reader.alias, page.size() + 1);
        statement.run(from, new Sql().add("order by " + orderBy), row -> {
            PageBuilder<T> builder = pages.get(row.getLong(1));
            // The row that is one too many is not part of the page: nothing below it is read.
            if (builder.isFull()) {
                builder.more = true;
                return;
            }
            List<String> keys = new ArrayList<>();
            for (int keyPlace : keyPlaces) {
                keys.add(row.getString(keyPlace));
            }
            builder.add(reader.read(row), withCursors ? new Cursor(keys) : null);
        });
        reader.readBelow();
    }

    /** How many rows each list has, and whether it has rows on the far side of the page's cursors. */
    private <T extends NodeEntity> void readFacts(
            ListQuery<T> query,
            boolean count,
            boolean beyondAfter,
            boolean beyondBefore,
            Map<Long, PageBuilder<T>> pages)
            throws SQLException, TimeIsUp {
        Order order = query.order;
        Page page = query.page;
        SelectStatement statement = new SelectStatement("parent.id");
        RowReader<T> reader = statement.reader(query.list.rows(), new FieldSelection(List.of(), ""));
        Sql rows = belonging(query, reader);
        Sql sql = new Sql().add("select parent.id, ");
        if (count) {
            sql.add("(select count(*)").add(rows).add(")");
        } else {
            sql.add("null");
        }
        sql.add(", ").add(beyondAfter ? reader.existsUpTo(page.after(), order, order.ascending(), rows) : no());
        sql.add(", ").add(beyondBefore ? reader.existsUpTo(page.before(), order, !order.ascending(), rows) : no());
        sql.add(" ").add(parents(pages.keySet()));
        query(sql, row -> {
            PageBuilder<T> builder = pages.get(row.getLong(1));
            builder.totalCount = row.getObject(2) == null ? null : Math.toIntExact(row.getLong(2));
            builder.beyondAfter = row.getBoolean(3);
            builder.beyondBefore = row.getBoolean(4);
        });
    }

    private static Sql no() {
        return new Sql().add("false");
    }

    private static Sql parents(Set<Long> parents) {
        return new Sql().add("from unnest(?) parent (id)", (Object) parents.toArray(Long[]::new));
    }

    private static <T extends NodeEntity> Sql belonging(ListQuery<T> query, RowReader<T> reader) {
        Sql sql = new Sql()
                .add(" from " + query.list.rows().table() + ' ' + reader.alias + " where "
                        + reader.in(query.list.condition()));
        for (Condition condition : query.conditions) {
            sql.add(" and " + reader.in(condition.sql), condition.parameters.toArray());
        }
        return sql;
    }

    /** What a list's filter means, with the keys of the records that it names by their slugs. */
    @SuppressWarnings("unchecked") // as the schema has it
    private List<Condition> conditions(
            PageList<?> list, Map<String, Object> arguments, String path, List<Violation> violations)
            throws SQLException, BadUserInput, TimeIsUp {
        Map<String, Object> filter = (Map<String, Object>) arguments.get("filter");
        List<Condition> conditions = new ArrayList<>();
        if (filter == null) {
            return conditions;
        }
        Where where = (condition, parameters) -> conditions.add(new Condition(condition, List.of(parameters)));
        Map<String, FilterValue> slugFilters = new LinkedHashMap<>();
        filter.forEach((field, value) -> {
            Filter described = list.rows().filters().get(field);
            if (value == null || described == null) {
                return;
            }
            FilterValue filterValue = new FilterValue(filter, field, path + "filter", violations);
            if (described.lookup() == null) {
                described.condition().add(filterValue, where);
            } else {
                slugFilters.put(field, filterValue);
            }
        });
        if (!slugFilters.isEmpty()) {
            addSlugConditions(list, slugFilters, path, violations, where);
        }
        return conditions;
    }

    private void addSlugConditions(
            PageList<?> list,
            Map<String, FilterValue> slugFilters,
            String path,
            List<Violation> violations,
            Where where)
            throws SQLException, BadUserInput, TimeIsUp {
        Map<String, String[]> slugs = new LinkedHashMap<>();
        slugFilters.forEach((field, value) -> {
            int faults = violations.size();
            String[] texts = value.texts();
            if (violations.size() == faults) {
                slugs.put(field, texts);
            }
        });
        if (slugs.isEmpty()) {
            return;
        }
        Sql sql = new Sql();
        slugs.forEach((field, wanted) -> sql.add(
                (sql.toString().isEmpty() ? "" : " union all ") + "select ?, known.* from ("
                        + list.rows().filters().get(field).lookup() + ") known",
                field,
                wanted));
        Map<String, Map<String, Long>> keys = new HashMap<>();
        query(
                sql,
                row -> keys.computeIfAbsent(row.getString(1), field -> new HashMap<>())
                        .put(row.getString(2), row.getLong(3)));
        slugs.forEach((field, wanted) -> {
            Map<String, Long> known = keys.getOrDefault(field, Map.of());
            Filter filter = list.rows().filters().get(field);
            for (int i = 0; i < wanted.length; i++) {
                if (!known.containsKey(wanted[i])) {
                    violations.add(new Violation(path + "filter." + field + '[' + i + ']', filter.unknown()));
                }
            }
            filter.slugCondition().add(slugFilters.get(field), known.values().toArray(Long[]::new), where);
        });
    }

    private void query(Sql sql, RowHandler handler) throws SQLException, TimeIsUp {
        Span span = tracer.spanBuilder("SELECT")
                .setParent(operation.trace())
                .setSpanKind(SpanKind.CLIENT)
                .startSpan();
        if (span.isRecording()) {
            span.setAttribute("db.system.name", "postgresql").setAttribute("db.query.text", sql.toString());
        }
        try (PreparedStatement statement = sql.prepare(database)) {
            operation.deadline().started(statement);
            database.setNetworkTimeout(Runnable::run, operation.deadline().millisToSilence());
            operation.work().pause();
            try (ResultSet rows = statement.executeQuery()) {
                operation.work().resume();
                while (rows.next()) {
                    operation.work().giveWay();
                    handler.handle(rows);
                }
            } finally {
                operation.deadline().ended(statement);
            }
        } catch (SQLException fault) {
            span.setStatus(StatusCode.ERROR).setAttribute("db.response.status_code", fault.getSQLState());
            operation.failed(fault);
            throw fault;
        } finally {
            span.end();
        }
    }

    /** What a list is asked for, the same for each of its parents. */
    private record ListQuery<T extends NodeEntity>(
            PageList<T> list, Order order, Page page, List<Condition> conditions) {}

    private record Condition(String sql, List<Object> parameters) {}

    @FunctionalInterface
    private interface RowHandler {
        void handle(ResultSet row) throws SQLException;
    }

    /** A statement in the making: its select list and its joins, which grow with the readers of rows. */
    private final class SelectStatement {

        private final List<String> columns = new ArrayList<>();
        private final StringBuilder joins = new StringBuilder();
        private int aliases;

        /**
         * @param label the first column, by which whoever takes a row tells where it belongs; {@code $} is the alias of
         *     the first reader
         */
        SelectStatement(String label) {
            columns.add(label.replace("$", alias(0)));
        }

        <T> RowReader<T> reader(Rows<T> rows, FieldSelection selection) {
            return new RowReader<>(this, rows, alias(aliases++), selection);
        }

        <T> RowReader<T> joinedReader(Rows.One<?, T> one, String parentAlias, FieldSelection selection) {
            if (one.join() == null) {
                return new RowReader<>(this, one.rows(), parentAlias, selection);
            }
            String alias = alias(aliases++);
            joins.append(' ').append(one.join().replace("$", parentAlias).replace("@", alias));
            return new RowReader<>(this, one.rows(), alias, selection);
        }

        /** The column's place in the select list, counted from 1. */
        int column(String expression) {
            columns.add(expression);
            return columns.size();
        }

        void run(Sql from, Sql rest, RowHandler handler) throws SQLException, TimeIsUp {
            query(
                    new Sql()
                            .add("select " + String.join(", ", columns) + ' ')
                            .add(from)
                            .add(joins + " ")
                            .add(rest),
                    handler);
        }

        private static String alias(int number) {
            return "r" + number;
        }
    }

    /** Where rows of a type turn up in a statement: reads them, and afterwards all that is selected below them. */
    private final class RowReader<T> {

        private final Rows<T> rows;
        private final String alias;
        private final FieldSelection selection;
        private final int keyPlace;
        private final int discriminatorPlace;
        private final Map<Integer, Rows.Value<T, ?>> values = new LinkedHashMap<>();
        private final Map<Rows.One<T, ?>, RowReader<?>> ones = new LinkedHashMap<>();
        private final List<T> found = new ArrayList<>();

        RowReader(SelectStatement statement, Rows<T> rows, String alias, FieldSelection all) {
            this.rows = rows;
            this.alias = alias;
            this.selection = all.on(rows.objectTypes());
            this.keyPlace = statement.column(in(rows.key()));
            this.discriminatorPlace = rows.discriminator() == null ? 0 : statement.column(in(rows.discriminator()));
            for (Rows.Value<T, ?> value : rows.values()) {
                if (selection.has(value.field())) {
                    values.put(statement.column(in(value.expression())), value);
                }
            }
            for (Rows.One<T, ?> one : rows.ones()) {
                if (selection.has(one.field())) {
                    ones.put(one, statement.joinedReader(one, alias, selection.under(one.field())));
                }
            }
        }

        /** An expression about the rows that are read here. */
        String in(String expression) {
            return expression.replace("$", alias);
        }

        /** Reads a row; null where an outer join found none. */
        T read(ResultSet row) throws SQLException {
            if (row.getObject(keyPlace) == null) {
                return null;
            }
            T object = rows.create(discriminatorPlace == 0 ? null : row.getString(discriminatorPlace));
            if (object instanceof NodeEntity node) {
                node.rowId = row.getLong(keyPlace);
            }
            for (Map.Entry<Integer, Rows.Value<T, ?>> value : values.entrySet()) {
                set(object, value.getValue(), row, value.getKey());
            }
            for (Map.Entry<Rows.One<T, ?>, RowReader<?>> one : ones.entrySet()) {
                setOne(object, one.getKey(), one.getValue(), row);
            }
            found.add(object);
            return object;
        }

        private <V> void set(T object, Rows.Value<T, V> value, ResultSet row, int place) throws SQLException {
            value.setter().accept(object, value.column().read(row, place));
        }

        @SuppressWarnings("unchecked") // the reader was made for this field
        private <R> void setOne(T object, Rows.One<T, R> one, RowReader<?> reader, ResultSet row) throws SQLException {
            R other = ((RowReader<R>) reader).read(row);
            if (other != null) {
                one.setter().accept(object, other);
            }
        }

        /** Reads the lists that are selected on the rows found here and on those joined to them. */
        void readBelow() throws SQLException, BadUserInput, TimeIsUp {
            for (RowReader<?> one : ones.values()) {
                one.readBelow();
            }
            for (Rows.Many<T, ?> many : rows.manys()) {
                if (selection.has(many.field())) {
                    readMany(many);
                }
            }
            if (rows instanceof NodeRows<?> nodes) {
                for (PageList<?> list : nodes.lists()) {
                    for (Map.Entry<ListRequest, Selected> request :
                            selection.lists(list.field()).entrySet()) {
                        readList(list, request.getKey(), request.getValue());
                    }
                }
            }
        }

        private <R> void readMany(Rows.Many<T, R> many) throws SQLException, BadUserInput, TimeIsUp {
            Map<Long, List<T>> parents = foundByKey(Set.of());
            SelectStatement statement = new SelectStatement(many.parent());
            RowReader<R> reader = statement.reader(many.rows(), selection.under(many.field()));
            Map<Long, List<R>> lists = new HashMap<>();
            statement.run(
                    new Sql().add("from " + reader.in(many.from())),
                    new Sql()
                            .add(
                                    "where " + reader.in(many.parent()) + " = any(?) order by "
                                            + reader.in(many.order()),
                                    (Object) parents.keySet().toArray(Long[]::new)),
                    row -> lists.computeIfAbsent(row.getLong(1), parent -> new ArrayList<>())
                            .add(reader.read(row)));
            parents.forEach((key, objects) ->
                    objects.forEach(object -> many.setter().accept(object, lists.getOrDefault(key, List.of()))));
            reader.readBelow();
        }

        private void readList(PageList<?> list, ListRequest request, Selected selected)
                throws SQLException, BadUserInput, TimeIsUp {
            Map<Long, List<T>> parents = foundByKey(selected.objectTypes());
            Map<Long, org.onrecord.graphql.relay.Connection<?, ?>> pages =
                    pages(list, parents.keySet(), request.arguments(), selected.selection());
            parents.forEach(
                    (key, objects) -> objects.forEach(object -> ((NodeEntity) object).keep(request, pages.get(key))));
        }

        /**
         * The objects found here, which are of one of the types, by their keys: one row may have turned up many times.
         */
        private Map<Long, List<T>> foundByKey(Set<String> objectTypes) {
            Map<Long, List<T>> byKey = new LinkedHashMap<>();
            for (T object : found) {
                if (objectTypes.isEmpty()
                        || objectTypes.contains(object.getClass().getSimpleName())) {
                    byKey.computeIfAbsent(((NodeEntity) object).rowId, key -> new ArrayList<>())
                            .add(object);
                }
            }
            return byKey;
        }

        /** The condition that a row comes after a place, where ascending tells the direction. */
        Sql after(Optional<Cursor> cursor, Order order, boolean ascending) {
            return cursor.map(place -> new Sql().add(" and ").add(comparison(place, order, ascending ? ">" : "<")))
                    .orElseGet(Sql::new);
        }

        /** Whether there is a row at a place or before it, where ascending tells the direction. */
        Sql existsUpTo(Optional<Cursor> cursor, Order order, boolean ascending, Sql rows) {
            return new Sql()
                    .add("exists (select")
                    .add(rows)
                    .add(" and ")
                    .add(comparison(cursor.orElseThrow(), order, ascending ? "<=" : ">="))
                    .add(")");
        }

        private Sql comparison(Cursor cursor, Order order, String operator) {
            List<String> expressions = new ArrayList<>();
            List<String> values = new ArrayList<>();
            for (NodeRows.Key key : order.keys()) {
                expressions.add(in(key.expression()));
                values.add("?::" + key.type());
            }
            return new Sql()
                    .add(
                            '(' + String.join(", ", expressions) + ") " + operator + " (" + String.join(", ", values)
                                    + ')',
                            cursor.keys().toArray());
        }
    }
}
