package org.onrecord.actor;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.onrecord.dataset.Entry;
import org.onrecord.dataset.NodeFile;
import org.onrecord.source.SourceFile;

/** How actors stand in a data set. */
@Singleton
public class ActorFile extends NodeFile<ActorEntity> {

    /** The fields in which the file has the keys of an actor in other registers. */
    private static final Map<String, IdentifierScheme> IDENTIFIERS =
            Map.of("iso2", IdentifierScheme.ISO_3166_1_ALPHA_2, "wikidata", IdentifierScheme.WIKIDATA);

    private static final Map<String, ActorKind> FIELDS_OF_ONE_KIND =
            Map.of("iso2", ActorKind.COUNTRY, "country", ActorKind.ORGANISATION, "positions", ActorKind.PERSON);

    private static final String WITH_IDENTIFIERS = """
            select distinct a from ActorEntity a join fetch a.identifiers
            where exists (select 1 from ActorEntity b join b.identifiers i where b = a and i.value in ?1)""";

    private final SourceFile sources;

    ActorFile(SourceFile sources) {
        super("actors", ActorEntity.class, actor -> ActorEntity.ofKind(kind(actor)));
        this.sources = sources;
    }

    @Override
    protected void check(Entry entry) {
        FIELDS_OF_ONE_KIND.forEach((field, kind) -> {
            if (entry.has(field) && !kind.name().equals(entry.text("kind"))) {
                entry.fault(field, "is a field of actors of the kind " + kind + " only");
            }
        });
        checkCountry(entry);
        for (Entry position : entry.objects("positions")) {
            position.checkReference("of", this);
            position.checkReference("source", sources);
            position.checkCovered("statedOn");
            position.checkNotAfter("from", "to");
        }
    }

    /** The field country of any record, where it has one, is the slug of a country. */
    public void checkCountry(Entry entry) {
        if (!entry.isText("country")) {
            return;
        }
        Entry actor = entry.inFile("country", this);
        if (actor != null
                ? !ActorKind.COUNTRY.name().equals(actor.text("kind"))
                : !(entry.one("country", this) instanceof Country)) {
            entry.fault("country", "must be the slug of an actor of the kind COUNTRY");
        }
    }

    @Override
    protected void checkTogether(Map<String, Entry> entries) {
        Map<String, String> owners = new HashMap<>();
        entries.forEach((slug, actor) -> IDENTIFIERS.keySet().stream()
                .filter(actor::isText)
                .forEach(field -> {
                    String owner = owners.putIfAbsent(field + ' ' + actor.text(field), slug);
                    if (owner != null) {
                        actor.fault(field, "is the same as that of the actor " + owner);
                    }
                }));
    }

    @Override
    protected void checkOnRecord(List<Entry> entries) {
        for (Entry entry : entries) {
            ActorEntity known = entry.node(this);
            if (known != null && !known.getKind().name().equals(entry.text("kind"))) {
                entry.fault("kind", "is " + known.getKind() + " on record and cannot change");
            }
        }
        checkTakenIdentifiers(entries);
    }

    /** Another actor on record, who is not in the file himself, may have an identifier. */
    private static void checkTakenIdentifiers(List<Entry> entries) {
        Set<String> slugs = new HashSet<>();
        Set<String> values = new HashSet<>();
        for (Entry entry : entries) {
            slugs.add(entry.text("slug"));
            IDENTIFIERS.keySet().stream().filter(entry::isText).map(entry::text).forEach(values::add);
        }
        Map<String, String> owners = new HashMap<>();
        find(List.copyOf(values), some -> ActorEntity.<ActorEntity>list(WITH_IDENTIFIERS, some)).stream()
                .filter(owner -> !slugs.contains(owner.slug))
                .forEach(owner -> owner.identifiers.forEach(
                        identifier -> owners.put(identifier.scheme + " " + identifier.value, owner.slug)));
        for (Entry entry : entries) {
            IDENTIFIERS.forEach((field, scheme) -> {
                String owner = owners.get(scheme + " " + entry.text(field));
                if (owner != null) {
                    entry.fault(field, "is the same as that of the actor " + owner + ", who is on record");
                }
            });
        }
    }

    @Override
    protected void write(List<Entry> entries) {
        // Countries first: organisations refer to them.
        super.write(entries.stream()
                .sorted(Comparator.comparing(entry -> kind(entry) != ActorKind.COUNTRY))
                .toList());
        for (Entry entry : entries) {
            if (entry.node(this) instanceof Person person) {
                replace(person.positions, entry.objects("positions", this::position));
            }
        }
    }

    @Override
    protected void fill(Entry entry, ActorEntity actor) {
        actor.name = entry.text("name");
        replace(actor.aliases, entry.texts("aliases"));
        List<Identifier> identifiers = new ArrayList<>();
        IDENTIFIERS.forEach((field, scheme) -> {
            if (entry.has(field)) {
                Identifier identifier = new Identifier();
                identifier.scheme = scheme;
                identifier.value = entry.text(field);
                identifiers.add(identifier);
            }
        });
        replace(actor.identifiers, identifiers);
        actor.note = entry.text("note");
        if (actor instanceof Organisation organisation) {
            organisation.country = (Country) entry.one("country", this);
        }
    }

    private Position position(Entry entry) {
        Position position = new Position();
        position.title = entry.text("title");
        position.of = (Actor) entry.one("of", this);
        position.from = entry.date("from");
        position.to = entry.date("to");
        position.statedOn = entry.date("statedOn");
        position.source = entry.one("source", sources);
        return position;
    }

    private static ActorKind kind(Entry entry) {
        return entry.constant("kind", ActorKind.class);
    }
}
