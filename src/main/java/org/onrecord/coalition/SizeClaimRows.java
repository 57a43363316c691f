package org.onrecord.coalition;

import static org.onrecord.graphql.rows.ColumnReader.DATE;
import static org.onrecord.graphql.rows.ColumnReader.INTEGER;
import static org.onrecord.graphql.rows.ColumnReader.TEXT;

import jakarta.inject.Singleton;
import org.onrecord.actor.Actor;
import org.onrecord.actor.ActorRows;
import org.onrecord.graphql.rows.NodeRows;
import org.onrecord.source.EvidenceRows;
import org.onrecord.source.SourceRows;

/** How claims about a coalition's size are read. */
@Singleton
class SizeClaimRows extends NodeRows<SizeClaim> {

    SizeClaimRows(CoalitionRows coalitions, ActorRows actors, SourceRows sources) {
        super("SizeClaim", "size_claim", "sizeClaims", SizeClaimConnection::new, SizeClaimEdge::new, "SizeClaim");
        one("coalition", coalitions, "$.coalition_id", (claim, coalition) -> claim.coalition = coalition);
        value("metric", "$.metric", TEXT, (claim, metric) -> claim.metric = metric);
        value("text", "$.text", TEXT, (claim, text) -> claim.text = text);
        value("min", "$.min_count", INTEGER, (claim, count) -> claim.min = count);
        value("max", "$.max_count", INTEGER, (claim, count) -> claim.max = count);
        one("claimant", actors, "$.claimant_id", (claim, actor) -> claim.claimant = (Actor) actor);
        value("claimedOn", "$.claimed_on", DATE, (claim, day) -> claim.claimedOn = day);
        value("claimedOnText", "$.claimed_on_text", TEXT, (claim, words) -> claim.claimedOnText = words);
        part("evidence", new EvidenceRows("size_claim", sources), (claim, evidence) -> claim.evidence = evidence);

        listOn(coalitions, "sizeClaims", "$.coalition_id = parent.id");
        listOn(actors, "sizeClaims", "$.claimant_id = parent.id");
        listOn(sources, "sizeClaims", "$.source_id = parent.id");

        bySlugs("coalition", coalitions, "$.coalition_id = any(?)");
        bySlugs("claimant", actors, "$.claimant_id = any(?)");
        bySlugs("source", sources, "$.source_id = any(?)");
        byPeriod("claimedFrom", "claimedTo", "$.claimed_on", "$.claimed_on");

        descending(SizeClaimOrder.CLAIMED_ON_DESC, dateDescending("$.claimed_on"));
        ascending(SizeClaimOrder.CLAIMED_ON_ASC, dateAscending("$.claimed_on"));
    }

    @Override
    public SizeClaim create(String discriminator) {
        return new SizeClaim();
    }
}
