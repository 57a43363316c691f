package org.onrecord.coalition;

import io.smallrye.common.annotation.NonBlocking;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;
import org.onrecord.actor.Actor;
import org.onrecord.graphql.read.Reads;
import org.onrecord.graphql.relay.Paging;

@GraphQLApi
@NonBlocking
public class CoalitionApi {

    private final Reads reads;
    private final CoalitionRows rows;

    CoalitionApi(Reads reads, CoalitionRows rows) {
        this.reads = reads;
        this.rows = rows;
    }

    @Query
    @Description("The coalition with this slug; null where there is none.")
    public CompletionStage<Coalition> coalition(@NonNull @Description("The coalition's slug.") String slug) {
        return reads.one(rows);
    }

    @Query
    @NonNull
    @Description("All coalitions of the record.")
    public CompletionStage<CoalitionConnection> coalitions(
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) CoalitionFilter filter,
            @Description(Paging.ORDER) @DefaultValue("NAME_ASC") CoalitionOrder orderBy) {
        return reads.list(rows, CoalitionConnection.class);
    }

    @NonNull
    @Description("The coalitions that are a part of this one.")
    public CoalitionConnection children(
            @Source Coalition coalition,
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) CoalitionFilter filter,
            @Description(Paging.ORDER) @DefaultValue("NAME_ASC") CoalitionOrder orderBy) {
        return reads.listOf(coalition, CoalitionConnection.class);
    }

    @NonNull
    @Description("The coalitions that the actor leads, alone or with others.")
    public CoalitionConnection ledCoalitions(
            @Source Actor actor,
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) CoalitionFilter filter,
            @Description(Paging.ORDER) @DefaultValue("NAME_ASC") CoalitionOrder orderBy) {
        return reads.listOf(actor, CoalitionConnection.class);
    }
}
