package org.onrecord.coalition;

import static org.onrecord.graphql.rows.ColumnReader.DATE;
import static org.onrecord.graphql.rows.ColumnReader.TEXT;
import static org.onrecord.graphql.rows.ColumnReader.TEXTS;

import jakarta.inject.Singleton;
import org.onrecord.actor.Actor;
import org.onrecord.actor.ActorRows;
import org.onrecord.graphql.rows.NodeRows;
import org.onrecord.source.EvidenceRows;
import org.onrecord.source.SourceRows;

/** How coalitions are read. */
@Singleton
public class CoalitionRows extends NodeRows<Coalition> {

    CoalitionRows(ActorRows actors, SourceRows sources) {
        super("Coalition", "coalition", "coalitions", CoalitionConnection::new, CoalitionEdge::new, "Coalition");
        value("name", "$.name", TEXT, (coalition, name) -> coalition.name = name);
        value("aliases", "$.aliases", TEXTS, (coalition, aliases) -> coalition.aliases = aliases);
        value("purpose", "$.purpose", TEXT, (coalition, purpose) -> coalition.purpose = purpose);
        value("foundedOn", "$.founded_on", DATE, (coalition, day) -> coalition.foundedOn = day);
        part(
                "foundedEvidence",
                new EvidenceRows("coalition", "$.founded_source_id", "$.founded_excerpt", sources),
                (coalition, evidence) -> coalition.foundedEvidence = evidence);
        many(
                "leads",
                actors,
                "coalition_lead l join actor $ on $.id = l.actor_id",
                "l.coalition_id",
                "l.position",
                (coalition, leads) ->
                        coalition.leads = leads.stream().map(Actor.class::cast).toList());
        part(
                "leadsEvidence",
                new EvidenceRows("coalition", "$.leads_source_id", "$.leads_excerpt", sources),
                (coalition, evidence) -> coalition.leadsEvidence = evidence);
        one("parent", this, "$.parent_id", (coalition, parent) -> coalition.parent = parent);
        value("note", "$.note", TEXT, (coalition, note) -> coalition.note = note);

        listOn(this, "children", "$.parent_id = parent.id");
        listOnByLinks(
                actors, "ledCoalitions", "select l.coalition_id from coalition_lead l where l.actor_id = parent.id");

        bySlugs("parent", this, "$.parent_id = any(?)");
        bySlugs("lead", actors, "$.id in (select l.coalition_id from coalition_lead l where l.actor_id = any(?))");

        ascending(CoalitionOrder.NAME_ASC, text("$.folded_name"));
        descending(CoalitionOrder.NAME_DESC, text("$.folded_name"));
        descending(CoalitionOrder.FOUNDED_ON_DESC, dateDescending("$.founded_on"));
        ascending(CoalitionOrder.FOUNDED_ON_ASC, dateAscending("$.founded_on"));
    }

    @Override
    public Coalition create(String discriminator) {
        return new Coalition();
    }
}
