package org.onrecord.graphql.read;

import io.smallrye.common.annotation.NonBlocking;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.onrecord.graphql.relay.Node;

/** Fetching records of any type by their ids. */
@GraphQLApi
@NonBlocking
public class NodeApi {

    private final Reads reads;

    NodeApi(Reads reads) {
        this.reads = reads;
    }

    @Query
    @Description("The record with this id, of whatever type; null where there is none.")
    public CompletionStage<Node> node(@Id @NonNull @Description("As the field `id` of a record gave it.") String id) {
        return reads.node();
    }

    @Query
    @NonNull
    @Description("The records with these ids, in the order of the ids, null where there is none.")
    public CompletionStage<List<Node>> nodes(
            @Id
                    @NonNull
                    @Description("At most 100 ids, unless the service is set to another maximum, as the field `id` of "
                            + "records gave them.")
                    List<@NonNull String> ids) {
        return reads.nodes();
    }
}
