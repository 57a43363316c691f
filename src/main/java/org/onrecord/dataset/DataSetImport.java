package org.onrecord.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.onrecord.actor.Actor;
import org.onrecord.actor.ActorEntity;
import org.onrecord.actor.ActorKind;
import org.onrecord.actor.Country;
import org.onrecord.actor.Identifier;
import org.onrecord.actor.IdentifierScheme;
import org.onrecord.actor.Organisation;
import org.onrecord.actor.Person;
import org.onrecord.actor.Position;
import org.onrecord.coalition.Coalition;
import org.onrecord.coalition.SizeClaim;
import org.onrecord.event.Event;
import org.onrecord.event.EventKind;
import org.onrecord.graphql.relay.NodeEntity;
import org.onrecord.graphql.relay.Slugs;
import org.onrecord.pledge.Confidence;
import org.onrecord.pledge.Pledge;
import org.onrecord.pledge.PledgeKind;
import org.onrecord.pledge.PledgeStatus;
import org.onrecord.pledge.PledgeStatusChange;
import org.onrecord.pledge.Quantity;
import org.onrecord.quote.Quote;
import org.onrecord.quote.QuoteForm;
import org.onrecord.quote.QuoteStanding;
import org.onrecord.source.Evidence;
import org.onrecord.source.PartialDate;
import org.onrecord.source.Source;
import org.onrecord.source.SourceKind;

/**
 * Loads data sets into the record. A data set is checked whole and written whole, in one transaction, or not at all. A
 * record whose slug is already there is updated; loading the same data set again changes nothing. What a later version of
 * a data set no longer has stays on record.
 */
@Singleton
public class DataSetImport {

    /** Any constant that nothing else in the database locks: imports wait for each other. */
    private static final long LOCK = 0x0e6ec08d;

    /** In seconds, as good as none: the import waits for others, and that takes the time it takes. */
    private static final int NO_LIMIT = 7 * 24 * 60 * 60;

    private final EntityManager entities;

    DataSetImport(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Loads the data set in a folder.
     *
     * @throws InvalidDataSet where it has faults; all of them are told
     */
    @Transactional
    @TransactionConfiguration(timeout = NO_LIMIT)
    public DataSet importFolder(Path folder) {
        lock();
        return write(DataSetFiles.inFolder(folder));
    }

    /** Loads a data set that the service brings with it, where the record has no data set yet; tells whether it did. */
    @Transactional
    @TransactionConfiguration(timeout = NO_LIMIT)
    public boolean importBundledIfEmpty(String name) {
        lock();
        if (DataSet.count() > 0) {
            return false;
        }
        write(DataSetFiles.bundled(name));
        return true;
    }

    private void lock() {
        // Another one may be loading; and that takes the time it takes.
        entities.createNativeQuery("set local statement_timeout = 0").executeUpdate();
        entities.createNativeQuery("select true from pg_advisory_xact_lock(:lock)", Boolean.class)
                .setParameter("lock", LOCK)
                .getSingleResult();
    }

    private DataSet write(DataSetFiles files) {
        Import record = new Import(files);
        List<DataSetFault> faults = new ArrayList<>(new DataSetCheck(files, record::isOnRecord).faults());
        faults.addAll(record.changedKinds());
        faults.addAll(record.takenIdentifiers());
        if (!faults.isEmpty()) {
            throw new InvalidDataSet(files.name(), faults);
        }
        return record.write();
    }

    /** One import: the records of the data set, new or as they are on record, by their slugs. */
    private static final class Import {

        private static final String WITH_IDENTIFIERS = """
                select distinct a from ActorEntity a join fetch a.identifiers
                where exists (select 1 from ActorEntity b join b.identifiers i where b = a and i.value in ?1)""";

        /** The most values that one statement looks for. */
        private static final int VALUES_AT_ONCE = 10_000;

        private final DataSetFiles files;
        private final Map<String, Source> sources;
        private final Map<String, ActorEntity> actors;
        private final Map<String, Event> events;
        private final Map<String, Coalition> coalitions;
        private final Map<String, SizeClaim> sizeClaims;
        private final Map<String, Quote> quotes;
        private final Map<String, Pledge> pledges;

        Import(DataSetFiles files) {
            this.files = files;
            Set<String> texts = new HashSet<>();
            files.parts().values().forEach(part -> collectSlugs(part, texts));
            List<String> slugs = List.copyOf(texts);
            sources = known(slugs, Source::list);
            actors = known(slugs, ActorEntity::list);
            events = known(slugs, Event::list);
            coalitions = known(slugs, Coalition::list);
            sizeClaims = known(slugs, SizeClaim::list);
            quotes = known(slugs, Quote::list);
            pledges = known(slugs, Pledge::list);
        }

        /** All texts in the files that can be slugs, whatever they are the slugs of. */
        private static void collectSlugs(JsonNode node, Set<String> slugs) {
            if (node.isTextual() && Slugs.isSlug(node.asText())) {
                slugs.add(node.asText());
            }
            node.forEach(child -> collectSlugs(child, slugs));
        }

        private static <T extends NodeEntity> Map<String, T> known(
                List<String> slugs, BiFunction<String, Object, List<T>> query) {
            Map<String, T> known = new HashMap<>();
            find(slugs, some -> query.apply("slug in ?1", some)).forEach(entity -> known.put(entity.slug, entity));
            return known;
        }

        /** What a query finds for values, however many they are. */
        private static <T> List<T> find(List<String> values, Function<List<String>, List<T>> query) {
            List<T> found = new ArrayList<>();
            for (int start = 0; start < values.size(); start += VALUES_AT_ONCE) {
                found.addAll(query.apply(values.subList(start, Math.min(values.size(), start + VALUES_AT_ONCE))));
            }
            return found;
        }

        boolean isOnRecord(String type, String slug) {
            return switch (type) {
                case "sources" -> sources.containsKey(slug);
                case "actors" -> actors.containsKey(slug);
                case "countries" -> actors.get(slug) instanceof Country;
                case "events" -> events.containsKey(slug);
                case "coalitions" -> coalitions.containsKey(slug);
                case "pledges" -> pledges.containsKey(slug);
                default -> throw new IllegalArgumentException(type);
            };
        }

        List<DataSetFault> changedKinds() {
            List<DataSetFault> faults = new ArrayList<>();
            for (JsonNode json : files.part("actors")) {
                ActorEntity known = actors.get(json.path("slug").asText());
                if (known != null
                        && !known.getKind().name().equals(json.path("kind").asText())) {
                    faults.add(new DataSetFault(
                            "actors.json",
                            known.slug,
                            "kind",
                            "is " + known.getKind() + " on record and cannot change"));
                }
            }
            return faults;
        }

        /** Identifiers of actors in the files that another actor on record has, who is not in the files himself. */
        List<DataSetFault> takenIdentifiers() {
            Set<String> slugs = new HashSet<>();
            Set<String> values = new HashSet<>();
            for (JsonNode json : files.part("actors")) {
                slugs.add(json.path("slug").asText());
                DataSetFiles.IDENTIFIERS
                        .keySet()
                        .forEach(field -> values.add(json.path(field).asText()));
            }
            Map<String, String> owners = new HashMap<>();
            find(List.copyOf(values), some -> ActorEntity.<ActorEntity>list(WITH_IDENTIFIERS, some)).stream()
                    .filter(owner -> !slugs.contains(owner.slug))
                    .forEach(owner -> owner.identifiers.forEach(
                            identifier -> owners.put(identifier.scheme + " " + identifier.value, owner.slug)));
            List<DataSetFault> faults = new ArrayList<>();
            for (JsonNode json : files.part("actors")) {
                DataSetFiles.IDENTIFIERS.forEach((field, scheme) -> {
                    String owner = owners.get(scheme + " " + json.path(field).asText());
                    if (owner != null) {
                        faults.add(new DataSetFault(
                                "actors.json",
                                json.path("slug").asText(),
                                field,
                                "is the same as that of the actor " + owner + ", who is on record"));
                    }
                });
            }
            return faults;
        }

        DataSet write() {
            for (JsonNode json : files.part("sources")) {
                write(json, sources, Source::new, this::fill);
            }
            // Countries first: the others refer to them.
            List<JsonNode> actorsInOrder = new ArrayList<>();
            files.part("actors").forEach(actorsInOrder::add);
            actorsInOrder.sort(Comparator.comparing(json -> kind(json) != ActorKind.COUNTRY));
            for (JsonNode json : actorsInOrder) {
                write(json, actors, () -> ActorEntity.ofKind(kind(json)), this::fill);
            }
            for (JsonNode json : files.part("actors")) {
                if (actors.get(text(json, "slug")) instanceof Person person) {
                    replace(person.positions, list(json, "positions", this::position));
                }
            }
            for (JsonNode json : files.part("events")) {
                write(json, events, Event::new, this::fill);
            }
            for (JsonNode json : files.part("coalitions")) {
                write(json, coalitions, Coalition::new, this::fill);
            }
            for (JsonNode json : files.part("coalitions")) {
                Coalition coalition = coalitions.get(text(json, "slug"));
                coalition.parent = coalitions.get(text(json, "parent"));
                for (JsonNode claim : json.path("sizeClaims")) {
                    write(claim, sizeClaims, SizeClaim::new, (from, to) -> fill(from, to, coalition));
                }
            }
            for (JsonNode json : files.part("quotes")) {
                write(json, quotes, Quote::new, this::fill);
            }
            for (JsonNode json : files.part("pledges")) {
                write(json, pledges, Pledge::new, this::fill);
            }
            writeConflicts();
            return writeDataSet();
        }

        private <T extends NodeEntity> void write(
                JsonNode json, Map<String, T> known, Supplier<T> create, Filler<T> filler) {
            String slug = text(json, "slug");
            T entity = known.get(slug);
            boolean isNew = entity == null;
            if (isNew) {
                entity = create.get();
                entity.slug = slug;
                known.put(slug, entity);
            }
            filler.fill(json, entity);
            if (isNew) {
                entity.persist();
            }
        }

        private void fill(JsonNode json, Source source) {
            source.kind = constant(json, "kind", SourceKind.class);
            source.publisher = text(json, "publisher");
            source.originalPublisher = text(json, "originalPublisher");
            source.repost = json.path("repost").asBoolean();
            source.title = text(json, "title");
            source.url = text(json, "url");
            PartialDate published = json.has("publishedOn") ? new PartialDate(text(json, "publishedOn")) : null;
            source.publishedFrom = published == null ? null : published.firstDay();
            source.publishedTo = published == null ? null : published.lastDay();
            source.language = text(json, "language");
            source.archivedUrl = text(json, "archivedUrl");
            source.note = text(json, "note");
        }

        private void fill(JsonNode json, ActorEntity actor) {
            actor.name = text(json, "name");
            replace(actor.aliases, texts(json, "aliases"));
            List<Identifier> identifiers = new ArrayList<>();
            DataSetFiles.IDENTIFIERS.forEach((field, scheme) -> {
                if (json.has(field)) {
                    identifiers.add(identifier(scheme, text(json, field)));
                }
            });
            replace(actor.identifiers, identifiers);
            actor.note = text(json, "note");
            if (actor instanceof Organisation organisation) {
                organisation.country = (Country) actors.get(text(json, "country"));
            }
        }

        private void fill(JsonNode json, Event event) {
            event.kind = constant(json, "kind", EventKind.class);
            event.name = text(json, "name");
            event.heldOn = date(json, "on");
            event.heldOnText = text(json, "onText");
            event.place = text(json, "place");
            event.country = (Country) actors.get(text(json, "country"));
            event.description = text(json, "description");
            event.participants.clear();
            texts(json, "participants").forEach(slug -> event.participants.add(actors.get(slug)));
            replace(event.evidence, list(json, "evidence", this::evidence));
        }

        private void fill(JsonNode json, Coalition coalition) {
            coalition.name = text(json, "name");
            coalition.aliases = texts(json, "aliases");
            coalition.purpose = text(json, "purpose");
            coalition.foundedOn = date(json, "foundedOn");
            coalition.foundedEvidence = json.has("foundedEvidence") ? evidence(json.path("foundedEvidence")) : null;
            replace(coalition.leads, list(json, "leads", this::actor));
            coalition.leadsEvidence = json.has("leadsEvidence") ? evidence(json.path("leadsEvidence")) : null;
            coalition.note = text(json, "note");
        }

        private void fill(JsonNode json, SizeClaim claim, Coalition coalition) {
            claim.coalition = coalition;
            claim.metric = text(json, "metric");
            claim.text = text(json, "text");
            claim.min = json.has("min") ? json.path("min").intValue() : null;
            claim.max = json.has("max") ? json.path("max").intValue() : null;
            claim.claimant = actor(json.path("claimant"));
            claim.claimedOn = date(json, "claimedOn");
            claim.claimedOnText = text(json, "claimedOnText");
            claim.evidence = evidence(json.path("evidence"));
        }

        private void fill(JsonNode json, Quote quote) {
            quote.form = constant(json, "form", QuoteForm.class);
            quote.speaker = actor(json.path("speaker"));
            quote.text = text(json, "text");
            quote.language = text(json, "language");
            quote.translated = json.path("translated").asBoolean();
            replace(quote.about, list(json, "about", this::actor));
            quote.topics = texts(json, "topics");
            quote.saidOn = date(json, "saidOn");
            quote.saidOnText = text(json, "saidOnText");
            quote.context = text(json, "context");
            quote.occasion = events.get(text(json, "occasion"));
            quote.source = sources.get(text(json, "source"));
            quote.reportedVia = text(json, "reportedVia");
            quote.standing = QuoteStanding.valueOf(json.path("standing").asText(QuoteStanding.PUBLISHED.name()));
            quote.standingReason = text(json, "standingReason");
            quote.note = text(json, "note");
        }

        private void fill(JsonNode json, Pledge pledge) {
            pledge.pledger = actor(json.path("pledger"));
            pledge.coalition = coalitions.get(text(json, "coalition"));
            pledge.kind = constant(json, "kind", PledgeKind.class);
            pledge.status = constant(json, "status", PledgeStatus.class);
            pledge.quantity = json.has("quantity") ? quantity(json.path("quantity")) : null;
            pledge.announcedOn = date(json, "announcedOn");
            pledge.announcedOnText = text(json, "announcedOnText");
            pledge.announcedBy = actor(json.path("announcedBy"));
            pledge.occasion = events.get(text(json, "occasion"));
            pledge.scope = text(json, "scope");
            pledge.conditions = text(json, "conditions");
            pledge.confidence = constant(json, "confidence", Confidence.class);
            replace(pledge.evidence, list(json, "evidence", this::evidence));
            replace(
                    pledge.statusHistory,
                    json.has("statusHistory")
                            ? list(json, "statusHistory", this::statusChange)
                            : List.of(firstStatus(pledge, json)));
            pledge.note = text(json, "note");
        }

        /** A pledge without a history has had its status since it was announced. */
        private PledgeStatusChange firstStatus(Pledge pledge, JsonNode json) {
            PledgeStatusChange change = new PledgeStatusChange();
            change.status = pledge.status;
            change.changedOn = pledge.announcedOn;
            change.changedOnText = pledge.announcedOnText;
            change.evidence = evidence(json.path("evidence").path(0));
            return change;
        }

        private PledgeStatusChange statusChange(JsonNode json) {
            PledgeStatusChange change = new PledgeStatusChange();
            change.status = constant(json, "status", PledgeStatus.class);
            change.changedOn = date(json, "changedOn");
            change.changedOnText = text(json, "changedOnText");
            change.evidence = evidence(json.path("evidence"));
            return change;
        }

        /** A contradiction that one side names concerns both. */
        private void writeConflicts() {
            Set<Pledge> inFiles = new HashSet<>();
            files.part("pledges").forEach(json -> inFiles.add(pledges.get(text(json, "slug"))));
            inFiles.forEach(pledge -> pledge.conflictsWith.removeAll(inFiles));
            for (JsonNode json : files.part("pledges")) {
                Pledge pledge = pledges.get(text(json, "slug"));
                for (String slug : texts(json, "conflictsWith")) {
                    Pledge other = pledges.get(slug);
                    pledge.conflictsWith.add(other);
                    other.conflictsWith.add(pledge);
                }
            }
        }

        private DataSet writeDataSet() {
            JsonNode json = files.part("dataset");
            DataSet dataSet = DataSet.<DataSet>find("slug", text(json, "slug")).firstResult();
            boolean isNew = dataSet == null;
            if (isNew) {
                dataSet = new DataSet();
                dataSet.slug = text(json, "slug");
            }
            dataSet.name = text(json, "name");
            dataSet.description = text(json, "description");
            dataSet.version = text(json, "version");
            dataSet.dataThrough = date(json, "dataThrough");
            dataSet.licence = text(json, "licence");
            dataSet.loadedAt = OffsetDateTime.now(ZoneOffset.UTC);
            if (isNew) {
                dataSet.persist();
            }
            return dataSet;
        }

        private Actor actor(JsonNode slug) {
            return (Actor) actors.get(slug.asText(null));
        }

        private Evidence evidence(JsonNode json) {
            Evidence evidence = new Evidence();
            evidence.source = sources.get(text(json, "source"));
            evidence.excerpt = text(json, "excerpt");
            return evidence;
        }

        private Position position(JsonNode json) {
            Position position = new Position();
            position.title = text(json, "title");
            position.of = actor(json.path("of"));
            position.from = date(json, "from");
            position.to = date(json, "to");
            position.statedOn = date(json, "statedOn");
            position.source = sources.get(text(json, "source"));
            return position;
        }

        private static Quantity quantity(JsonNode json) {
            Quantity quantity = new Quantity();
            quantity.text = text(json, "text");
            quantity.min = decimal(json, "min");
            quantity.max = decimal(json, "max");
            quantity.unit = text(json, "unit");
            quantity.currency = text(json, "currency");
            return quantity;
        }

        private static Identifier identifier(IdentifierScheme scheme, String value) {
            Identifier identifier = new Identifier();
            identifier.scheme = scheme;
            identifier.value = value;
            return identifier;
        }

        private static ActorKind kind(JsonNode actor) {
            return constant(actor, "kind", ActorKind.class);
        }

        private static <V> void replace(List<V> values, List<V> newValues) {
            values.clear();
            values.addAll(newValues);
        }

        private static <V> List<V> list(JsonNode json, String field, Function<JsonNode, V> reader) {
            List<V> values = new ArrayList<>();
            json.path(field).forEach(item -> values.add(reader.apply(item)));
            return values;
        }

        private static List<String> texts(JsonNode json, String field) {
            return list(json, field, JsonNode::asText);
        }

        private static String text(JsonNode json, String field) {
            return json.path(field).asText(null);
        }

        private static LocalDate date(JsonNode json, String field) {
            return json.has(field) ? LocalDate.parse(text(json, field)) : null;
        }

        private static BigDecimal decimal(JsonNode json, String field) {
            return json.has(field) ? json.path(field).decimalValue() : null;
        }

        private static <C extends Enum<C>> C constant(JsonNode json, String field, Class<C> type) {
            return Enum.valueOf(type, text(json, field));
        }
    }

    @FunctionalInterface
    private interface Filler<T> {
        void fill(JsonNode json, T entity);
    }
}
