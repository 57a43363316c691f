package org.onrecord.graphql;

/** Descriptions of the arguments that every connection has. */
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

    private Paging() {}
}
