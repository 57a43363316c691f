package org.onrecord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each filter lets through what the files of the data set say it should, and nothing else. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class FilterTest {

    private static final Map<String, String> DOCUMENTS = Map.of(
            "sources",
            """
            query ($filter: SourceFilter, $after: String) {
              page: sources(first: 100, after: $after, filter: $filter) {
                totalCount pageInfo { hasNextPage endCursor } nodes { slug }
              }
            }""",
            "actors",
            """
            query ($filter: ActorFilter, $after: String) {
              page: actors(first: 100, after: $after, filter: $filter) {
                totalCount pageInfo { hasNextPage endCursor } nodes { slug }
              }
            }""",
            "events",
            """
            query ($filter: EventFilter, $after: String) {
              page: events(first: 100, after: $after, filter: $filter) {
                totalCount pageInfo { hasNextPage endCursor } nodes { slug }
              }
            }""",
            "coalitions",
            """
            query ($filter: CoalitionFilter, $after: String) {
              page: coalitions(first: 100, after: $after, filter: $filter) {
                totalCount pageInfo { hasNextPage endCursor } nodes { slug }
              }
            }""",
            "sizeClaims",
            """
            query ($filter: SizeClaimFilter, $after: String) {
              page: sizeClaims(first: 100, after: $after, filter: $filter) {
                totalCount pageInfo { hasNextPage endCursor } nodes { slug }
              }
            }""",
            "quotes",
            """
            query ($filter: QuoteFilter, $after: String) {
              page: quotes(first: 100, after: $after, filter: $filter) {
                totalCount pageInfo { hasNextPage endCursor } nodes { slug }
              }
            }""",
            "pledges",
            """
            query ($filter: PledgeFilter, $after: String) {
              page: pledges(first: 100, after: $after, filter: $filter) {
                totalCount pageInfo { hasNextPage endCursor } nodes { slug }
              }
            }""");

    static Stream<Arguments> filters() {
        Map<String, String> kindOfActor = new HashMap<>();
        Ask.dataSet("actors").forEach(actor -> kindOfActor.put(text(actor, "slug"), text(actor, "kind")));
        Set<String> disputed = new TreeSet<>();
        Ask.dataSet("pledges")
                .forEach(pledge -> pledge.path("conflictsWith").forEach(other -> {
                    disputed.add(text(pledge, "slug"));
                    disputed.add(other.asText());
                }));
        return Stream.of(
                filter(
                        "quotes",
                        Map.of("speaker", List.of("steve-witkoff", "keir-starmer")),
                        is("speaker", "steve-witkoff", "keir-starmer")),
                filter("quotes", Map.of("about", List.of("vladimir-putin")), has("about", "vladimir-putin")),
                filter(
                        "quotes",
                        Map.of("source", List.of("sky-news-2025-03-24-durable-peace")),
                        is("source", "sky-news-2025-03-24-durable-peace")),
                filter(
                        "quotes",
                        Map.of("event", List.of("coalition-paris-summit-2026-01-06")),
                        is("occasion", "coalition-paris-summit-2026-01-06")),
                filter("quotes", Map.of("topic", List.of("naval", "air")), has("topics", "naval", "air")),
                filter("quotes", Map.of("form", List.of("PARAPHRASE")), is("form", "PARAPHRASE")),
                filter("quotes", Map.of("language", List.of("fr", "it")), is("language", "fr", "it")),
                filter("quotes", Map.of("saidFrom", "2025-09-04"), from("saidOn", "2025-09-04")),
                filter("quotes", Map.of("saidTo", "2025-03-02"), to("saidOn", "2025-03-02")),
                filter(
                        "quotes",
                        Map.of("saidFrom", "2025-03-02", "saidTo", "2025-03-24", "form", List.of("DIRECT")),
                        from("saidOn", "2025-03-02")
                                .and(to("saidOn", "2025-03-24"))
                                .and(is("form", "DIRECT"))),
                filter("pledges", Map.of("pledger", List.of("united-kingdom")), is("pledger", "united-kingdom")),
                filter(
                        "pledges",
                        Map.of("pledgerKind", List.of("GROUP", "ORGANISATION")),
                        pledge -> Set.of("GROUP", "ORGANISATION").contains(kindOfActor.get(text(pledge, "pledger")))),
                filter(
                        "pledges",
                        Map.of("announcedBy", List.of("emmanuel-macron")),
                        is("announcedBy", "emmanuel-macron")),
                filter(
                        "pledges",
                        Map.of("coalition", List.of("coalition-of-the-willing-ukraine")),
                        is("coalition", "coalition-of-the-willing-ukraine")),
                filter(
                        "pledges",
                        Map.of("coalition", List.of("coalition-of-the-willing-ukraine"), "includeChildren", true),
                        is("coalition", "coalition-of-the-willing-ukraine", "multinational-force-ukraine")),
                filter("pledges", Map.of("kind", List.of("TROOPS")), is("kind", "TROOPS")),
                filter(
                        "pledges",
                        Map.of("status", List.of("DECLINED", "WITHDRAWN")),
                        is("status", "DECLINED", "WITHDRAWN")),
                filter("pledges", Map.of("confidence", List.of("LOW")), is("confidence", "LOW")),
                filter("pledges", Map.of("announcedFrom", "2026-01-07"), from("announcedOn", "2026-01-07")),
                filter("pledges", Map.of("announcedTo", "2025-03-02"), to("announcedOn", "2025-03-02")),
                filter(
                        "pledges",
                        Map.of("source", List.of("sky-news-2025-03-24-durable-peace")),
                        pledge -> pledge.path("evidence")
                                .findValuesAsText("source")
                                .contains("sky-news-2025-03-24-durable-peace")),
                filter(
                        "pledges",
                        Map.of("event", List.of("coalition-paris-summit-2025-09-04")),
                        is("occasion", "coalition-paris-summit-2025-09-04")),
                filter("pledges", Map.of("hasConditions", true), pledge -> pledge.has("conditions")),
                filter("pledges", Map.of("hasConditions", false), pledge -> !pledge.has("conditions")),
                filter("pledges", Map.of("disputed", true), pledge -> disputed.contains(text(pledge, "slug"))),
                filter("pledges", Map.of("disputed", false), pledge -> !disputed.contains(text(pledge, "slug"))),
                filter("actors", Map.of("kind", List.of("COUNTRY")), is("kind", "COUNTRY")),
                filter(
                        "actors",
                        Map.of("country", List.of("united-kingdom")),
                        is("country", "united-kingdom")
                                .or(actor -> actor.path("positions")
                                        .findValuesAsText("of")
                                        .contains("united-kingdom"))),
                filter(
                        "actors",
                        Map.of(
                                "identifier",
                                List.of(
                                        Map.of("scheme", "ISO_3166_1_ALPHA_2", "value", "FR"),
                                        Map.of("scheme", "WIKIDATA", "value", "Q458"))),
                        actor -> text(actor, "iso2").equals("FR")
                                || text(actor, "wikidata").equals("Q458")),
                filter("actors", Map.of("namePrefix", "EMMANUEL"), is("slug", "emmanuel-macron")),
                filter("actors", Map.of("namePrefix", "turkiye"), is("slug", "turkey")),
                filter("actors", Map.of("namePrefix", "10 downing"), is("slug", "downing-street")),
                filter("actors", Map.of("namePrefix", "швец"), is("slug", "sweden")),
                filter("actors", Map.of("namePrefix", "%"), actor -> false),
                filter("actors", Map.of("namePrefix", "_"), actor -> false),
                filter("sources", Map.of("publisher", List.of("SKY news")), is("publisher", "Sky News")),
                filter("sources", Map.of("kind", List.of("WIRE", "OFFICIAL")), is("kind", "WIRE", "OFFICIAL")),
                filter("sources", Map.of("language", List.of("it")), is("language", "it")),
                filter("sources", Map.of("publishedFrom", "2026-01-10"), from("publishedOn", "2026-01-10")),
                // A month of which no day is known counts with all its days.
                filter(
                        "sources",
                        Map.of("publishedFrom", "2025-03-10", "publishedTo", "2025-03-20"),
                        source -> text(source, "publishedOn").equals("2025-03")
                                || from("publishedOn", "2025-03-10")
                                        .and(to("publishedOn", "2025-03-20"))
                                        .test(source)),
                filter("events", Map.of("kind", List.of("CALL")), is("kind", "CALL")),
                filter("events", Map.of("participant", List.of("keir-starmer")), has("participants", "keir-starmer")),
                filter("events", Map.of("place", List.of("pàris")), is("place", "Paris")),
                filter("events", Map.of("country", List.of("france")), is("country", "france")),
                filter(
                        "events",
                        Map.of("heldFrom", "2025-03-15", "heldTo", "2025-03-27"),
                        from("on", "2025-03-15").and(to("on", "2025-03-27"))),
                filter(
                        "coalitions",
                        Map.of("parent", List.of("coalition-of-the-willing-ukraine")),
                        is("parent", "coalition-of-the-willing-ukraine")),
                filter("coalitions", Map.of("lead", List.of("czechia")), has("leads", "czechia")),
                filter(
                        "sizeClaims",
                        Map.of("coalition", List.of("multinational-force-ukraine")),
                        is("slug", "tass-claim-mnfu-berlin")),
                filter("sizeClaims", Map.of("claimant", List.of("downing-street")), is("claimant", "downing-street")),
                filter(
                        "sizeClaims",
                        Map.of("source", List.of("tass-2025-12-17-meloni")),
                        claim -> text(claim.path("evidence"), "source").equals("tass-2025-12-17-meloni")),
                filter(
                        "sizeClaims",
                        Map.of("claimedFrom", "2025-03-18", "claimedTo", "2025-09-04"),
                        from("claimedOn", "2025-03-18").and(to("claimedOn", "2025-09-04"))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("filters")
    void letsThroughWhatMatches(String part, Map<String, Object> filter, Predicate<JsonNode> matches) {
        Set<String> expected = new TreeSet<>();
        List<JsonNode> records = (part.equals("sizeClaims")
                        ? stream(Ask.dataSet("coalitions")).flatMap(coalition -> stream(coalition.path("sizeClaims")))
                        : stream(Ask.dataSet(part)))
                .toList();
        records.stream().filter(matches).forEach(record -> expected.add(text(record, "slug")));
        // Some match and some do not, but for the characters that would be wildcards in a pattern.
        assertEquals(List.of("%", "_").contains(filter.getOrDefault("namePrefix", "")), expected.isEmpty());
        assertTrue(expected.size() < records.size(), "all match");

        Set<String> answered = new TreeSet<>();
        Map<String, Object> variables = new HashMap<>(Map.of("filter", filter));
        JsonNode page = Ask.data(DOCUMENTS.get(part), variables).path("page");
        page.path("nodes").forEach(node -> answered.add(text(node, "slug")));
        if (page.path("pageInfo").path("hasNextPage").asBoolean()) {
            variables.put("after", text(page.path("pageInfo"), "endCursor"));
            JsonNode rest = Ask.data(DOCUMENTS.get(part), variables).path("page");
            assertFalse(rest.path("pageInfo").path("hasNextPage").asBoolean());
            rest.path("nodes").forEach(node -> answered.add(text(node, "slug")));
        }

        assertEquals(expected, answered);
        assertEquals(expected.size(), page.path("totalCount").asInt());
    }

    /** In the data set, all stand as published. */
    @Test
    void letsThroughQuotesThatStandSo() {
        TestRows rows = new TestRows();
        rows.addQuote("disputed", "DISPUTED");
        rows.addQuote("retracted", "RETRACTED");
        try {
            assertEquals(List.of("test-disputed"), standing("DISPUTED"));
            assertEquals(List.of("test-retracted"), standing("RETRACTED"));
            assertEquals(List.of("test-disputed", "test-retracted"), standing("DISPUTED", "RETRACTED"));
            assertEquals(Ask.dataSet("quotes").size(), standing("PUBLISHED").size());
        } finally {
            rows.remove();
        }
    }

    private static List<String> standing(String... wanted) {
        Map<String, Object> variables = Map.of("filter", Map.of("standing", List.of(wanted)));
        return Ask.data(DOCUMENTS.get("quotes"), variables).findValuesAsText("slug").stream()
                .sorted()
                .toList();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static Arguments filter(String part, Map<String, Object> filter, Predicate<JsonNode> matches) {
        return Arguments.of(part, filter, matches);
    }

    private static Predicate<JsonNode> is(String field, String... values) {
        return record -> List.of(values).contains(text(record, field));
    }

    private static Predicate<JsonNode> has(String field, String... values) {
        return record -> StreamSupport.stream(record.path(field).spliterator(), false)
                .anyMatch(value -> List.of(values).contains(value.asText()));
    }

    private static Predicate<JsonNode> from(String field, String day) {
        return record -> record.has(field) && text(record, field).compareTo(day) >= 0;
    }

    private static Predicate<JsonNode> to(String field, String day) {
        return record -> record.has(field) && text(record, field).compareTo(day) <= 0;
    }

    private static String text(JsonNode record, String field) {
        return record.path(field).asText();
    }
}
