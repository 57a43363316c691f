package org.onrecord.source;

import static org.onrecord.graphql.rows.ColumnReader.BOOLEAN;
import static org.onrecord.graphql.rows.ColumnReader.DATE;
import static org.onrecord.graphql.rows.ColumnReader.TEXT;
import static org.onrecord.graphql.rows.ColumnReader.constant;

import jakarta.inject.Singleton;
import org.onrecord.graphql.rows.NodeRows;

/** How sources are read. */
@Singleton
public class SourceRows extends NodeRows<Source> {

    SourceRows() {
        super("Source", "source", "sources", SourceConnection::new, SourceEdge::new, "Source");
        value("kind", "$.kind", constant(SourceKind.class), (source, kind) -> source.kind = kind);
        value("publisher", "$.publisher", TEXT, (source, publisher) -> source.publisher = publisher);
        value("originalPublisher", "$.original_publisher", TEXT, (source, name) -> source.originalPublisher = name);
        value("repost", "$.repost", BOOLEAN, (source, repost) -> source.repost = repost);
        value("title", "$.title", TEXT, (source, title) -> source.title = title);
        value("url", "$.url", TEXT, (source, url) -> source.url = url);
        value("publishedOn", "$.published_from", DATE, (source, day) -> source.publishedFrom = day);
        value("publishedOn", "$.published_to", DATE, (source, day) -> source.publishedTo = day);
        value("language", "$.language", TEXT, (source, language) -> source.language = language);
        value("archivedUrl", "$.archived_url", TEXT, (source, url) -> source.archivedUrl = url);
        value("note", "$.note", TEXT, (source, note) -> source.note = note);

        byAny("publisher", "fold($.publisher) collate \"C\" = any (array(select fold(name) from unnest(?) name))");
        byAny("kind", "$.kind = any(?)");
        byAny("language", "$.language = any(?)");
        byPeriod("publishedFrom", "publishedTo", "$.published_from", "$.published_to");

        descending(SourceOrder.PUBLISHED_ON_DESC, dateDescending("$.published_from"));
        ascending(SourceOrder.PUBLISHED_ON_ASC, dateAscending("$.published_from"));
        ascending(SourceOrder.PUBLISHER_ASC, text("fold($.publisher) collate \"C\""));
        descending(SourceOrder.PUBLISHER_DESC, text("fold($.publisher) collate \"C\""));
    }

    @Override
    public Source create(String discriminator) {
        return new Source();
    }
}
