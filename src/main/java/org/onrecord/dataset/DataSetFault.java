package org.onrecord.dataset;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something wrong in a data set.
 *
 * @param file the file's name
 * @param slug of the record, or its place in the file where it has none ({@code [3]}); null for the file as a whole
 * @param field the field in the record, with its place in lists: {@code evidence[0].source}; null for the record as
 *     a whole
 * @param message what is wrong
 */
public record DataSetFault(String file, String slug, String field, String message) {

    @Override
    public String toString() {
        return Stream.of(file, slug, field)
                        .filter(part -> part != null && !part.isEmpty())
                        .collect(Collectors.joining(" > "))
                + ": " + message;
    }
}
