package org.onrecord.graphql.relay;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/**
 * A record's place in a list.
 *
 * @param <N> the type of the record
 */
// The extension registers the types of the schema, but not what they inherit.
@RegisterForReflection
public abstract class Edge<N> {

    @NonNull
    @Description(
            "Opaque mark of this place in the list. Give it as `after` or `before` to the same list in the same order.")
    public String cursor;

    @NonNull
    @Description("The record at this place.")
    public N node;
}
