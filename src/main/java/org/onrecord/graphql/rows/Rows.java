package org.onrecord.graphql.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Describes how the rows of one type are read: what stands behind each of its fields in SQL. {@code Reads} turns a
 * selection set into statements from this description; nothing else builds SQL for reading.
 *
 * <p>In every SQL expression {@code $} stands for the row described: {@code $.name} is its column {@code name}. A field
 * that is not described here has to be computed from fields that are.
 *
 * @param <T> the class that a row arrives as; its fields are set only where the request selects them
 */
public abstract class Rows<T> {

    private final String table;
    private final String key;
    private final Set<String> objectTypes;
    private final List<Value<T, ?>> values = new ArrayList<>();
    private final List<One<T, ?>> ones = new ArrayList<>();
    private final List<Many<T, ?>> manys = new ArrayList<>();

    /**
     * @param table the table that the rows stand in
     * @param key an expression that no row has null: it tells a row from an outer join that found none
     * @param objectTypes the GraphQL object types that a row can have
     */
    protected Rows(String table, String key, String... objectTypes) {
        this.table = table;
        this.key = key;
        this.objectTypes = Set.of(objectTypes);
    }

    /**
     * A new object for a row.
     *
     * @param discriminator the value of {@link #discriminator}, or null where there is none
     */
    public abstract T create(String discriminator);

    /** The expression that tells of which class a row is; null where there is only one. */
    public String discriminator() {
        return null;
    }

    /** A field behind which stands one expression. A field may be described by several values. */
    protected final <V> void value(String field, String expression, ColumnReader<V> column, BiConsumer<T, V> setter) {
        values.add(new Value<>(field, expression, column, setter));
    }

    /** A field that is another row, to which a foreign key leads. */
    protected final <R> void one(String field, Rows<R> rows, String foreignKey, BiConsumer<T, R> setter) {
        ones.add(new One<>(field, rows, "left join " + rows.table + " @ on @.id = " + foreignKey, setter));
    }

    /** A field that is a row which a subquery finds; it may refer to this row. */
    protected final <R> void oneFound(String field, Rows<R> rows, String subquery, BiConsumer<T, R> setter) {
        ones.add(new One<>(field, rows, "left join lateral (" + subquery + ") @ on true", setter));
    }

    /** A field that is made of columns of this very row. */
    protected final <R> void part(String field, Rows<R> rows, BiConsumer<T, R> setter) {
        ones.add(new One<>(field, rows, null, setter));
    }

    /**
     * A field that is a short list, read whole.
     *
     * @param from the rows of the list, the row of the list's type as {@code $}: {@code quote_about l join actor $
     *     on …}
     * @param parent the expression in there that is the key of the row which has the list
     * @param order the list's order
     */
    protected final <R> void many(
            String field, Rows<R> rows, String from, String parent, String order, BiConsumer<T, List<R>> setter) {
        manys.add(new Many<>(field, rows, from, parent, order, setter));
    }

    /** Where the rows are. */
    public final String table() {
        return table;
    }

    /** The expression for the key of a row. */
    public final String key() {
        return key;
    }

    /** The types of the schema whose objects they are. */
    public final Set<String> objectTypes() {
        return objectTypes;
    }

    /** The fields with a value of the row itself. */
    public final List<Value<T, ?>> values() {
        return values;
    }

    /** The fields with one other row. */
    public final List<One<T, ?>> ones() {
        return ones;
    }

    /** The fields with a short list of rows, all of which are read. */
    public final List<Many<T, ?>> manys() {
        return manys;
    }

    /** A field with a value: what stands for it in SQL, and where it goes. */
    public record Value<T, V>(String field, String expression, ColumnReader<V> column, BiConsumer<T, V> setter) {}

    /** {@code join} has {@code @} for the joined row; null where the joined row is the row itself. */
    public record One<T, R>(String field, Rows<R> rows, String join, BiConsumer<T, R> setter) {}

    /** A field with a short list of other rows, in their order. */
    public record Many<T, R>(
            String field, Rows<R> rows, String from, String parent, String order, BiConsumer<T, List<R>> setter) {}
}
