package org.onrecord.pledge;

import io.smallrye.common.annotation.NonBlocking;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;
import org.onrecord.actor.Actor;
import org.onrecord.coalition.Coalition;
import org.onrecord.event.Event;
import org.onrecord.graphql.read.Reads;
import org.onrecord.graphql.relay.Paging;

@GraphQLApi
@NonBlocking
public class PledgeApi {

    private final Reads reads;
    private final PledgeRows rows;

    PledgeApi(Reads reads, PledgeRows rows) {
        this.reads = reads;
        this.rows = rows;
    }

    @Query
    @Description("The pledge with this slug; null where there is none.")
    public CompletionStage<Pledge> pledge(@NonNull @Description("The pledge's slug.") String slug) {
        return reads.one(rows);
    }

    @Query
    @NonNull
    @Description("All pledges of the record.")
    public CompletionStage<PledgeConnection> pledges(
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) PledgeFilter filter,
            @Description(Paging.ORDER) @DefaultValue("ANNOUNCED_ON_DESC") PledgeOrder orderBy) {
        return reads.list(rows, PledgeConnection.class);
    }

    @NonNull
    @Description("The pledges on record that contradict this one. Both sides stand; neither wins.")
    public PledgeConnection conflictsWith(
            @Source Pledge pledge,
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) PledgeFilter filter,
            @Description(Paging.ORDER) @DefaultValue("ANNOUNCED_ON_DESC") PledgeOrder orderBy) {
        return reads.listOf(pledge, PledgeConnection.class);
    }

    @NonNull
    @Description("What the actor pledged, or declined to.")
    public PledgeConnection pledges(
            @Source Actor actor,
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) PledgeFilter filter,
            @Description(Paging.ORDER) @DefaultValue("ANNOUNCED_ON_DESC") PledgeOrder orderBy) {
        return reads.listOf(actor, PledgeConnection.class);
    }

    @NonNull
    @Description("What was pledged to the coalition, or declined. Its parts have pledges of their own: see `children`.")
    public PledgeConnection pledges(
            @Source Coalition coalition,
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) PledgeFilter filter,
            @Description(Paging.ORDER) @DefaultValue("ANNOUNCED_ON_DESC") PledgeOrder orderBy) {
        return reads.listOf(coalition, PledgeConnection.class);
    }

    @NonNull
    @Description("The pledges that the source proves.")
    public PledgeConnection pledges(
            @Source org.onrecord.source.Source source,
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) PledgeFilter filter,
            @Description(Paging.ORDER) @DefaultValue("ANNOUNCED_ON_DESC") PledgeOrder orderBy) {
        return reads.listOf(source, PledgeConnection.class);
    }

    @NonNull
    @Description("What was announced at the event.")
    public PledgeConnection pledges(
            @Source Event event,
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) PledgeFilter filter,
            @Description(Paging.ORDER) @DefaultValue("ANNOUNCED_ON_DESC") PledgeOrder orderBy) {
        return reads.listOf(event, PledgeConnection.class);
    }
}
