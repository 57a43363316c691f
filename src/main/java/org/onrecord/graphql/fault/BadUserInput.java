package org.onrecord.graphql.fault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.graphql.GraphQLException;

/** Says that a request cannot be answered as it was made: what is wrong, at which argument, and what would be right. */
public class BadUserInput extends GraphQLException implements Fault {

    private static final long serialVersionUID = 1;

    /** How many violations an error lists, at most: a filter may have hundreds. */
    public static final int MOST_VIOLATIONS = 20;

    private final transient List<Violation> violations;

    /** Several wrong arguments of one field. */
    public BadUserInput(List<Violation> violations) {
        super(
                violations.size() == 1
                        ? violations.get(0).toString()
                        : violations.size() + " arguments are wrong: see the violations");
        this.violations = List.copyOf(violations);
    }

    /** One wrong argument. */
    public BadUserInput(String path, String message) {
        this(List.of(new Violation(path, message)));
    }

    @Override
    public String code() {
        return "BAD_USER_INPUT";
    }

    @Override
    public Map<String, Object> extensions() {
        return Map.of(
                "violations",
                violations.stream()
                        .limit(MOST_VIOLATIONS)
                        .map(Violation::entries)
                        .toList());
    }

    /**
     * One wrong argument.
     *
     * @param path where it stands below the field that the error's path names, for example {@code filter.speaker[1]}
     * @param message what would be right
     * @param limit the name of the limit that it is beyond, if that is what is wrong
     */
    public record Violation(String path, String message, Optional<String> limit) {

        /** A wrong argument that no limit forbids. */
        public Violation(String path, String message) {
            this(path, message, Optional.empty());
        }

        private Map<String, String> entries() {
            Map<String, String> entries = new LinkedHashMap<>();
            entries.put("path", path);
            entries.put("message", message);
            limit.ifPresent(name -> entries.put("limit", name));
            return entries;
        }

        @Override
        public String toString() {
            return path + ": " + message;
        }
    }
}
