package org.onrecord.graphql.relay;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/**
 * A record that can be fetched again by its id.
 *
 * @see <a href="https://relay.dev/graphql/objectidentification.htm">Relay: Global Object Identification</a>
 */
@Description("A record with an id of its own, which `node` and `nodes` accept.")
public interface Node {

    @Id
    @NonNull
    @Description("Opaque key, unique among all records of every type. Give it to `node` to fetch the record again.")
    String getId();
}
