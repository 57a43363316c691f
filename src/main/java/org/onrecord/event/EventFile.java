package org.onrecord.event;

import jakarta.inject.Singleton;
import org.onrecord.actor.ActorEntity;
import org.onrecord.actor.ActorFile;
import org.onrecord.actor.Country;
import org.onrecord.dataset.Entry;
import org.onrecord.dataset.NodeFile;
import org.onrecord.source.SourceFile;

/** How events stand in a data set. */
@Singleton
public class EventFile extends NodeFile<Event> {

    private final SourceFile sources;
    private final ActorFile actors;

    EventFile(SourceFile sources, ActorFile actors) {
        super("events", Event.class, event -> new Event());
        this.sources = sources;
        this.actors = actors;
    }

    @Override
    protected void check(Entry entry) {
        entry.checkCovered("on");
        actors.checkCountry(entry);
        entry.checkReferences("participants", actors);
        entry.objects("evidence").forEach(evidence -> evidence.checkReference("source", sources));
    }

    @Override
    protected void fill(Entry entry, Event event) {
        event.kind = entry.constant("kind", EventKind.class);
        event.name = entry.text("name");
        event.heldOn = entry.date("on");
        event.heldOnText = entry.text("onText");
        event.place = entry.text("place");
        event.country = (Country) entry.one("country", actors);
        event.description = entry.text("description");
        replace(event.participants, entry.many("participants", actors, ActorEntity.class));
        replace(event.evidence, entry.objects("evidence", sources::evidence));
    }
}
