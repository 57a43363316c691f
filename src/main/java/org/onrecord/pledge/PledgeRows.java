package org.onrecord.pledge;

import static org.onrecord.graphql.rows.ColumnReader.DATE;
import static org.onrecord.graphql.rows.ColumnReader.DECIMAL;
import static org.onrecord.graphql.rows.ColumnReader.TEXT;
import static org.onrecord.graphql.rows.ColumnReader.constant;

import jakarta.inject.Singleton;
import org.onrecord.actor.Actor;
import org.onrecord.actor.ActorRows;
import org.onrecord.coalition.CoalitionRows;
import org.onrecord.event.EventRows;
import org.onrecord.graphql.rows.NodeRows;
import org.onrecord.graphql.rows.Rows;
import org.onrecord.source.EvidenceRows;
import org.onrecord.source.SourceRows;

/** How pledges are read. */
@Singleton
class PledgeRows extends NodeRows<Pledge> {

    private static final String WITH_CHILDREN = """
            $.coalition_id in (
                with recursive family (id) as (
                    select unnest(?)
                    union
                    select child.id from coalition child join family on child.parent_id = family.id)
                select id from family)""";

    PledgeRows(ActorRows actors, SourceRows sources, EventRows events, CoalitionRows coalitions) {
        super("Pledge", "pledge", "pledges", PledgeConnection::new, PledgeEdge::new, "Pledge");
        one("pledger", actors, "$.pledger_id", (pledge, actor) -> pledge.pledger = (Actor) actor);
        one("coalition", coalitions, "$.coalition_id", (pledge, coalition) -> pledge.coalition = coalition);
        value("kind", "$.kind", constant(PledgeKind.class), (pledge, kind) -> pledge.kind = kind);
        value("status", "$.status", constant(PledgeStatus.class), (pledge, status) -> pledge.status = status);
        many(
                "statusHistory",
                new StatusChangeRows(sources),
                "pledge_status_change $",
                "$.pledge_id",
                "$.position",
                (pledge, history) -> pledge.statusHistory = history);
        part("quantity", new QuantityRows(), (pledge, quantity) -> pledge.quantity = quantity);
        value("announcedOn", "$.announced_on", DATE, (pledge, day) -> pledge.announcedOn = day);
        value("announcedOnText", "$.announced_on_text", TEXT, (pledge, words) -> pledge.announcedOnText = words);
        one("announcedBy", actors, "$.announced_by_id", (pledge, actor) -> pledge.announcedBy = (Actor) actor);
        one("occasion", events, "$.occasion_id", (pledge, event) -> pledge.occasion = event);
        value("scope", "$.scope", TEXT, (pledge, scope) -> pledge.scope = scope);
        value("conditions", "$.conditions", TEXT, (pledge, conditions) -> pledge.conditions = conditions);
        value("confidence", "$.confidence", constant(Confidence.class), (pledge, value) -> pledge.confidence = value);
        many(
                "evidence",
                new EvidenceRows("pledge_evidence", sources),
                "pledge_evidence $",
                "$.pledge_id",
                "$.position",
                (pledge, evidence) -> pledge.evidence = evidence);
        value("note", "$.note", TEXT, (pledge, note) -> pledge.note = note);

        listOnByLinks(this, "conflictsWith", "select c.other_id from pledge_conflict c where c.pledge_id = parent.id");
        listOn(actors, "pledges", "$.pledger_id = parent.id");
        listOn(coalitions, "pledges", "$.coalition_id = parent.id");
        listOnByLinks(sources, "pledges", "select e.pledge_id from pledge_evidence e where e.source_id = parent.id");
        listOn(events, "pledges", "$.occasion_id = parent.id");

        bySlugs("pledger", actors, "$.pledger_id = any(?)");
        byAny("pledgerKind", "exists (select from actor a where a.id = $.pledger_id and a.kind = any(?))");
        bySlugs("announcedBy", actors, "$.announced_by_id = any(?)");
        bySlugs(
                "coalition",
                coalitions,
                (value, keys, where) -> where.and(
                        value.isSet("includeChildren") ? WITH_CHILDREN : "$.coalition_id = any(?)", (Object) keys));
        byAny("kind", "$.kind = any(?)");
        byAny("status", "$.status = any(?)");
        byAny("confidence", "$.confidence = any(?)");
        byPeriod("announcedFrom", "announcedTo", "$.announced_on", "$.announced_on");
        bySlugs("source", sources, "$.id in (select e.pledge_id from pledge_evidence e where e.source_id = any(?))");
        bySlugs("event", events, "$.occasion_id = any(?)");
        byWhether("hasConditions", "$.conditions is not null");
        byWhether("disputed", "exists (select from pledge_conflict c where c.pledge_id = $.id)");

        descending(PledgeOrder.ANNOUNCED_ON_DESC, dateDescending("$.announced_on"));
        ascending(PledgeOrder.ANNOUNCED_ON_ASC, dateAscending("$.announced_on"));
    }

    @Override
    public Pledge create(String discriminator) {
        return new Pledge();
    }

    private static final class QuantityRows extends Rows<Quantity> {

        QuantityRows() {
            super("pledge", "$.quantity_text", "Quantity");
            value("text", "$.quantity_text", TEXT, (quantity, text) -> quantity.text = text);
            value("min", "$.quantity_min", DECIMAL, (quantity, amount) -> quantity.min = amount);
            value("max", "$.quantity_max", DECIMAL, (quantity, amount) -> quantity.max = amount);
            value("unit", "$.quantity_unit", TEXT, (quantity, unit) -> quantity.unit = unit);
            value("currency", "$.quantity_currency", TEXT, (quantity, code) -> quantity.currency = code);
        }

        @Override
        public Quantity create(String discriminator) {
            return new Quantity();
        }
    }

    private static final class StatusChangeRows extends Rows<PledgeStatusChange> {

        StatusChangeRows(SourceRows sources) {
            super("pledge_status_change", "$.pledge_id", "PledgeStatusChange");
            value("status", "$.status", constant(PledgeStatus.class), (change, status) -> change.status = status);
            value("changedOn", "$.changed_on", DATE, (change, day) -> change.changedOn = day);
            value("changedOnText", "$.changed_on_text", TEXT, (change, words) -> change.changedOnText = words);
            part("evidence", new EvidenceRows("pledge_status_change", sources), (change, evidence) -> {
                change.evidence = evidence;
            });
        }

        @Override
        public PledgeStatusChange create(String discriminator) {
            return new PledgeStatusChange();
        }
    }
}
