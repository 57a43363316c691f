package org.onrecord.graphql.relay;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/**
 * One page of a list. Each list's type is a subclass that names its node type.
 *
 * @param <N> the type of the list's records
 * @param <E> the type of its edges
 * @see <a href="https://relay.dev/graphql/connections.htm">Relay: Cursor Connections</a>
 */
// The extension registers the types of the schema, but not what they inherit.
@RegisterForReflection
public abstract class Connection<N, E extends Edge<N>> {

    @NonNull
    @Description("The records of this page, each with its cursor.")
    public List<@NonNull E> edges;

    @NonNull
    @Description("The records of this page, without cursors.")
    public List<@NonNull N> nodes;

    @NonNull
    @Description("Where this page stands in the list.")
    public PageInfo pageInfo;

    @NonNull
    @Description(
            "How many records the whole list has, on all pages, with the filter applied. Counted only when asked for.")
    public Integer totalCount;
}
