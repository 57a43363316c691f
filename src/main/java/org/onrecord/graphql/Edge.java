package org.onrecord.graphql;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/**
 * A record's place in a list.
 *
 * @param <N> the type of the record
 */
public abstract class Edge<N> {

    @NonNull
    @Description(
            "Opaque mark of this place in the list. Give it as `after` or `before` to the same list in the same order.")
    public String cursor;

    @NonNull
    @Description("The record at this place.")
    public N node;
}
