package org.onrecord.source;

import jakarta.inject.Singleton;
import java.time.DateTimeException;
import org.onrecord.dataset.Entry;
import org.onrecord.dataset.NodeFile;

/** How sources stand in a data set. */
@Singleton
public class SourceFile extends NodeFile<Source> {

    SourceFile() {
        super("sources", Source.class, source -> new Source());
    }

    @Override
    protected void check(Entry entry) {
        if (entry.isText("publishedOn")) {
            try {
                entry.checkCovered("publishedOn", new PartialDate(entry.text("publishedOn")).firstDay());
            } catch (DateTimeException neither) {
                entry.fault("publishedOn", "must be a day (2025-03-24) or a month (2025-03)");
            }
        }
    }

    @Override
    protected void fill(Entry entry, Source source) {
        source.kind = entry.constant("kind", SourceKind.class);
        source.publisher = entry.text("publisher");
        source.originalPublisher = entry.text("originalPublisher");
        source.repost = entry.json("repost").asBoolean();
        source.title = entry.text("title");
        source.url = entry.text("url");
        PartialDate published = entry.has("publishedOn") ? new PartialDate(entry.text("publishedOn")) : null;
        source.publishedFrom = published == null ? null : published.firstDay();
        source.publishedTo = published == null ? null : published.lastDay();
        source.language = entry.text("language");
        source.archivedUrl = entry.text("archivedUrl");
        source.note = entry.text("note");
    }

    /** The proof of a statement, as the files of all types have it. */
    public Evidence evidence(Entry entry) {
        Evidence evidence = new Evidence();
        evidence.source = entry.one("source", this);
        evidence.excerpt = entry.text("excerpt");
        return evidence;
    }
}
