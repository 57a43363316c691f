package org.onrecord.graphql.document;

import graphql.schema.GraphQLNamedSchemaElement;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.onrecord.graphql.request.RequestSettings;

/** Says which known name may be meant by one that the schema does not have, where it may tell its names. */
@Singleton
class Suggestions {

    private final boolean enabled;

    Suggestions(RequestSettings settings) {
        this.enabled = settings.schema().introspection() && settings.schema().suggestions();
    }

    /**
     * @param name one that the schema does not have
     * @param known what may be meant
     */
    Optional<String> forName(String name, List<? extends GraphQLNamedSchemaElement> known) {
        return enabled
                ? nearest(
                        name,
                        known.stream().map(GraphQLNamedSchemaElement::getName).toList())
                : Optional.empty();
    }

    private static Optional<String> nearest(String name, List<String> known) {
        int tolerance = Math.max(1, name.length() * 2 / 5);
        return known.stream()
                .filter(candidate -> Math.abs(candidate.length() - name.length()) <= tolerance
                        && distance(name, candidate) <= tolerance)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .map(candidate -> "did you mean '" + candidate + "'?");
    }

    /** Levenshtein's distance: how many letters must be put in, taken out or changed. */
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(before[j - 1] + change, 1 + Math.min(before[j], row[j - 1]));
            }
            before = row;
        }
        return before[other.length()];
    }
}
