package org.onrecord.actor;

import static org.onrecord.graphql.rows.ColumnReader.TEXT;
import static org.onrecord.graphql.rows.ColumnReader.constant;

import org.onrecord.graphql.rows.Rows;

/** How identifiers are read. */
class IdentifierRows extends Rows<Identifier> {

    IdentifierRows() {
        super("actor_identifier", "$.actor_id", "Identifier");
        value(
                "scheme",
                "$.scheme",
                constant(IdentifierScheme.class),
                (identifier, scheme) -> identifier.scheme = scheme);
        value("value", "$.value", TEXT, (identifier, value) -> identifier.value = value);
    }

    @Override
    public Identifier create(String discriminator) {
        return new Identifier();
    }
}
