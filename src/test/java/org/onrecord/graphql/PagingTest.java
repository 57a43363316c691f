package org.onrecord.graphql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onrecord.Ask;
import org.onrecord.RecordDatabase;
import org.onrecord.TestRows;

/** Pages as the Relay Cursor Connections specification has them, on lists that grow. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class PagingTest {

    private static final String QUOTES = """
            query ($first: Int, $after: String, $last: Int, $before: String, $order: QuoteOrder!) {
              list: quotes(first: $first, after: $after, last: $last, before: $before, orderBy: $order) {
                totalCount
                pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
                edges { cursor node { slug saidOn } }
                nodes { slug }
              }
            }""";

    private final TestRows rows = new TestRows();

    @AfterEach
    void removeRows() {
        rows.remove();
    }

    @ParameterizedTest
    @CsvSource({"SAID_ON_DESC, 1", "SAID_ON_DESC, 7", "SAID_ON_ASC, 20", "SAID_ON_ASC, 100"})
    void hasEachRecordOnceInBothDirections(String order, int size) {
        List<String> forward = slugs("first", "after", size, order, () -> {});
        List<String> backward = slugs("last", "before", size, order, () -> {});
        Collections.reverse(backward);

        assertEquals(Ask.dataSet("quotes").size(), new LinkedHashSet<>(forward).size());
        assertEquals(forward, backward);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SAID_ON_DESC", "SAID_ON_ASC"})
    void ordersByDateWithUnknownOnesLast(String order) {
        JsonNode edges = page(Map.of("first", 100, "order", order)).path("edges");

        List<String> dates = new ArrayList<>();
        boolean unknown = false;
        for (JsonNode edge : edges) {
            JsonNode date = edge.path("node").path("saidOn");
            unknown = unknown || date.isNull();
            assertEquals(unknown, date.isNull(), "a known date after an unknown one");
            if (!unknown) {
                dates.add(date.asText());
            }
        }
        List<String> sorted = new ArrayList<>(dates);
        sorted.sort(order.endsWith("ASC") ? Comparator.naturalOrder() : Comparator.reverseOrder());
        assertTrue(unknown);
        assertEquals(sorted, dates);
    }

    @ParameterizedTest
    @CsvSource({
        "first, after, SAID_ON_DESC",
        "last, before, SAID_ON_DESC",
        "first, after, SAID_ON_ASC",
        "last, before, SAID_ON_ASC"
    })
    void neitherRepeatsNorSkipsWhileRecordsAreAdded(String size, String cursor, String order) {
        List<String> before = slugs("first", "after", 100, order, () -> {});

        int[] added = {0};
        List<String> whileAdding = slugs(size, cursor, 10, order, () -> {
            // At the start, in the middle and at the end of the list.
            rows.addQuotes(added[0], "'1900-01-01'", "'2025-09-04'", "'2999-01-01'", "null");
            added[0] += 4;
        });
        if (size.equals("last")) {
            Collections.reverse(whileAdding);
        }

        assertEquals(whileAdding.size(), new LinkedHashSet<>(whileAdding).size(), "repeated");
        whileAdding.removeIf(slug -> slug.startsWith(TestRows.PREFIX));
        assertEquals(before, whileAdding);
    }

    static Stream<Arguments> orders() {
        return Stream.of(
                Arguments.of(
                        "{ list: sources(first: 100, orderBy: PUBLISHED_ON_DESC) { nodes { key: publishedOn } } }",
                        false),
                Arguments.of(
                        "{ list: sources(first: 100, orderBy: PUBLISHED_ON_ASC) { nodes { key: publishedOn } } }",
                        true),
                Arguments.of(
                        "{ list: sources(first: 100, orderBy: PUBLISHER_ASC) { nodes { key: publisher } } }", true),
                Arguments.of(
                        "{ list: sources(first: 100, orderBy: PUBLISHER_DESC) { nodes { key: publisher } } }", false),
                Arguments.of("{ list: actors(first: 100, orderBy: NAME_ASC) { nodes { key: name } } }", true),
                Arguments.of("{ list: actors(first: 100, orderBy: NAME_DESC) { nodes { key: name } } }", false),
                Arguments.of("{ list: events(first: 100, orderBy: HELD_ON_DESC) { nodes { key: heldOn } } }", false),
                Arguments.of("{ list: events(first: 100, orderBy: HELD_ON_ASC) { nodes { key: heldOn } } }", true),
                Arguments.of("{ list: events(first: 100, orderBy: NAME_ASC) { nodes { key: name } } }", true),
                Arguments.of("{ list: events(first: 100, orderBy: NAME_DESC) { nodes { key: name } } }", false),
                Arguments.of("{ list: coalitions(first: 100, orderBy: NAME_ASC) { nodes { key: name } } }", true),
                Arguments.of("{ list: coalitions(first: 100, orderBy: NAME_DESC) { nodes { key: name } } }", false),
                Arguments.of(
                        "{ list: coalitions(first: 100, orderBy: FOUNDED_ON_DESC) { nodes { key: foundedOn } } }",
                        false),
                Arguments.of(
                        "{ list: coalitions(first: 100, orderBy: FOUNDED_ON_ASC) { nodes { key: foundedOn } } }", true),
                Arguments.of(
                        "{ list: sizeClaims(first: 100, orderBy: CLAIMED_ON_DESC) { nodes { key: claimedOn } } }",
                        false),
                Arguments.of(
                        "{ list: sizeClaims(first: 100, orderBy: CLAIMED_ON_ASC) { nodes { key: claimedOn } } }", true),
                Arguments.of(
                        "{ list: pledges(first: 100, orderBy: ANNOUNCED_ON_DESC) { nodes { key: announcedOn } } }",
                        false),
                Arguments.of(
                        "{ list: pledges(first: 100, orderBy: ANNOUNCED_ON_ASC) { nodes { key: announcedOn } } }",
                        true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("orders")
    void ordersWithUnknownOnesLast(String document, boolean ascending) {
        List<String> keys = new ArrayList<>();
        boolean unknown = false;
        for (JsonNode node : Ask.data(document).path("list").path("nodes")) {
            JsonNode key = node.path("key");
            unknown = unknown || key.isNull();
            assertEquals(unknown, key.isNull(), "a known value after an unknown one");
            if (!unknown) {
                keys.add(folded(key.asText()));
            }
        }

        List<String> sorted = new ArrayList<>(keys);
        sorted.sort(ascending ? Comparator.naturalOrder() : Comparator.reverseOrder());
        assertTrue(keys.size() > 0);
        assertEquals(sorted, keys);
    }

    private static String folded(String text) {
        return Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD)
                .replaceAll("[\u0300-\u036f]", "")
                .replace('’', '\'')
                .replace('ł', 'l')
                .replace('ø', 'o');
    }

    @Test
    void tellsWhetherThereIsMore() {
        JsonNode first = page(Map.of("first", 10, "order", "SAID_ON_DESC"));
        assertTrue(first.path("pageInfo").path("hasNextPage").asBoolean());
        assertFalse(first.path("pageInfo").path("hasPreviousPage").asBoolean());

        String end = first.path("pageInfo").path("endCursor").asText();
        JsonNode second = page(Map.of("first", 100, "after", end, "order", "SAID_ON_DESC"));
        assertFalse(second.path("pageInfo").path("hasNextPage").asBoolean());
        assertTrue(second.path("pageInfo").path("hasPreviousPage").asBoolean());
        assertEquals(Ask.dataSet("quotes").size() - 10, second.path("edges").size());

        String start = second.path("pageInfo").path("startCursor").asText();
        JsonNode back = page(Map.of("last", 100, "before", start, "order", "SAID_ON_DESC"));
        assertEquals(first.path("edges"), back.path("edges"));
        assertTrue(back.path("pageInfo").path("hasNextPage").asBoolean());
        assertFalse(back.path("pageInfo").path("hasPreviousPage").asBoolean());

        JsonNode between = page(Map.of(
                "first",
                3,
                "after",
                first.path("edges").path(2).path("cursor").asText(),
                "before",
                first.path("edges").path(5).path("cursor").asText(),
                "order",
                "SAID_ON_DESC"));
        assertEquals(2, between.path("edges").size());
        assertTrue(between.path("pageInfo").path("hasNextPage").asBoolean());
        assertTrue(between.path("pageInfo").path("hasPreviousPage").asBoolean());
    }

    @Test
    void isEmptyAfterTheLastRecord() {
        JsonNode all = page(Map.of("first", 100, "order", "SAID_ON_DESC"));
        String end = all.path("pageInfo").path("endCursor").asText();

        JsonNode page = page(Map.of("first", 5, "after", end, "order", "SAID_ON_DESC"));

        assertEquals(0, page.path("edges").size());
        assertTrue(page.path("pageInfo").path("startCursor").isNull());
        assertFalse(page.path("pageInfo").path("hasNextPage").asBoolean());
        assertTrue(page.path("pageInfo").path("hasPreviousPage").asBoolean());
        assertEquals(Ask.dataSet("quotes").size(), page.path("totalCount").asInt());
    }

    @Test
    void hasTwentyRecordsUnlessTold() {
        assertEquals(20, page(Map.of("order", "SAID_ON_DESC")).path("nodes").size());
    }

    @Test
    void pagesListsOfManyParentsEachFromItsOwnStart() {
        JsonNode data = Ask.data("""
                {
                  actors(first: 30, filter: {kind: [COUNTRY]}) {
                    nodes { slug two: pledges(first: 2) { nodes { slug } } all: pledges(first: 44) { nodes { slug } } }
                  }
                }""");

        int withMore = 0;
        for (JsonNode actor : data.path("actors").path("nodes")) {
            JsonNode all = actor.path("all").path("nodes");
            JsonNode two = actor.path("two").path("nodes");
            assertEquals(Math.min(2, all.size()), two.size(), actor::toString);
            for (int i = 0; i < two.size(); i++) {
                assertEquals(all.path(i), two.path(i));
            }
            withMore += all.size() > 2 ? 1 : 0;
        }
        assertTrue(withMore > 3, "several parents have more than fits their page");
    }

    private static JsonNode page(Map<String, ?> variables) {
        return Ask.data(QUOTES, variables).path("list");
    }

    private static List<String> slugs(
            String sizeName, String cursorName, int size, String order, Runnable afterEachPage) {
        boolean forward = sizeName.equals("first");
        List<String> slugs = new ArrayList<>();
        Map<String, Object> variables = new HashMap<>(Map.of(sizeName, size, "order", order));
        for (boolean more = true; more; ) {
            assertTrue(slugs.size() < 1000, "no end");
            JsonNode page = page(variables);
            List<String> onPage = new ArrayList<>();
            page.path("edges")
                    .forEach(edge -> onPage.add(edge.path("node").path("slug").asText()));
            if (!forward) {
                Collections.reverse(onPage);
            }
            slugs.addAll(onPage);
            more = page.path("pageInfo")
                    .path(forward ? "hasNextPage" : "hasPreviousPage")
                    .asBoolean();
            variables.put(
                    cursorName,
                    page.path("pageInfo")
                            .path(forward ? "endCursor" : "startCursor")
                            .asText());
            if (slugs.size() < 80) {
                afterEachPage.run();
            }
        }
        return slugs;
    }
}
