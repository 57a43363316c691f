package org.onrecord.quote;

import jakarta.inject.Singleton;
import org.onrecord.actor.Actor;
import org.onrecord.actor.ActorFile;
import org.onrecord.dataset.Entry;
import org.onrecord.dataset.NodeFile;
import org.onrecord.event.EventFile;
import org.onrecord.source.SourceFile;

/** How quotes stand in a data set. */
@Singleton
class QuoteFile extends NodeFile<Quote> {

    private final SourceFile sources;
    private final ActorFile actors;
    private final EventFile events;

    QuoteFile(SourceFile sources, ActorFile actors, EventFile events) {
        super("quotes", Quote.class, quote -> new Quote());
        this.sources = sources;
        this.actors = actors;
        this.events = events;
    }

    @Override
    protected void check(Entry entry) {
        entry.checkCovered("saidOn");
        entry.checkReference("speaker", actors);
        entry.checkReferences("about", actors);
        entry.checkReference("occasion", events);
        entry.checkReference("source", sources);
        if (!standing(entry).equals(QuoteStanding.PUBLISHED.name()) && !entry.has("standingReason")) {
            entry.fault("standingReason", "must be given for a quote that is disputed or retracted");
        }
    }

    @Override
    protected void fill(Entry entry, Quote quote) {
        quote.form = entry.constant("form", QuoteForm.class);
        quote.speaker = (Actor) entry.one("speaker", actors);
        quote.text = entry.text("text");
        quote.language = entry.text("language");
        quote.translated = entry.json("translated").asBoolean();
        replace(quote.about, entry.many("about", actors, Actor.class));
        quote.topics = entry.texts("topics");
        quote.saidOn = entry.date("saidOn");
        quote.saidOnText = entry.text("saidOnText");
        quote.context = entry.text("context");
        quote.occasion = entry.one("occasion", events);
        quote.source = entry.one("source", sources);
        quote.reportedVia = entry.text("reportedVia");
        quote.standing = QuoteStanding.valueOf(standing(entry));
        quote.standingReason = entry.text("standingReason");
        quote.note = entry.text("note");
    }

    private static String standing(Entry entry) {
        return entry.json("standing").asText(QuoteStanding.PUBLISHED.name());
    }
}
