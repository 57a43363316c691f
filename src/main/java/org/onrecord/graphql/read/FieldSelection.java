package org.onrecord.graphql.read;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.DataFetchingFieldSelectionSet;
import graphql.schema.SelectedField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.onrecord.graphql.relay.NodeEntity.ListRequest;

/**
 * The fields that a request selects at one place. Aliases of a field without arguments are one here: they show the same
 * value.
 *
 * @param path where the arguments of the list stand whose content this is, below the field that is being answered,
 *     as the response names it: {@code nodes.speaker.quotes.}; empty for that field itself
 */
record FieldSelection(List<SelectedField> fields, String path) {

    static FieldSelection of(DataFetchingEnvironment environment) {
        return new FieldSelection(environment.getSelectionSet().getImmediateFields(), "");
    }

    /** Only what is selected on one of these object types. */
    FieldSelection on(Set<String> objectTypes) {
        return new FieldSelection(
                fields.stream()
                        .filter(field -> field.getObjectTypeNames().stream().anyMatch(objectTypes::contains))
                        .toList(),
                path);
    }

    boolean has(String name) {
        return fields.stream().anyMatch(field -> field.getName().equals(name));
    }

    /** What is selected below a field. */
    FieldSelection under(String name) {
        return new FieldSelection(
                below(fields.stream()
                        .filter(field -> field.getName().equals(name))
                        .toList()),
                path);
    }

    FieldSelection and(FieldSelection other) {
        List<SelectedField> both = new ArrayList<>(fields);
        both.addAll(other.fields);
        return new FieldSelection(both, path);
    }

    /** What is selected below a field with arguments, for each set of arguments that it is selected with. */
    Map<ListRequest, Selected> lists(String name) {
        Map<ListRequest, List<SelectedField>> byArguments = new LinkedHashMap<>();
        for (SelectedField field : fields) {
            if (field.getName().equals(name)) {
                byArguments
                        .computeIfAbsent(new ListRequest(name, field.getArguments()), request -> new ArrayList<>())
                        .add(field);
            }
        }
        Map<ListRequest, Selected> lists = new LinkedHashMap<>();
        byArguments.forEach((request, selected) -> lists.put(
                request,
                new Selected(
                        new FieldSelection(below(selected), pathOf(selected.get(0))),
                        selected.stream()
                                .flatMap(field -> field.getObjectTypeNames().stream())
                                .collect(Collectors.toSet()))));
        return lists;
    }

    private static List<SelectedField> below(List<SelectedField> selected) {
        return selected.stream()
                .map(SelectedField::getSelectionSet)
                .map(DataFetchingFieldSelectionSet::getImmediateFields)
                .flatMap(List::stream)
                .toList();
    }

    private static String pathOf(SelectedField field) {
        SelectedField parent = field.getParentField();
        return parent == null ? "" : pathOf(parent) + field.getResultKey() + '.';
    }

    /** A selection, and the object types on whose fields it is made. */
    record Selected(FieldSelection selection, Set<String> objectTypes) {}
}
