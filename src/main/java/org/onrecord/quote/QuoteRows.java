package org.onrecord.quote;

import static org.onrecord.graphql.rows.ColumnReader.BOOLEAN;
import static org.onrecord.graphql.rows.ColumnReader.DATE;
import static org.onrecord.graphql.rows.ColumnReader.TEXT;
import static org.onrecord.graphql.rows.ColumnReader.TEXTS;
import static org.onrecord.graphql.rows.ColumnReader.constant;

import jakarta.inject.Singleton;
import org.onrecord.actor.Actor;
import org.onrecord.actor.ActorRows;
import org.onrecord.event.EventRows;
import org.onrecord.graphql.rows.NodeRows;
import org.onrecord.source.SourceRows;

/** How quotes are read. */
@Singleton
class QuoteRows extends NodeRows<Quote> {

    /** The day of the quote is, where it is not known, taken to be the occasion's, or else the source's. */
    private static final String SPEAKER_POSITION = """
            select p.*
            from person_position p, lateral (
                select coalesce(
                    $.said_on,
                    (select e.held_on from event e where e.id = $.occasion_id),
                    (select s.published_from from source s where s.id = $.source_id)) as day) said
            where p.person_id = $.speaker_id
                and (p.held_from <= said.day) is not false
                and (p.held_to >= said.day) is not false
            order by (p.source_id = $.source_id) desc, abs(p.stated_on - said.day), p.position
            limit 1""";

    QuoteRows(ActorRows actors, SourceRows sources, EventRows events) {
        super("Quote", "quote", "quotes", QuoteConnection::new, QuoteEdge::new, "Quote");
        value("form", "$.form", constant(QuoteForm.class), (quote, form) -> quote.form = form);
        one("speaker", actors, "$.speaker_id", (quote, actor) -> quote.speaker = (Actor) actor);
        oneFound("speakerPosition", actors.positions(), SPEAKER_POSITION, (quote, position) -> {
            quote.speakerPosition = position;
        });
        value("text", "$.text", TEXT, (quote, text) -> quote.text = text);
        value("language", "$.language", TEXT, (quote, language) -> quote.language = language);
        value("translated", "$.translated", BOOLEAN, (quote, translated) -> quote.translated = translated);
        many(
                "about",
                actors,
                "quote_about l join actor $ on $.id = l.actor_id",
                "l.quote_id",
                "l.position",
                (quote, about) ->
                        quote.about = about.stream().map(Actor.class::cast).toList());
        value("topics", "$.topics", TEXTS, (quote, topics) -> quote.topics = topics);
        value("saidOn", "$.said_on", DATE, (quote, day) -> quote.saidOn = day);
        value("saidOnText", "$.said_on_text", TEXT, (quote, words) -> quote.saidOnText = words);
        value("context", "$.context", TEXT, (quote, context) -> quote.context = context);
        one("occasion", events, "$.occasion_id", (quote, event) -> quote.occasion = event);
        one("source", sources, "$.source_id", (quote, source) -> quote.source = source);
        value("reportedVia", "$.reported_via", TEXT, (quote, name) -> quote.reportedVia = name);
        value("standing", "$.standing", constant(QuoteStanding.class), (quote, value) -> quote.standing = value);
        value("standingReason", "$.standing_reason", TEXT, (quote, reason) -> quote.standingReason = reason);
        value("note", "$.note", TEXT, (quote, note) -> quote.note = note);

        listOn(actors, "quotes", "$.speaker_id = parent.id");
        listOnByLinks(actors, "mentions", "select a.quote_id from quote_about a where a.actor_id = parent.id");
        listOn(sources, "quotes", "$.source_id = parent.id");
        listOn(events, "quotes", "$.occasion_id = parent.id");

        bySlugs("speaker", actors, "$.speaker_id = any(?)");
        bySlugs("about", actors, "$.id in (select a.quote_id from quote_about a where a.actor_id = any(?))");
        bySlugs("source", sources, "$.source_id = any(?)");
        bySlugs("event", events, "$.occasion_id = any(?)");
        byKnown(
                "topic",
                "select t.slug, 0 from unnest(?) t (slug) where exists (select from quote q where q.topics @> "
                        + "array[t.slug])",
                "must be a topic of a quote; none has this one",
                (value, keys, where) -> where.and("$.topics && ?", (Object) value.texts()));
        byAny("form", "$.form = any(?)");
        byAny("language", "$.language = any(?)");
        byAny("standing", "$.standing = any(?)");
        byPeriod("saidFrom", "saidTo", "$.said_on", "$.said_on");

        descending(QuoteOrder.SAID_ON_DESC, dateDescending("$.said_on"));
        ascending(QuoteOrder.SAID_ON_ASC, dateAscending("$.said_on"));
    }

    @Override
    public Quote create(String discriminator) {
        return new Quote();
    }
}
