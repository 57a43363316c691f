package org.onrecord.source;

import static org.onrecord.graphql.rows.ColumnReader.TEXT;

import org.onrecord.graphql.rows.Rows;

/** How evidence is read, wherever its two columns stand. */
public class EvidenceRows extends Rows<Evidence> {

    /** Evidence in a table of its own, or in the columns {@code source_id} and {@code excerpt} of another. */
    public EvidenceRows(String table, SourceRows sources) {
        this(table, "$.source_id", "$.excerpt", sources);
    }

    @SuppressWarnings("this-escape") // it is only described here, not read
    public EvidenceRows(String table, String sourceId, String excerpt, SourceRows sources) {
        super(table, sourceId, "Evidence");
        one("source", sources, sourceId, (evidence, source) -> evidence.source = source);
        value("excerpt", excerpt, TEXT, (evidence, words) -> evidence.excerpt = words);
    }

    @Override
    public Evidence create(String discriminator) {
        return new Evidence();
    }
}
