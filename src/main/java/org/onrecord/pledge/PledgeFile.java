package org.onrecord.pledge;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.onrecord.actor.Actor;
import org.onrecord.actor.ActorFile;
import org.onrecord.coalition.CoalitionFile;
import org.onrecord.dataset.Entry;
import org.onrecord.dataset.NodeFile;
import org.onrecord.event.EventFile;
import org.onrecord.source.SourceFile;

/** How pledges stand in a data set. */
@Singleton
class PledgeFile extends NodeFile<Pledge> {

    private final SourceFile sources;
    private final ActorFile actors;
    private final EventFile events;
    private final CoalitionFile coalitions;

    PledgeFile(SourceFile sources, ActorFile actors, EventFile events, CoalitionFile coalitions) {
        super("pledges", Pledge.class, pledge -> new Pledge());
        this.sources = sources;
        this.actors = actors;
        this.events = events;
        this.coalitions = coalitions;
    }

    @Override
    protected void check(Entry entry) {
        entry.checkCovered("announcedOn");
        entry.checkReference("pledger", actors);
        entry.checkReference("coalition", coalitions);
        entry.checkReference("announcedBy", actors);
        entry.checkReference("occasion", events);
        entry.checkReferences("conflictsWith", this);
        entry.objects("evidence").forEach(evidence -> evidence.checkReference("source", sources));
        entry.object("quantity").checkRange();
        for (JsonNode other : entry.json("conflictsWith")) {
            if (other.equals(entry.json("slug"))) {
                entry.fault("conflictsWith", "names the pledge itself");
            }
        }
        List<Entry> history = entry.objects("statusHistory");
        for (Entry change : history) {
            change.object("evidence").checkReference("source", sources);
            change.checkCovered("changedOn");
        }
        if (!history.isEmpty()
                && !history.get(history.size() - 1).json("status").equals(entry.json("status"))) {
            entry.fault("statusHistory", "must end with the field status");
        }
    }

    @Override
    protected void write(List<Entry> entries) {
        super.write(entries);
        // A contradiction that one side names concerns both.
        Set<Pledge> inFile = new HashSet<>();
        entries.forEach(entry -> inFile.add(entry.node(this)));
        inFile.forEach(pledge -> pledge.conflictsWith.removeAll(inFile));
        for (Entry entry : entries) {
            Pledge pledge = entry.node(this);
            for (Pledge other : entry.many("conflictsWith", this, Pledge.class)) {
                pledge.conflictsWith.add(other);
                other.conflictsWith.add(pledge);
            }
        }
    }

    @Override
    protected void fill(Entry entry, Pledge pledge) {
        pledge.pledger = (Actor) entry.one("pledger", actors);
        pledge.coalition = entry.one("coalition", coalitions);
        pledge.kind = entry.constant("kind", PledgeKind.class);
        pledge.status = entry.constant("status", PledgeStatus.class);
        pledge.quantity = entry.object("quantity", PledgeFile::quantity);
        pledge.announcedOn = entry.date("announcedOn");
        pledge.announcedOnText = entry.text("announcedOnText");
        pledge.announcedBy = (Actor) entry.one("announcedBy", actors);
        pledge.occasion = entry.one("occasion", events);
        pledge.scope = entry.text("scope");
        pledge.conditions = entry.text("conditions");
        pledge.confidence = entry.constant("confidence", Confidence.class);
        replace(pledge.evidence, entry.objects("evidence", sources::evidence));
        replace(
                pledge.statusHistory,
                entry.has("statusHistory")
                        ? entry.objects("statusHistory", this::statusChange)
                        : List.of(firstStatus(entry, pledge)));
        pledge.note = entry.text("note");
    }

    /** A pledge without a history has had its status since it was announced. */
    private PledgeStatusChange firstStatus(Entry entry, Pledge pledge) {
        PledgeStatusChange change = new PledgeStatusChange();
        change.status = pledge.status;
        change.changedOn = pledge.announcedOn;
        change.changedOnText = pledge.announcedOnText;
        change.evidence = sources.evidence(entry.objects("evidence").get(0));
        return change;
    }

    private PledgeStatusChange statusChange(Entry entry) {
        PledgeStatusChange change = new PledgeStatusChange();
        change.status = entry.constant("status", PledgeStatus.class);
        change.changedOn = entry.date("changedOn");
        change.changedOnText = entry.text("changedOnText");
        change.evidence = entry.object("evidence", sources::evidence);
        return change;
    }

    private static Quantity quantity(Entry entry) {
        Quantity quantity = new Quantity();
        quantity.text = entry.text("text");
        quantity.min = entry.decimal("min");
        quantity.max = entry.decimal("max");
        quantity.unit = entry.text("unit");
        quantity.currency = entry.text("currency");
        return quantity;
    }
}
