package org.onrecord.graphql.relay;

import java.util.Map;

/** The arguments that every connection has: their descriptions, and the size of a page. */
public final class Paging {

    public static final String FIRST =
            "How many records to take from the start, or after the cursor `after`: 1 to 100, unless"
                    + " the service is set to another maximum. Without `first` and `last`, 20.";
    public static final String AFTER = "A cursor of this list, in this order: the page starts after it.";
    public static final String LAST =
            "How many records to take from the end, or before the cursor `before`: 1 to 100, unless"
                    + " the service is set to another maximum. Not together with `first`.";
    public static final String BEFORE = "A cursor of this list, in this order: the page ends before it.";
    public static final String FILTER =
            "Which records the list has: those that match every field given. Without it, all.";
    public static final String ORDER = "The list's order. Records with equal keys keep one fixed order.";

    private static final int DEFAULT_SIZE = 20;

    private Paging() {}

    /**
     * The size that the arguments of a connection ask for, right or wrong. A variable arrives as another class of
     * number than a literal.
     */
    public static int size(Map<String, Object> arguments) {
        Object size = arguments.get("first") == null ? arguments.get("last") : arguments.get("first");
        return size == null ? DEFAULT_SIZE : ((Number) size).intValue();
    }
}
