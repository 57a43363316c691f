package org.onrecord.graphql.request;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says which known name may be meant by one that the schema does not have, where it may tell its names. */
@Singleton
class Suggestions {

    private static final Pattern UNKNOWN_FIELD =
            Pattern.compile("Field '(?<name>\\w+)' in type '(?<type>\\w+)' is undefined");
    private static final Pattern UNKNOWN_INPUT_FIELD =
            Pattern.compile("contains a field not in '(?<type>\\w+)': '(?<name>\\w+)'");
    private static final Pattern UNKNOWN_TYPE = Pattern.compile("Unknown type '(?<name>\\w+)'");

    private final Instance<GraphQLSchema> schema;
    private final boolean enabled;

    Suggestions(Instance<GraphQLSchema> schema, RequestSettings settings) {
        this.schema = schema;
        this.enabled = settings.schema().introspection() && settings.schema().suggestions();
    }

    /** @param message of a validation error */
    Optional<String> forMessage(String message) {
        if (!enabled) {
            return Optional.empty();
        }
        for (Pattern pattern : List.of(UNKNOWN_FIELD, UNKNOWN_INPUT_FIELD)) {
            Matcher unknown = pattern.matcher(message);
            if (unknown.find()) {
                return nearest(unknown.group("name"), namesOf(schema.get().getType(unknown.group("type"))));
            }
        }
        Matcher unknown = UNKNOWN_TYPE.matcher(message);
        if (unknown.find()) {
            return nearest(
                    unknown.group("name"),
                    schema.get().getAllTypesAsList().stream()
                            .map(GraphQLNamedType::getName)
                            .toList());
        }
        return Optional.empty();
    }

    private static List<String> namesOf(GraphQLType type) {
        if (type instanceof GraphQLFieldsContainer container) {
            return container.getFieldDefinitions().stream()
                    .map(GraphQLFieldDefinition::getName)
                    .toList();
        }
        if (type instanceof GraphQLInputObjectType input) {
            return input.getFieldDefinitions().stream()
                    .map(GraphQLInputObjectField::getName)
                    .toList();
        }
        return List.of();
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
