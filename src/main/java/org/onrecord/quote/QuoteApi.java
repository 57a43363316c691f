package org.onrecord.quote;

import io.smallrye.common.annotation.NonBlocking;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;
import org.onrecord.actor.Actor;
import org.onrecord.event.Event;
import org.onrecord.graphql.read.Reads;
import org.onrecord.graphql.relay.Paging;

@GraphQLApi
@NonBlocking
public class QuoteApi {

    private final Reads reads;
    private final QuoteRows rows;

    QuoteApi(Reads reads, QuoteRows rows) {
        this.reads = reads;
        this.rows = rows;
    }

    @Query
    @Description("The quote with this slug; null where there is none.")
    public CompletionStage<Quote> quote(@NonNull @Description("The quote's slug.") String slug) {
        return reads.one(rows);
    }

    @Query
    @NonNull
    @Description("All quotes of the record.")
    public CompletionStage<QuoteConnection> quotes(
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) QuoteFilter filter,
            @Description(Paging.ORDER) @DefaultValue("SAID_ON_DESC") QuoteOrder orderBy) {
        return reads.list(rows, QuoteConnection.class);
    }

    @NonNull
    @Description("What the actor said.")
    public QuoteConnection quotes(
            @Source Actor actor,
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) QuoteFilter filter,
            @Description(Paging.ORDER) @DefaultValue("SAID_ON_DESC") QuoteOrder orderBy) {
        return reads.listOf(actor, QuoteConnection.class);
    }

    @NonNull
    @Description("What was said about the actor.")
    public QuoteConnection mentions(
            @Source Actor actor,
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) QuoteFilter filter,
            @Description(Paging.ORDER) @DefaultValue("SAID_ON_DESC") QuoteOrder orderBy) {
        return reads.listOf(actor, QuoteConnection.class);
    }

    @NonNull
    @Description("The quotes that the source prints.")
    public QuoteConnection quotes(
            @Source org.onrecord.source.Source source,
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) QuoteFilter filter,
            @Description(Paging.ORDER) @DefaultValue("SAID_ON_DESC") QuoteOrder orderBy) {
        return reads.listOf(source, QuoteConnection.class);
    }

    @NonNull
    @Description("What was said at the event.")
    public QuoteConnection quotes(
            @Source Event event,
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) QuoteFilter filter,
            @Description(Paging.ORDER) @DefaultValue("SAID_ON_DESC") QuoteOrder orderBy) {
        return reads.listOf(event, QuoteConnection.class);
    }
}
