package org.onrecord.actor;

import static org.onrecord.graphql.rows.ColumnReader.DATE;
import static org.onrecord.graphql.rows.ColumnReader.TEXT;

import org.onrecord.graphql.rows.Rows;
import org.onrecord.source.SourceRows;

/** How positions are read. */
class PositionRows extends Rows<Position> {

    PositionRows(ActorRows actors, SourceRows sources) {
        super("person_position", "$.person_id", "Position");
        value("title", "$.title", TEXT, (position, title) -> position.title = title);
        one("of", actors, "$.of_id", (position, actor) -> position.of = (Actor) actor);
        value("from", "$.held_from", DATE, (position, day) -> position.from = day);
        value("to", "$.held_to", DATE, (position, day) -> position.to = day);
        value("statedOn", "$.stated_on", DATE, (position, day) -> position.statedOn = day);
        one("source", sources, "$.source_id", (position, source) -> position.source = source);
    }

    @Override
    public Position create(String discriminator) {
        return new Position();
    }
}
