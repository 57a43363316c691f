package org.onrecord.graphql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.onrecord.Ask;
import org.onrecord.RecordDatabase;

/** One field asked for in several ways at once: each answer is its own. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class AliasesTest {

    @Test
    void haveTheirOwnArguments() {
        JsonNode actors = Ask.data("""
                        {
                          actors(first: 40, filter: {kind: [PERSON]}) {
                            nodes {
                              one: quotes(first: 1) { nodes { slug } }
                              three: quotes(first: 3) { nodes { slug } }
                              oldest: quotes(first: 1, orderBy: SAID_ON_ASC) { nodes { slug } }
                              partial: quotes(first: 15, filter: {form: [PARTIAL]}) { nodes { form } }
                              count: quotes { totalCount }
                            }
                          }
                        }""").path("actors").path("nodes");

        int withMany = 0;
        int partial = 0;
        for (JsonNode actor : actors) {
            int count = actor.path("count").path("totalCount").asInt();
            assertEquals(Math.min(1, count), actor.path("one").path("nodes").size());
            assertEquals(Math.min(3, count), actor.path("three").path("nodes").size());
            assertEquals(Math.min(1, count), actor.path("oldest").path("nodes").size());
            for (JsonNode quote : actor.path("partial").path("nodes")) {
                assertEquals("PARTIAL", quote.path("form").asText());
                partial++;
            }
            // As the newest comes first, unless the oldest is asked for.
            boolean isOther = !actor.at("/oldest/nodes/0/slug").equals(actor.at("/one/nodes/0/slug"));
            withMany += count > 3 && isOther ? 1 : 0;
        }
        assertTrue(withMany > 1, withMany + " have more than three quotes");
        assertTrue(partial > 0, partial + " are partial");
    }

    /** They are read on one connection, one after the other. */
    @Test
    void ofQueryHaveTheirOwnArgumentsAndFaults() {
        JsonNode response = Ask.response("""
                        {
                          one: quotes(first: 1) { nodes { slug } }
                          three: quotes(first: 3) { totalCount nodes { slug } }
                          wrong: quotes(first: 0) { totalCount }
                          liked: quote(slug: "sky-liked") { text }
                          none: quote(slug: "there-is-none") { text }
                          node(id: "QWN0b3I6c3RldmUtd2l0a29mZg") { ... on Person { name } }
                          nato: actor(slug: "nato") { name }
                        }""", Map.of());
        JsonNode data = response.path("data");

        // The wrong one may not be null, and so nothing is.
        assertEquals("wrong", Ask.onlyError(response).path("path").path(0).asText());
        assertEquals(0, data.size(), response::toString);

        JsonNode right = Ask.data("""
                        {
                          one: quotes(first: 1) { nodes { slug } }
                          three: quotes(first: 3) { totalCount nodes { slug } }
                          liked: quote(slug: "sky-liked") { text }
                          none: quote(slug: "there-is-none") { text }
                          node(id: "QWN0b3I6c3RldmUtd2l0a29mZg") { ... on Person { name } }
                          nato: actor(slug: "nato") { name }
                        }""");
        assertEquals(1, right.path("one").path("nodes").size());
        assertEquals(3, right.path("three").path("nodes").size());
        assertEquals(89, right.path("three").path("totalCount").asInt());
        assertEquals("liked", right.path("liked").path("text").asText());
        assertEquals(true, right.path("none").isNull());
        assertEquals("Steve Witkoff", right.path("node").path("name").asText());
        assertEquals("NATO", right.path("nato").path("name").asText());
    }

    @Test
    void ofARowShowAllThatEachSelects() {
        JsonNode quote = Ask.data("""
                        {
                          quote(slug: "sky-liked") {
                            a: speaker { name }
                            b: speaker { slug quotes(first: 1) { totalCount } }
                            c: source { publisher }
                            d: source { publisher url quotes(first: 1) { totalCount } }
                          }
                        }""").path("quote");

        assertEquals("Steve Witkoff", quote.path("a").path("name").asText());
        assertEquals("steve-witkoff", quote.path("b").path("slug").asText());
        assertEquals(10, quote.path("b").path("quotes").path("totalCount").asInt());
        assertEquals("Sky News", quote.path("c").path("publisher").asText());
        assertEquals(21, quote.path("d").path("quotes").path("totalCount").asInt());
    }

    @Test
    void mayDifferByTheKindOfActor() {
        JsonNode nodes = Ask.data("""
                        {
                          nodes(ids: ["QWN0b3I6c3RldmUtd2l0a29mZg", "QWN0b3I6dW5pdGVkLWtpbmdkb20", "QWN0b3I6ZG93bmluZy1zdHJlZXQ"]) {
                            __typename
                            ... on Person { lists: quotes(first: 2) { nodes { slug } } }
                            ... on Country { lists: pledges(first: 3) { nodes { slug } } }
                            ... on Organisation { country { slug } lists: quotes(first: 1) { nodes { slug } } }
                          }
                        }""").path("nodes");

        assertEquals(List.of("Person", "Country", "Organisation"), nodes.findValuesAsText("__typename"));
        assertEquals(2, nodes.path(0).path("lists").path("nodes").size());
        assertEquals(3, nodes.path(1).path("lists").path("nodes").size());
        assertEquals(1, nodes.path(2).path("lists").path("nodes").size());
        assertEquals(
                "united-kingdom", nodes.path(2).path("country").path("slug").asText());
    }

    @Test
    void obeyDirectivesAndFragments() {
        JsonNode data = Ask.data("""
                query ($yes: Boolean = true, $no: Boolean = false) {
                  quote(slug: "sky-liked") {
                    ...words @include(if: $yes)
                    source @skip(if: $yes) { title }
                    speaker @include(if: $no) { name }
                  }
                }
                fragment words on Quote { text ... on Node { id } occasion { ...occasion } }
                fragment occasion on Event { name participants(first: 5) { nodes { name } } }""");

        assertEquals(3, data.path("quote").size());
        assertEquals("liked", data.path("quote").path("text").asText());
        assertEquals(
                2,
                data.path("quote")
                        .path("occasion")
                        .path("participants")
                        .path("nodes")
                        .size());
    }
}
