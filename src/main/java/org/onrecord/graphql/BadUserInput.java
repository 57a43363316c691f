package org.onrecord.graphql;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.graphql.GraphQLException;

/** Says that a request cannot be answered as it was made: what is wrong, at which argument, and what would be right. */
public class BadUserInput extends GraphQLException {

    private static final long serialVersionUID = 1;

    private final transient List<Violation> violations;

    public BadUserInput(List<Violation> violations) {
        super(
                violations.size() == 1
                        ? violations.get(0).toString()
                        : violations.size() + " arguments are wrong: see the violations");
        this.violations = List.copyOf(violations);
    }

    public BadUserInput(String path, String message) {
        this(List.of(new Violation(path, message)));
    }

    public List<Violation> violations() {
        return violations;
    }

    /**
     * One wrong argument.
     *
     * @param path where it stands below the field that the error's path names, for example {@code filter.speaker[1]}
     * @param message what would be right
     * @param limit the name of the limit that it is beyond, if that is what is wrong
     */
    public record Violation(String path, String message, Optional<String> limit) {

        public Violation(String path, String message) {
            this(path, message, Optional.empty());
        }

        @Override
        public String toString() {
            return path + ": " + message;
        }
    }
}
