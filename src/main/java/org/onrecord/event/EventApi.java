package org.onrecord.event;

import io.smallrye.common.annotation.NonBlocking;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;
import org.onrecord.actor.Actor;
import org.onrecord.actor.ActorConnection;
import org.onrecord.actor.ActorFilter;
import org.onrecord.actor.ActorOrder;
import org.onrecord.graphql.read.Reads;
import org.onrecord.graphql.relay.Paging;

@GraphQLApi
@NonBlocking
public class EventApi {

    private final Reads reads;
    private final EventRows rows;

    EventApi(Reads reads, EventRows rows) {
        this.reads = reads;
        this.rows = rows;
    }

    @Query
    @Description("The event with this slug; null where there is none.")
    public CompletionStage<Event> event(@NonNull @Description("The event's slug.") String slug) {
        return reads.one(rows);
    }

    @Query
    @NonNull
    @Description("All events of the record.")
    public CompletionStage<EventConnection> events(
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) EventFilter filter,
            @Description(Paging.ORDER) @DefaultValue("HELD_ON_DESC") EventOrder orderBy) {
        return reads.list(rows, EventConnection.class);
    }

    @NonNull
    @Description("Who took part, as far as sources name them.")
    public ActorConnection participants(
            @Source Event event,
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) ActorFilter filter,
            @Description(Paging.ORDER) @DefaultValue("NAME_ASC") ActorOrder orderBy) {
        return reads.listOf(event, ActorConnection.class);
    }

    @NonNull
    @Description("The events in which the actor took part.")
    public EventConnection events(
            @Source Actor actor,
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) EventFilter filter,
            @Description(Paging.ORDER) @DefaultValue("HELD_ON_DESC") EventOrder orderBy) {
        return reads.listOf(actor, EventConnection.class);
    }

    @NonNull
    @Description("The events that the source proves.")
    public EventConnection events(
            @Source org.onrecord.source.Source source,
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) EventFilter filter,
            @Description(Paging.ORDER) @DefaultValue("HELD_ON_DESC") EventOrder orderBy) {
        return reads.listOf(source, EventConnection.class);
    }
}
