package org.onrecord.event;

import static org.onrecord.graphql.rows.ColumnReader.DATE;
import static org.onrecord.graphql.rows.ColumnReader.TEXT;
import static org.onrecord.graphql.rows.ColumnReader.constant;

import jakarta.inject.Singleton;
import org.onrecord.actor.ActorRows;
import org.onrecord.actor.Country;
import org.onrecord.graphql.rows.NodeRows;
import org.onrecord.source.EvidenceRows;
import org.onrecord.source.SourceRows;

/** How events are read. */
@Singleton
public class EventRows extends NodeRows<Event> {

    EventRows(ActorRows actors, SourceRows sources) {
        super("Event", "event", "events", EventConnection::new, EventEdge::new, "Event");
        value("kind", "$.kind", constant(EventKind.class), (event, kind) -> event.kind = kind);
        value("name", "$.name", TEXT, (event, name) -> event.name = name);
        value("heldOn", "$.held_on", DATE, (event, day) -> event.heldOn = day);
        value("heldOnText", "$.held_on_text", TEXT, (event, words) -> event.heldOnText = words);
        value("place", "$.place", TEXT, (event, place) -> event.place = place);
        one("country", actors, "$.country_id", (event, country) -> event.country = (Country) country);
        value("description", "$.description", TEXT, (event, text) -> event.description = text);
        many(
                "evidence",
                new EvidenceRows("event_evidence", sources),
                "event_evidence $",
                "$.event_id",
                "$.position",
                (event, evidence) -> event.evidence = evidence);

        listOnByLinks(actors, "events", "select p.event_id from event_participant p where p.actor_id = parent.id");
        listOnByLinks(sources, "events", "select e.event_id from event_evidence e where e.source_id = parent.id");

        byAny("kind", "$.kind = any(?)");
        bySlugs(
                "participant",
                actors,
                "$.id in (select p.event_id from event_participant p where p.actor_id = any(?))");
        byAny("place", "fold($.place) collate \"C\" = any (array(select fold(name) from unnest(?) name))");
        bySlugs("country", actors, "$.country_id = any(?)");
        byPeriod("heldFrom", "heldTo", "$.held_on", "$.held_on");

        descending(EventOrder.HELD_ON_DESC, dateDescending("$.held_on"));
        ascending(EventOrder.HELD_ON_ASC, dateAscending("$.held_on"));
        ascending(EventOrder.NAME_ASC, text("$.folded_name"));
        descending(EventOrder.NAME_DESC, text("$.folded_name"));

        listOfByLinks(
                actors, "participants", "select p.actor_id from event_participant p where p.event_id = parent.id");
    }

    @Override
    public Event create(String discriminator) {
        return new Event();
    }
}
