package org.onrecord.coalition;

import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.onrecord.actor.Actor;
import org.onrecord.actor.ActorFile;
import org.onrecord.dataset.Entry;
import org.onrecord.dataset.NodeFile;
import org.onrecord.source.SourceFile;

/** How coalitions stand in a data set, with the claims about their size. */
@Singleton
public class CoalitionFile extends NodeFile<Coalition> {

    private final SourceFile sources;
    private final ActorFile actors;

    CoalitionFile(SourceFile sources, ActorFile actors) {
        super("coalitions", Coalition.class, coalition -> new Coalition());
        nested("sizeClaims", SizeClaim.class);
        this.sources = sources;
        this.actors = actors;
    }

    @Override
    protected void check(Entry entry) {
        entry.checkCovered("foundedOn");
        entry.checkReferences("leads", actors);
        entry.checkReference("parent", this);
        entry.object("foundedEvidence").checkReference("source", sources);
        entry.object("leadsEvidence").checkReference("source", sources);
        for (Entry claim : entry.objects("sizeClaims")) {
            claim.checkReference("claimant", actors);
            claim.object("evidence").checkReference("source", sources);
            claim.checkCovered("claimedOn");
            claim.checkRange();
        }
    }

    @Override
    protected void checkTogether(Map<String, Entry> entries) {
        entries.forEach((slug, coalition) -> {
            Set<String> passed = new HashSet<>();
            for (String next = slug;
                    entries.containsKey(next);
                    next = entries.get(next).text("parent")) {
                if (!passed.add(next)) {
                    coalition.fault("parent", "leads in a circle");
                    return;
                }
            }
        });
    }

    @Override
    protected void write(List<Entry> entries) {
        super.write(entries);
        for (Entry entry : entries) {
            Coalition coalition = entry.node(this);
            coalition.parent = entry.one("parent", this);
            entry.objects("sizeClaims")
                    .forEach(item -> item.write(
                            SizeClaim.class, any -> new SizeClaim(), (from, claim) -> fill(from, claim, coalition)));
        }
    }

    @Override
    protected void fill(Entry entry, Coalition coalition) {
        coalition.name = entry.text("name");
        coalition.aliases = entry.texts("aliases");
        coalition.purpose = entry.text("purpose");
        coalition.foundedOn = entry.date("foundedOn");
        coalition.foundedEvidence = entry.object("foundedEvidence", sources::evidence);
        replace(coalition.leads, entry.many("leads", actors, Actor.class));
        coalition.leadsEvidence = entry.object("leadsEvidence", sources::evidence);
        coalition.note = entry.text("note");
    }

    private void fill(Entry entry, SizeClaim claim, Coalition coalition) {
        claim.coalition = coalition;
        claim.metric = entry.text("metric");
        claim.text = entry.text("text");
        claim.min = entry.integer("min");
        claim.max = entry.integer("max");
        claim.claimant = (Actor) entry.one("claimant", actors);
        claim.claimedOn = entry.date("claimedOn");
        claim.claimedOnText = entry.text("claimedOnText");
        claim.evidence = entry.object("evidence", sources::evidence);
    }
}
