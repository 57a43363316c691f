package org.onrecord.graphql.read;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onrecord.graphql.fault.BadUserInput.Violation;
import org.onrecord.graphql.relay.Paging;
import org.onrecord.graphql.rows.NodeRows.Order;
import org.onrecord.graphql.rows.NodeRows.PageList;

/**
 * Which part of a list is asked for.
 *
 * @param size the most records of the page
 * @param backward whether the page is counted from the end of the part
 * @param after the part starts after this place, or at the list's start
 * @param before the part ends before this place, or at the list's end
 */
record Page(int size, boolean backward, Optional<Cursor> after, Optional<Cursor> before) {

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
        return new Page(Math.min(Paging.size(arguments), maximum), backward, after, before);
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
