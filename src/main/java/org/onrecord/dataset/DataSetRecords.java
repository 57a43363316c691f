package org.onrecord.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.onrecord.graphql.relay.NodeEntity;
import org.onrecord.graphql.relay.Slugs;

/** The records of a data set that is being loaded: as its files have them, and as they are on record or become so. */
final class DataSetRecords {

    private final EntityManager entities;
    private final LocalDate through;
    private final Map<NodeFile<?>, List<Entry>> entries = new LinkedHashMap<>();
    private final Map<NodeFile<?>, Map<String, Entry>> bySlug = new LinkedHashMap<>();
    private final Map<Class<?>, Map<String, NodeEntity>> nodes = new HashMap<>();
    private final List<DataSetFault> faults = new ArrayList<>();

    /**
     * @param types in the order in which they are read, checked and written: each after those that it refers to, so
     *     that what is on record of those is no proxy
     */
    DataSetRecords(DataSetFiles files, List<NodeFile<?>> types, EntityManager entities) {
        this.entities = entities;
        through = Entry.date(files.part("dataset").path("dataThrough"));
        Set<String> texts = new HashSet<>();
        files.parts().values().forEach(part -> collectSlugs(part, texts));
        List<String> slugs = List.copyOf(texts);
        for (NodeFile<?> type : types) {
            JsonNode content = files.part(type.name());
            List<Entry> ofType = new ArrayList<>();
            for (int place = 0; content.isArray() && place < content.size(); place++) {
                ofType.add(new Entry(this, type.name(), String.valueOf(place), content.path(place)));
            }
            entries.put(type, ofType);
            bySlug.put(type, new HashMap<>());
            readRecord(type.type(), slugs);
            type.nested().values().forEach(nested -> readRecord(nested, slugs));
        }
    }

    /** All texts in the files that can be slugs, whatever they are the slugs of. */
    private static void collectSlugs(JsonNode node, Set<String> slugs) {
        if (node.isTextual() && Slugs.isSlug(node.asText())) {
            slugs.add(node.asText());
        }
        node.forEach(child -> collectSlugs(child, slugs));
    }

    private <T extends NodeEntity> void readRecord(Class<T> type, List<String> slugs) {
        String query = "from " + type.getName() + " where slug in ?1";
        Map<String, NodeEntity> known = new HashMap<>();
        NodeFile.find(
                        slugs,
                        some -> entities.createQuery(query, type)
                                .setParameter(1, some)
                                .getResultList())
                .forEach(node -> known.put(node.slug, node));
        nodes.put(type, known);
    }

    /**
     * Finds what a schema cannot find.
     *
     * @param known the faults that were found before
     * @return all faults
     */
    List<DataSetFault> check(List<DataSetFault> known) {
        faults.addAll(known);
        entries.keySet().forEach(this::checkSlugs);
        entries.forEach((type, ofType) -> ofType.forEach(type::check));
        bySlug.forEach(NodeFile::checkTogether);
        // Where a record stands twice, so do its faults.
        Set<DataSetFault> inFiles = new LinkedHashSet<>(faults);
        faults.clear();
        faults.addAll(inFiles);
        entries.forEach(NodeFile::checkOnRecord);
        return List.copyOf(faults);
    }

    private void checkSlugs(NodeFile<?> type) {
        Set<String> nestedSlugs = new HashSet<>();
        for (Entry entry : entries.get(type)) {
            if (entry.isText("slug") && bySlug(type).putIfAbsent(entry.text("slug"), entry) != null) {
                entry.fault("slug", "stands twice");
            }
            for (String field : type.nested().keySet()) {
                for (Entry item : entry.objects(field)) {
                    if (item.isText("slug") && !nestedSlugs.add(field + ' ' + item.text("slug"))) {
                        item.fault("slug", "stands twice");
                    }
                }
            }
        }
    }

    /** Writes all records, where there are no faults. */
    void write() {
        entries.forEach(NodeFile::write);
    }

    /** The records of a file by their slugs: where a slug stands twice, the first. */
    Map<String, Entry> bySlug(NodeFile<?> type) {
        return bySlug.get(type);
    }

    /** The entities of a type that are on record already, and those that were written, by their slugs. */
    Map<String, NodeEntity> nodes(Class<? extends NodeEntity> type) {
        return nodes.get(type);
    }

    /** The last day that the data set says to cover; null where it does not say. */
    LocalDate through() {
        return through;
    }

    void tell(DataSetFault fault) {
        faults.add(fault);
    }
}
