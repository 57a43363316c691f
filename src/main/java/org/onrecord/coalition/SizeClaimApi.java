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
public class SizeClaimApi {

    private final Reads reads;
    private final SizeClaimRows rows;

    SizeClaimApi(Reads reads, SizeClaimRows rows) {
        this.reads = reads;
        this.rows = rows;
    }

    @Query
    @Description("The sizeClaim with this slug; null where there is none.")
    public CompletionStage<SizeClaim> sizeClaim(@NonNull @Description("The sizeClaim's slug.") String slug) {
        return reads.one(rows);
    }

    @Query
    @NonNull
    @Description("All claims about the size of coalitions.")
    public CompletionStage<SizeClaimConnection> sizeClaims(
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) SizeClaimFilter filter,
            @Description(Paging.ORDER) @DefaultValue("CLAIMED_ON_DESC") SizeClaimOrder orderBy) {
        return reads.list(rows, SizeClaimConnection.class);
    }

    @NonNull
    @Description("Who said what about how large the coalition is.")
    public SizeClaimConnection sizeClaims(
            @Source Coalition coalition,
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) SizeClaimFilter filter,
            @Description(Paging.ORDER) @DefaultValue("CLAIMED_ON_DESC") SizeClaimOrder orderBy) {
        return reads.listOf(coalition, SizeClaimConnection.class);
    }

    @NonNull
    @Description("What the actor said about how large coalitions are.")
    public SizeClaimConnection sizeClaims(
            @Source Actor actor,
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) SizeClaimFilter filter,
            @Description(Paging.ORDER) @DefaultValue("CLAIMED_ON_DESC") SizeClaimOrder orderBy) {
        return reads.listOf(actor, SizeClaimConnection.class);
    }

    @NonNull
    @Description("The claims about the size of coalitions that the source proves.")
    public SizeClaimConnection sizeClaims(
            @Source org.onrecord.source.Source source,
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) SizeClaimFilter filter,
            @Description(Paging.ORDER) @DefaultValue("CLAIMED_ON_DESC") SizeClaimOrder orderBy) {
        return reads.listOf(source, SizeClaimConnection.class);
    }
}
