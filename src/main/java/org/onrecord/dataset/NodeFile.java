package org.onrecord.dataset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.onrecord.graphql.relay.NodeEntity;

/**
 * Describes how records of a type stand in their file of a data set: what is checked of them that a schema cannot say,
 * and how they become entities.
 *
 * @param <T> the entity that a record becomes
 */
public abstract class NodeFile<T extends NodeEntity> {

    /** The most values that one statement looks for. */
    private static final int VALUES_AT_ONCE = 10_000;

    private final String name;
    private final Class<T> type;
    private final Function<Entry, T> create;
    private final Map<String, Class<? extends NodeEntity>> nested = new LinkedHashMap<>();

    /**
     * @param name the file's name without its ending, as the schema has it
     * @param create makes the entity of a record that is not on record yet
     */
    protected NodeFile(String name, Class<T> type, Function<Entry, T> create) {
        this.name = name;
        this.type = type;
        this.create = create;
    }

    /** A list in each record whose items have slugs and become entities of their own. */
    protected final void nested(String field, Class<? extends NodeEntity> itemType) {
        nested.put(field, itemType);
    }

    /** Tells what is wrong in a record. The schema has been checked, and may have been broken. */
    protected abstract void check(Entry entry);

    /** Tells what is wrong among the records, which are given by their slugs: where a slug stands twice, the first. */
    protected void checkTogether(Map<String, Entry> entries) {}

    /** Tells what does not go together with what is on record. */
    protected void checkOnRecord(List<Entry> entries) {}

    /** Sets all that a record says. Other records of the same file may not be written yet. */
    protected abstract void fill(Entry entry, T node);

    /** Writes the records, which have no faults. Those of the files before this one in the schema are written. */
    protected void write(List<Entry> entries) {
        entries.forEach(entry -> entry.write(type, create, this::fill));
    }

    /** Gives a collection that Hibernate watches other values. */
    protected static <V> void replace(Collection<V> values, List<? extends V> newValues) {
        values.clear();
        values.addAll(newValues);
    }

    /** What a query finds for values, however many they are. */
    protected static <R> List<R> find(List<String> values, Function<List<String>, List<R>> query) {
        List<R> found = new ArrayList<>();
        for (int start = 0; start < values.size(); start += VALUES_AT_ONCE) {
            found.addAll(query.apply(values.subList(start, Math.min(values.size(), start + VALUES_AT_ONCE))));
        }
        return found;
    }

    final String name() {
        return name;
    }

    final Class<T> type() {
        return type;
    }

    final Map<String, Class<? extends NodeEntity>> nested() {
        return nested;
    }
}
