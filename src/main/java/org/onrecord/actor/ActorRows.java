package org.onrecord.actor;

import static org.onrecord.graphql.rows.ColumnReader.TEXT;
import static org.onrecord.graphql.rows.ColumnReader.TEXTS;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.onrecord.graphql.rows.FilterValue;
import org.onrecord.graphql.rows.NodeRows;
import org.onrecord.graphql.rows.Rows;
import org.onrecord.source.SourceRows;

/** How actors of all kinds are read. */
@Singleton
public class ActorRows extends NodeRows<ActorEntity> {

    private final PositionRows positions;

    ActorRows(SourceRows sources) {
        super(
                "Actor",
                "actor",
                "actors",
                ActorConnection::new,
                ActorEdge::new,
                "Person",
                "Country",
                "Organisation",
                "ActorGroup");
        this.positions = new PositionRows(this, sources);
        value("name", "$.name", TEXT, (actor, name) -> actor.name = name);
        value(
                "aliases",
                "array(select a.alias from actor_alias a where a.actor_id = $.id order by a.position)",
                TEXTS,
                (actor, aliases) -> actor.aliases = aliases);
        many(
                "identifiers",
                new IdentifierRows(),
                "actor_identifier $",
                "$.actor_id",
                "$.scheme",
                (actor, identifiers) -> actor.identifiers = identifiers);
        value("note", "$.note", TEXT, (actor, note) -> actor.note = note);
        one("country", this, "$.country_id", (actor, country) -> ((Organisation) actor).country = (Country) country);
        many("positions", positions, "person_position $", "$.person_id", "$.position", (actor, list) -> {
            if (actor instanceof Person person) {
                person.positions = list;
            }
        });

        byAny("kind", "$.kind = any(?)");
        bySlugs("country", this, (value, keys, where) -> where.and("""
                        $.id in (
                            select a.id from actor a where a.country_id = any(?)
                            union all
                            select p.person_id from person_position p where p.of_id = any(?))""", keys, keys));
        by("identifier", ActorRows::hasIdentifier);
        by("namePrefix", ActorRows::hasNamePrefix);

        ascending(ActorOrder.NAME_ASC, text("$.folded_name"));
        descending(ActorOrder.NAME_DESC, text("$.folded_name"));
    }

    /** For the features in which a person's position is told. */
    public Rows<Position> positions() {
        return positions;
    }

    private static void hasIdentifier(FilterValue value, Where where) {
        List<Map<String, Object>> identifiers = value.objects();
        where.and(
                "exists (select from actor_identifier i join unnest(?, ?) wanted (scheme, value) using (scheme, value)"
                        + " where i.actor_id = $.id)",
                value.texts(identifiers, "scheme"),
                value.texts(identifiers, "value"));
    }

    private static void hasNamePrefix(FilterValue value, Where where) {
        String prefix = value.text();
        where.and("""
                $.id in (
                    select a.id from actor a where a.folded_name >= fold(?) and a.folded_name < fold(?) || U&'\\+10FFFF'
                    union all
                    select a.actor_id from actor_alias a
                    where a.folded_alias >= fold(?)
                        and a.folded_alias < fold(?) || U&'\\+10FFFF')""", prefix, prefix, prefix, prefix);
    }

    @Override
    public String discriminator() {
        return "$.kind";
    }

    @Override
    public ActorEntity create(String discriminator) {
        return ActorEntity.ofKind(ActorKind.valueOf(discriminator));
    }
}
