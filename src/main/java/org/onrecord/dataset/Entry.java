package org.onrecord.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.onrecord.graphql.relay.NodeEntity;

/**
 * A record as its file has it, or an object within one. Its checks take whatever stands there, and are silent on what
 * the schema tells; what it reads must have been checked.
 */
public final class Entry {

    private final DataSetRecords records;
    private final String part;
    private final String slug;
    private final String path;
    private final JsonNode json;

    private Entry(DataSetRecords records, String part, String slug, String path, JsonNode json) {
        this.records = records;
        this.part = part;
        this.slug = slug;
        this.path = path;
        this.json = json;
    }

    /**
     * @param part the file's name without its ending
     * @param place of the record in the file
     */
    Entry(DataSetRecords records, String part, String place, JsonNode json) {
        this(records, part, slug(json, place), "", json);
    }

    /** How faults name a record. */
    static String slug(JsonNode json, String place) {
        return json.path("slug").isTextual() ? json.path("slug").asText() : '[' + place + ']';
    }

    // --- What stands there -----------------------------------------------------------------------------------------

    /** A field as it stands in the file. */
    public JsonNode json(String field) {
        return json.path(field);
    }

    /** Whether a field is there, whatever it is. */
    public boolean has(String field) {
        return json.has(field);
    }

    /** Whether a field is a text. */
    public boolean isText(String field) {
        return json.path(field).isTextual();
    }

    /** A text; null where there is none. */
    public String text(String field) {
        return json.path(field).asText(null);
    }

    /** A list of texts, which can be changed. */
    public List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        json.path(field).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** A day; null where there is none. */
    public LocalDate date(String field) {
        return has(field) ? LocalDate.parse(text(field)) : null;
    }

    /** A number; null where there is none. */
    public BigDecimal decimal(String field) {
        return has(field) ? json.path(field).decimalValue() : null;
    }

    /** A whole number; null where there is none. */
    public Integer integer(String field) {
        return has(field) ? json.path(field).intValue() : null;
    }

    /** A constant, which must be there. */
    public <C extends Enum<C>> C constant(String field, Class<C> type) {
        return Enum.valueOf(type, text(field));
    }

    /** An object within this one; one without fields where there is none. */
    public Entry object(String field) {
        return at(field, json.path(field));
    }

    /** The objects of a list within this one. */
    public List<Entry> objects(String field) {
        List<Entry> objects = new ArrayList<>();
        json.path(field).forEach(item -> objects.add(at(field + '[' + objects.size() + ']', item)));
        return objects;
    }

    /** An object within this one as it is kept; null where there is none. */
    public <V> V object(String field, Function<Entry, V> reader) {
        return has(field) ? reader.apply(object(field)) : null;
    }

    /** The objects of a list within this one as they are kept. */
    public <V> List<V> objects(String field, Function<Entry, V> reader) {
        return objects(field).stream().map(reader).toList();
    }

    private Entry at(String place, JsonNode object) {
        return new Entry(records, part, slug, path + place + '.', object);
    }

    // --- What it refers to and becomes -----------------------------------------------------------------------------

    /** The entity that this record is on record, or has become. */
    public <T extends NodeEntity> T node(NodeFile<T> file) {
        return one("slug", file);
    }

    /** The entity whose slug stands in a field; null where there is none. */
    public <T extends NodeEntity> T one(String field, NodeFile<T> file) {
        return file.type().cast(records.nodes(file.type()).get(text(field)));
    }

    /** The entities whose slugs stand in a field, as a type that all of them have. */
    public <A> List<A> many(String field, NodeFile<?> file, Class<A> type) {
        return texts(field).stream()
                .map(other -> type.cast(records.nodes(file.type()).get(other)))
                .toList();
    }

    /** The record of the data set whose slug stands in a field; null where there is none. */
    public Entry inFile(String field, NodeFile<?> file) {
        return records.bySlug(file).get(text(field));
    }

    /** Makes this an entity, or changes the one that it is on record. */
    public <T extends NodeEntity> void write(Class<T> type, Function<Entry, T> create, BiConsumer<Entry, T> fill) {
        T node = type.cast(records.nodes(type).get(text("slug")));
        boolean isNew = node == null;
        if (isNew) {
            node = create.apply(this);
            node.slug = text("slug");
            records.nodes(type).put(node.slug, node);
        }
        fill.accept(this, node);
        if (isNew) {
            node.persist();
        }
    }

    // --- What is wrong with it -------------------------------------------------------------------------------------

    /** Tells that something is wrong with a field. */
    public void fault(String field, String message) {
        records.tell(new DataSetFault(part + ".json", slug, path + field, message));
    }

    /** A field is the slug of a record in a file, or of one that an earlier data set brought. */
    public void checkReference(String field, NodeFile<?> file) {
        checkReference(field, json.path(field), file);
    }

    /** A field is a list of such slugs. */
    public void checkReferences(String field, NodeFile<?> file) {
        int place = 0;
        for (JsonNode reference : json.path(field)) {
            checkReference(field + '[' + place + ']', reference, file);
            place++;
        }
    }

    private void checkReference(String field, JsonNode reference, NodeFile<?> file) {
        if (reference.isTextual()
                && !records.bySlug(file).containsKey(reference.asText())
                && !records.nodes(file.type()).containsKey(reference.asText())) {
            fault(field, "refers to " + reference.asText() + ", which is not among the " + file.name());
        }
    }

    /** A field is a day that the data set covers. */
    public void checkCovered(String field) {
        checkCovered(field, date(json.path(field)));
    }

    /** A field stands for a day that the data set covers; null is none. */
    public void checkCovered(String field, LocalDate day) {
        if (isAfter(day, records.through())) {
            fault(field, "is after the day through which the data set says to go");
        }
    }

    /** The day in a field is not after that in another. */
    public void checkNotAfter(String field, String other) {
        if (isAfter(date(json.path(field)), date(json.path(other)))) {
            fault(field, "is after the field " + other);
        }
    }

    /** The fields min and max are a range. */
    public void checkRange() {
        JsonNode min = json.path("min");
        JsonNode max = json.path("max");
        if (min.isNumber() && max.isNumber() && min.decimalValue().compareTo(max.decimalValue()) > 0) {
            fault("min", "is greater than the field max");
        }
    }

    private static boolean isAfter(LocalDate day, LocalDate other) {
        return day != null && other != null && day.isAfter(other);
    }

    /** A day; null where there is none. */
    static LocalDate date(JsonNode node) {
        try {
            return node.isTextual() ? LocalDate.parse(node.asText()) : null;
        } catch (DateTimeException theSchemaTells) {
            return null;
        }
    }
}
