package org.onrecord.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.onrecord.Ask;
import org.onrecord.RecordDatabase;

/** Everything that the files of the data set state is there to be asked for, and nothing else. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class RoundTripTest {

    @Test
    void tellsWhatTheDataSetIs() {
        assertEquals(
                Ask.dataSet("dataset"),
                Ask.data("{ dataset { slug name description version dataThrough licence } }")
                        .path("dataset"));
    }

    @Test
    void hasAllOfSources() {
        compare("sources", """
                query ($after: String) {
                  page: sources(first: 100, after: $after) {
                    pageInfo { hasNextPage endCursor }
                    nodes {
                      slug kind publisher originalPublisher repost title url publishedOn language archivedUrl note
                    }
                  }
                }""", source -> dropFalse(source, "repost"));
    }

    @Test
    void hasAllOfActors() {
        compare("actors", """
                query ($after: String) {
                  page: actors(first: 100, after: $after) {
                    pageInfo { hasNextPage endCursor }
                    nodes {
                      slug kind name aliases note
                      identifiers { scheme value }
                      ... on Organisation { country { slug } }
                      ... on Person { positions { title of { slug } from to statedOn source { slug } } }
                    }
                  }
                }""", actor -> {
            for (JsonNode identifier : actor.remove("identifiers")) {
                actor.set(
                        identifier.path("scheme").asText().equals("WIKIDATA") ? "wikidata" : "iso2",
                        identifier.path("value"));
            }
            bySlug(actor, "country");
            actor.path("positions").forEach(position -> {
                bySlug((ObjectNode) position, "of");
                bySlug((ObjectNode) position, "source");
            });
        });
    }

    @Test
    void hasAllOfEvents() {
        compare("events", """
                        fragment evidence on Evidence { source { slug } excerpt }
                        query ($after: String) {
                          page: events(first: 12, after: $after) {
                            pageInfo { hasNextPage endCursor }
                            nodes {
                              slug kind name on: heldOn onText: heldOnText place country { slug } description
                              participants(first: 100) { nodes { slug } }
                              evidence { ...evidence }
                            }
                          }
                        }""", event -> {
            bySlug(event, "country");
            slugs(event, "participants", event.path("participants").path("nodes"));
            event.path("evidence").forEach(RoundTripTest::evidence);
        });
    }

    @Test
    void hasAllOfCoalitions() {
        compare("coalitions", """
                        fragment evidence on Evidence { source { slug } excerpt }
                        query ($after: String) {
                          page: coalitions(first: 3, after: $after) {
                            pageInfo { hasNextPage endCursor }
                            nodes {
                              slug name aliases purpose foundedOn note
                              foundedEvidence { ...evidence }
                              leads { slug }
                              leadsEvidence { ...evidence }
                              parent { slug }
                              sizeClaims(first: 100) {
                                nodes {
                                  slug metric text min max claimant { slug } claimedOn claimedOnText
                                  evidence { ...evidence }
                                }
                              }
                            }
                          }
                        }""", coalition -> {
            bySlug(coalition, "parent");
            slugs(coalition, "leads", coalition.path("leads"));
            evidence(coalition.path("foundedEvidence"));
            evidence(coalition.path("leadsEvidence"));
            coalition.set("sizeClaims", coalition.path("sizeClaims").path("nodes"));
            coalition.path("sizeClaims").forEach(claim -> {
                bySlug((ObjectNode) claim, "claimant");
                evidence(claim.path("evidence"));
            });
        });
    }

    @Test
    void hasAllOfQuotes() {
        compare("quotes", """
                query ($after: String) {
                  page: quotes(first: 100, after: $after) {
                    pageInfo { hasNextPage endCursor }
                    nodes {
                      slug form speaker { slug } text language translated about { slug } topics saidOn saidOnText context
                      occasion { slug } source { slug } reportedVia standing standingReason note
                    }
                  }
                }""", quote -> {
            bySlug(quote, "speaker");
            bySlug(quote, "occasion");
            bySlug(quote, "source");
            slugs(quote, "about", quote.path("about"));
            dropFalse(quote, "translated");
            assertEquals("PUBLISHED", quote.remove("standing").asText());
        });
    }

    @Test
    void hasAllOfPledges() {
        Map<String, TreeSet<String>> conflicts = new HashMap<>();
        for (JsonNode pledge : Ask.dataSet("pledges")) {
            for (JsonNode other : pledge.path("conflictsWith")) {
                String slug = pledge.path("slug").asText();
                conflicts.computeIfAbsent(slug, any -> new TreeSet<>()).add(other.asText());
                conflicts
                        .computeIfAbsent(other.asText(), any -> new TreeSet<>())
                        .add(slug);
            }
        }
        compare("pledges", """
                        fragment evidence on Evidence { source { slug } excerpt }
                        query ($after: String) {
                          page: pledges(first: 12, after: $after) {
                            pageInfo { hasNextPage endCursor }
                            nodes {
                              slug pledger { slug } coalition { slug } kind status
                              statusHistory { status changedOn changedOnText evidence { ...evidence } }
                              quantity { text min max unit currency }
                              announcedOn announcedOnText announcedBy { slug } occasion { slug } scope conditions confidence
                              evidence { ...evidence }
                              conflictsWith(first: 100) { nodes { slug } }
                              note
                            }
                          }
                        }""", pledge -> {
            for (String field : List.of("pledger", "coalition", "announcedBy", "occasion")) {
                bySlug(pledge, field);
            }
            pledge.path("evidence").forEach(RoundTripTest::evidence);
            // The first status is that of the announcement.
            JsonNode history = pledge.remove("statusHistory");
            assertEquals(1, history.size());
            assertEquals(pledge.path("status"), history.path(0).path("status"));
            assertEquals(pledge.path("announcedOn"), history.path(0).path("changedOn"));
            evidence(history.path(0).path("evidence"));
            assertEquals(pledge.path("evidence").path(0), history.path(0).path("evidence"));
            TreeSet<String> others = new TreeSet<>();
            pledge.remove("conflictsWith")
                    .path("nodes")
                    .forEach(other -> others.add(other.path("slug").asText()));
            assertEquals(conflicts.getOrDefault(pledge.path("slug").asText(), new TreeSet<>()), others);
        });
    }

    /** Brings the answer into the files' form and compares it with the file, record by record. */
    private static void compare(String part, String document, java.util.function.Consumer<ObjectNode> toFileForm) {
        Map<String, JsonNode> expected = new TreeMap<>();
        for (JsonNode record : Ask.dataSet(part)) {
            ((ObjectNode) record).remove("conflictsWith");
            expected.put(record.path("slug").asText(), normal(record));
        }
        Map<String, JsonNode> answered = new TreeMap<>();
        Map<String, Object> variables = new HashMap<>();
        boolean more = true;
        for (int pages = 0; more; pages++) {
            assertTrue(pages < 10, "no end");
            JsonNode page = Ask.data(document, variables).path("page");
            for (JsonNode record : page.path("nodes")) {
                toFileForm.accept((ObjectNode) record);
                answered.put(record.path("slug").asText(), normal(record));
            }
            more = page.path("pageInfo").path("hasNextPage").asBoolean();
            variables.put("after", page.path("pageInfo").path("endCursor").asText());
        }
        assertTrue(expected.size() > 1, part);
        assertEquals(expected.keySet(), answered.keySet());
        expected.forEach((slug, record) -> assertEquals(record, answered.get(slug), slug));
    }

    /** Without nulls and empty lists, which the files leave out; participants and size claims in one order. */
    private static JsonNode normal(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode normal = Ask.JSON.createObjectNode();
            object.properties().forEach(field -> {
                JsonNode value = normal(field.getValue());
                if (!value.isNull() && !(value.isArray() && value.isEmpty())) {
                    normal.set(
                            field.getKey(),
                            List.of("participants", "sizeClaims").contains(field.getKey()) ? sorted(value) : value);
                }
            });
            return normal;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode normal = Ask.JSON.createArrayNode();
            array.forEach(value -> normal.add(normal(value)));
            return normal;
        }
        return node.isNumber() ? DecimalNode.valueOf(node.decimalValue().stripTrailingZeros()) : node;
    }

    private static JsonNode sorted(JsonNode array) {
        Map<String, JsonNode> byText = new TreeMap<>();
        array.forEach(value -> byText.put(value.path("slug").asText(value.asText()), value));
        return Ask.JSON.createArrayNode().addAll(byText.values());
    }

    private static void bySlug(ObjectNode record, String field) {
        if (record.path(field).isObject()) {
            record.set(field, record.path(field).path("slug"));
        }
    }

    private static void slugs(ObjectNode record, String field, JsonNode nodes) {
        ArrayNode slugs = Ask.JSON.createArrayNode();
        nodes.forEach(node -> slugs.add(node.path("slug")));
        record.set(field, slugs);
    }

    private static void evidence(JsonNode evidence) {
        if (evidence.isObject()) {
            bySlug((ObjectNode) evidence, "source");
        }
    }

    private static void dropFalse(ObjectNode record, String field) {
        if (!record.path(field).asBoolean()) {
            record.remove(field);
        }
    }
}
