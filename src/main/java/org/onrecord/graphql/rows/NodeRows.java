package org.onrecord.graphql.rows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.onrecord.graphql.relay.Connection;
import org.onrecord.graphql.relay.Edge;
import org.onrecord.graphql.relay.NodeEntity;

/**
 * Describes rows that have a slug and lists of their own: besides the fields, the filters and the orders of their
 * lists, and where such lists hang.
 *
 * @param <T> the entity that a row arrives as, read-only and not attached to a session
 */
public abstract class NodeRows<T extends NodeEntity> extends Rows<T> {

    private final String idType;
    private final Supplier<? extends Connection<?, ?>> connection;
    private final Supplier<? extends Edge<?>> edge;
    private final Map<String, Filter> filters = new LinkedHashMap<>();
    private final Map<String, Order> orders = new LinkedHashMap<>();
    private final List<PageList<?>> lists = new ArrayList<>();
    private final PageList<T> root;

    /**
     * @param idType the type name in the ids of these rows
     * @param rootField the field of Query that is the list of all rows
     */
    @SuppressWarnings("this-escape") // nobody reads through the list before all rows are described
    protected NodeRows(
            String idType,
            String table,
            String rootField,
            Supplier<? extends Connection<?, ?>> connection,
            Supplier<? extends Edge<?>> edge,
            String... objectTypes) {
        super(table, "$.id", objectTypes);
        this.idType = idType;
        this.connection = connection;
        this.edge = edge;
        this.root = new PageList<>(rootField, rootField, this, "true");
        value("id", "$.slug", ColumnReader.TEXT, (row, slug) -> row.slug = slug);
        value("slug", "$.slug", ColumnReader.TEXT, (row, slug) -> row.slug = slug);
    }

    /**
     * A list of these rows as a connection on another type.
     *
     * @param condition which rows belong to a parent, whose key is {@code parent.id}
     */
    protected final void listOn(NodeRows<?> parents, String field, String condition) {
        parents.listOf(this, field, condition);
    }

    /**
     * A list of these rows as a connection on another type, where a table links the two.
     *
     * @param links selects the keys of the rows that are linked to {@code parent.id}
     */
    protected final void listOnByLinks(NodeRows<?> parents, String field, String links) {
        parents.listOfByLinks(this, field, links);
    }

    protected final void listOfByLinks(NodeRows<?> rows, String field, String links) {
        // As an array, so that the database starts from a parent's links; else it may walk the whole order in search of
        // them.
        listOf(rows, field, "$.id = any(array(" + links + "))");
    }

    /** A list of other rows as a connection on the type of these. */
    protected final void listOf(NodeRows<?> rows, String field, String condition) {
        lists.add(new PageList<>(field, idType + '.' + field, rows, condition));
    }

    /** An order of these rows: the sort keys, the last of which decides between equal ones. None may be null. */
    protected final void ascending(Enum<?> constant, Key... keys) {
        orders.put(constant.name(), new Order(constant.name(), true, keys));
    }

    protected final void descending(Enum<?> constant, Key... keys) {
        orders.put(constant.name(), new Order(constant.name(), false, keys));
    }

    protected static Key text(String expression) {
        return new Key(expression, "text");
    }

    /** A date as a key of an ascending order: unknown ones last. */
    protected static Key dateAscending(String expression) {
        return new Key("coalesce(" + expression + ", 'infinity')", "date");
    }

    /** A date as a key of a descending order: unknown ones last. */
    protected static Key dateDescending(String expression) {
        return new Key("coalesce(" + expression + ", '-infinity')", "date");
    }

    /** A filter by records of a type, given by their slugs: {@code ?} in the condition is the array of their keys. */
    protected final void bySlugs(String field, NodeRows<?> rows, String condition) {
        bySlugs(field, rows, (input, keys, where) -> where.and(condition, (Object) keys));
    }

    /** A filter by records given by their slugs, whose condition depends on other arguments too. */
    protected final void bySlugs(String field, NodeRows<?> rows, SlugCondition condition) {
        byKnown(
                field,
                "select slug, id from " + rows.table() + " where slug = any(?)",
                "must be the slug of a record of the type " + rows.idType() + "; none has this one",
                condition);
    }

    /**
     * A filter by values that must be known to the record.
     *
     * @param lookup selects, of the array {@code ?}, the values that are known, each with its key
     * @param unknown says of a value that is not what it must be
     */
    protected final void byKnown(String field, String lookup, String unknown, SlugCondition condition) {
        filters.put(field, new Filter(null, lookup, unknown, condition));
    }

    /** A filter by a list of strings or constants: {@code ?} in the condition is their array. */
    protected final void byAny(String field, String condition) {
        by(field, (value, where) -> where.and(condition, (Object) value.texts()));
    }

    /** A filter by whether something holds. */
    protected final void byWhether(String field, String condition) {
        by(field, (value, where) -> where.and("(" + condition + ") = ?", value.flag()));
    }

    /**
     * Two filters by the first and the last day of a period, both inclusive. Unknown dates match neither.
     *
     * @param earliest the earliest day that the row's date can be
     * @param latest the latest day that it can be
     */
    protected final void byPeriod(String fromField, String toField, String earliest, String latest) {
        by(fromField, (value, where) -> {
            value.requireNotAfter(toField);
            where.and(latest + " >= ?", value.date());
        });
        by(toField, (value, where) -> where.and(earliest + " <= ?", value.date()));
    }

    protected final void by(String field, Condition condition) {
        filters.put(field, new Filter(condition, null, null, null));
    }

    /** The type that ids name. */
    public final String idType() {
        return idType;
    }

    /** Makes an empty page of the rows. */
    public final Supplier<? extends Connection<?, ?>> connection() {
        return connection;
    }

    /** Makes an empty edge to a row. */
    public final Supplier<? extends Edge<?>> edge() {
        return edge;
    }

    /** What each field of the filter means. */
    public final Map<String, Filter> filters() {
        return filters;
    }

    /** The order of a name; the first described one where the request gives none. */
    public final Order order(String name) {
        return name == null ? orders.values().iterator().next() : orders.get(name);
    }

    /** The lists on each row. */
    public final List<PageList<?>> lists() {
        return lists;
    }

    /** The list of all rows. */
    public final PageList<T> root() {
        return root;
    }

    /** Adds to a statement what a filter's value means. */
    @FunctionalInterface
    public interface Condition {
        void add(FilterValue value, Where where);
    }

    /** Adds to a statement what a filter by slugs means, when the keys behind the slugs are known. */
    @FunctionalInterface
    public interface SlugCondition {
        void add(FilterValue value, Long[] keys, Where where);
    }

    /** Collects conditions. */
    @FunctionalInterface
    public interface Where {
        void and(String condition, Object... parameters);
    }

    /** Either a condition, or a look-up of the values it takes and a condition on their keys. */
    public record Filter(Condition condition, String lookup, String unknown, SlugCondition slugCondition) {}

    /**
     * A sort key.
     *
     * @param type the SQL type through which a cursor's text becomes a value again
     */
    public record Key(String expression, String type) {}

    /** All keys run in one direction, so that one row comparison finds where a page starts, and one index serves it. */
    public record Order(String name, boolean ascending, List<Key> keys) {
        Order(String name, boolean ascending, Key... keys) {
            this(name, ascending, withId(keys));
        }

        private static List<Key> withId(Key... keys) {
            List<Key> all = new ArrayList<>(List.of(keys));
            all.add(new Key("$.id", "bigint"));
            return List.copyOf(all);
        }
    }

    /**
     * A connection field.
     *
     * @param name the field's name with its type's, which its cursors carry
     */
    public record PageList<T extends NodeEntity>(String field, String name, NodeRows<T> rows, String condition) {}
}
