package org.onrecord.actor;

import io.smallrye.common.annotation.NonBlocking;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.onrecord.graphql.read.Reads;
import org.onrecord.graphql.relay.Paging;

@GraphQLApi
@NonBlocking
public class ActorApi {

    private final Reads reads;
    private final ActorRows rows;

    ActorApi(Reads reads, ActorRows rows) {
        this.reads = reads;
        this.rows = rows;
    }

    @Query
    @Description("The actor with this slug; null where there is none.")
    public CompletionStage<Actor> actor(@NonNull @Description("The actor's slug.") String slug) {
        return reads.one(rows).thenApply(Actor.class::cast);
    }

    @Query
    @NonNull
    @Description("All actors of the record.")
    public CompletionStage<ActorConnection> actors(
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) ActorFilter filter,
            @Description(Paging.ORDER) @DefaultValue("NAME_ASC") ActorOrder orderBy) {
        return reads.list(rows, ActorConnection.class);
    }
}
