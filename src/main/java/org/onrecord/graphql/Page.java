package org.onrecord.graphql;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onrecord.graphql.BadUserInput.Violation;
import org.onrecord.graphql.NodeRows.Order;
import org.onrecord.graphql.NodeRows.PageList;

/**
 * Which part of a list is asked for.
 *
 * @param size the most records of the page
 * @param backward whether the page is counted from the end of the part
 * @param after the part starts after this place, or at the list's start
 * @param before the part ends before this place, or at the list's end
 */
record Page(int size, boolean backward, Optional<Cursor> after, Optional<Cursor> before) {

    static final int DEFAULT_SIZE = 20;

    /**
     * Reads the four paging arguments; what is wrong with them is noted with its path.
     *
     * @param maximum the largest size that is allowed
     */
    static Page of(
            Map<String, Object> arguments,
            int maximum,
            PageList<?> list,
            Order order,
            String path,
            List<Violation> violations) {
        Optional<Cursor> after = cursor("after", arguments, list, order, path, violations);
        Optional<Cursor> before = cursor("before", arguments, list, order, path, violations);
        Integer first = size("first", arguments, maximum, path, violations);
        Integer last = size("last", arguments, maximum, path, violations);
        if (first != null && last != null) {
            violations.add(new Violation(path + "last", "must not be given together with first: take one of them"));
        }
        boolean backward = last != null || (first == null && before.isPresent() && after.isEmpty());
        return new Page(Math.min(size(arguments), maximum), backward, after, before);
    }

    /** The size that the arguments ask for, right or wrong. A variable arrives as another class of number than a literal. */
    static int size(Map<String, Object> arguments) {
        Object size = arguments.get("first") == null ? arguments.get("last") : arguments.get("first");
        return size == null ? DEFAULT_SIZE : ((Number) size).intValue();
    }

    private static Integer size(
            String name, Map<String, Object> arguments, int maximum, String path, List<Violation> violations) {
        Number size = (Number) arguments.get(name);
        if (size == null) {
            return null;
        }
        if (size.doubleValue() != size.intValue() || size.intValue() < 1 || size.intValue() > maximum) {
            Optional<String> limit = size.doubleValue() > maximum ? Optional.of("page") : Optional.empty();
            violations.add(new Violation(path + name, "must be a whole number from 1 to " + maximum, limit));
        }
        return size.intValue();
    }

    private static Optional<Cursor> cursor(
            String name,
            Map<String, Object> arguments,
            PageList<?> list,
            Order order,
            String path,
            List<Violation> violations) {
        String text = (String) arguments.get(name);
        if (text == null) {
            return Optional.empty();
        }
        Optional<Cursor> cursor = Cursor.decode(text, list.name(), order);
        if (cursor.isEmpty()) {
            violations.add(new Violation(
                    path + name, "must be a cursor that this list gave in the order " + order.name() + ", unchanged"));
        }
        return cursor;
    }
}
