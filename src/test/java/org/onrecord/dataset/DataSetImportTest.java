package org.onrecord.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onrecord.Ask;
import org.onrecord.RecordDatabase;

/** A data set is loaded whole or not at all, and all its faults are told. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class DataSetImportTest {

    private static final String COUNTS = """
            {
              sources { totalCount } actors { totalCount } events { totalCount } coalitions { totalCount }
              sizeClaims { totalCount } quotes { totalCount } pledges { totalCount }
            }""";

    @Inject
    DataSetImport imports;

    @TempDir
    Path folder;

    @AfterEach
    void restore() throws IOException {
        copyDataSet();
        imports.importFolder(folder);
    }

    @Test
    void loadingAgainChangesNothing() throws IOException {
        JsonNode before = Ask.data(COUNTS);
        JsonNode quote = quote("sky-liked");
        copyDataSet();

        imports.importFolder(folder);

        assertEquals(before, Ask.data(COUNTS));
        assertEquals(quote, quote("sky-liked"));
    }

    @Test
    void updatesWhatChangedAndAddsWhatIsNew() throws IOException {
        int quotes = Ask.dataSet("quotes").size();
        copyDataSet();
        change("quotes", "sky-liked", quote -> {
            quote.put("saidOn", "2025-03-21")
                    .put("standing", "DISPUTED")
                    .put("standingReason", "Contested by the speaker.");
            quote.putArray("about").add("russia").add("vladimir-putin");
        });
        change("pledges", "uk-troops-2025-02-16", pledge -> {
            pledge.put("status", "CONFIRMED");
            ObjectNode first = pledge.putArray("statusHistory").addObject();
            first.put("status", "CONDITIONAL")
                    .put("changedOn", "2025-02-16")
                    .set("evidence", pledge.path("evidence").path(0));
            ObjectNode second =
                    ((com.fasterxml.jackson.databind.node.ArrayNode) pledge.path("statusHistory")).addObject();
            second.put("status", "CONFIRMED")
                    .put("changedOnText", "later")
                    .set("evidence", pledge.path("evidence").path(0));
        });

        imports.importFolder(folder);

        JsonNode quote = quote("sky-liked");
        assertEquals("2025-03-21", quote.path("saidOn").asText());
        assertEquals("DISPUTED", quote.path("standing").asText());
        assertEquals(List.of("russia", "vladimir-putin"), quote.path("about").findValuesAsText("slug"));
        assertEquals(
                quotes,
                Ask.data("{ quotes { totalCount } }")
                        .path("quotes")
                        .path("totalCount")
                        .asInt());
        assertEquals(
                List.of("CONDITIONAL", "CONFIRMED"),
                Ask.data("{ pledge(slug: \"uk-troops-2025-02-16\") { statusHistory { status } } }")
                        .findValuesAsText("status"));
    }

    @Test
    void rewritesListsWhoseOrderOrOwnerChanged() throws IOException {
        copyDataSet();
        change(
                "quotes",
                "sky-winston-churchill",
                quote -> quote.putArray("about").add("winston-churchill").add("keir-starmer"));
        change(
                "quotes",
                "huffpost-witkoff-churchill",
                quote -> quote.putArray("about").add("nato").add("russia"));
        change("coalitions", "coalition-of-the-willing-ukraine", coalition -> {
            coalition.putArray("leads").add("emmanuel-macron").add("france").add("united-kingdom");
        });
        change("actors", "france", actor -> actor.put("wikidata", "Q145"));
        change("actors", "united-kingdom", actor -> actor.put("wikidata", "Q142"));

        imports.importFolder(folder);

        assertEquals(
                List.of("winston-churchill", "keir-starmer"),
                quote("sky-winston-churchill").path("about").findValuesAsText("slug"));
        assertEquals(
                List.of("nato", "russia"),
                quote("huffpost-witkoff-churchill").path("about").findValuesAsText("slug"));
        assertEquals(
                List.of("emmanuel-macron", "france", "united-kingdom"),
                Ask.data("{ coalition(slug: \"coalition-of-the-willing-ukraine\") { leads { slug } } }")
                        .findValuesAsText("slug"));
        assertEquals(
                "france",
                Ask.data("{ actors(filter: {identifier: [{scheme: WIKIDATA, value: \"Q145\"}]}) { nodes { slug } } }")
                        .findValue("slug")
                        .asText());
    }

    @Test
    void dropsAContradictionThatIsNoLongerStated() throws IOException {
        copyDataSet();
        change("pledges", "es-troops-2026-01", pledge -> pledge.remove("conflictsWith"));

        imports.importFolder(folder);

        String disputed = "{ pledges(first: 100, filter: {disputed: true}) { nodes { slug } } }";
        List<String> slugs = Ask.data(disputed).findValuesAsText("slug");
        assertEquals(8, slugs.size());
        assertEquals(false, slugs.contains("es-no-plan-2026-01-07"));
    }

    @Test
    void tellsAnIdentifierThatSomebodyOnRecordHas() throws IOException {
        copyDataSet();
        for (String part : List.of("events", "coalitions", "quotes", "pledges", "sources")) {
            Files.writeString(folder.resolve(part + ".json"), "[]");
        }
        Files.writeString(folder.resolve("actors.json"), """
                [
                  {"slug": "gallia", "kind": "COUNTRY", "name": "Gallia", "iso2": "FR"},
                  {"kind": "COUNTRY", "name": "", "iso2": "NO"},
                  {"slug": "a\\n", "kind": "COUNTRY", "name": "A"}
                ]""");

        InvalidDataSet fault = assertThrows(InvalidDataSet.class, () -> imports.importFolder(folder));

        List<String> faults =
                fault.faults().stream().map(DataSetFault::toString).toList();
        for (String expected : List.of(
                "actors.json > gallia > iso2: is the same as that of the actor france, who is on record",
                "actors.json > [1]: ",
                "actors.json > [1] > name: ",
                "actors.json > [1] > iso2: is the same as that of the actor norway, who is on record",
                "actors.json > a\n > slug: ")) {
            assertEquals(
                    true,
                    faults.stream().anyMatch(one -> one.startsWith(expected)),
                    () -> expected + " is not in " + faults);
        }
    }

    @Test
    void tellsAllFaultsAtOnceAndWritesNothing() throws IOException {
        copyDataSet();
        change(
                "quotes",
                "sky-liked",
                quote -> quote.put("speaker", "nobody")
                        .put("saidOn", "2025-02-30")
                        .put("mood", "good"));
        change("quotes", "sky-simplistic", quote -> quote.remove("text"));
        change("pledges", "sky-more-than-30-stand-ready", pledge -> {
            ((ObjectNode) pledge.path("quantity")).put("min", "31").put("max", 0);
            ((ObjectNode) pledge.path("evidence").path(0)).put("source", "no-source");
        });
        change("pledges", "sky-others-logistics", pledge -> pledge.put("kind", "CAKE"));
        change("actors", "france", actor -> actor.put("slug", "united-kingdom").put("kind", "COUNTRY"));
        change("actors", "norway", actor -> actor.put("iso2", "nor"));
        change("actors", "steve-witkoff", actor -> actor.put("kind", "GROUP"));
        change(
                "sources",
                "lbc-2025-02-16",
                source -> source.put("publishedOn", "2025-13").put("title", "a\u0000b"));
        change("events", "london-summit-2025-03-02", event -> event.put("on", "2030-01-01"));
        change(
                "coalitions",
                "coalition-of-the-willing-ukraine",
                coalition -> coalition.put("parent", "multinational-force-ukraine"));
        JsonNode before = Ask.data(COUNTS);

        InvalidDataSet fault = assertThrows(InvalidDataSet.class, () -> imports.importFolder(folder));

        TreeSet<String> places = new TreeSet<>();
        fault.faults().forEach(one -> places.add(one.file() + " > " + one.slug() + " > " + one.field()));
        for (String place : List.of(
                "quotes.json > sky-liked > speaker",
                "quotes.json > sky-liked > saidOn",
                "quotes.json > sky-liked > mood",
                "quotes.json > sky-simplistic > ",
                "pledges.json > sky-more-than-30-stand-ready > quantity.min",
                "pledges.json > sky-more-than-30-stand-ready > quantity.max",
                "pledges.json > sky-more-than-30-stand-ready > evidence[0].source",
                "pledges.json > sky-others-logistics > kind",
                "actors.json > united-kingdom > slug",
                "actors.json > norway > iso2",
                "actors.json > steve-witkoff > positions",
                "actors.json > steve-witkoff > kind",
                "sources.json > lbc-2025-02-16 > publishedOn",
                "sources.json > lbc-2025-02-16 > title",
                "events.json > london-summit-2025-03-02 > on",
                "coalitions.json > multinational-force-ukraine > parent")) {
            assertEquals(true, places.contains(place), () -> place + " is not among\n" + String.join("\n", places));
        }
        assertEquals(before, Ask.data(COUNTS));
        assertEquals(
                "Steve Witkoff", quote("sky-liked").path("speaker").path("name").asText());
    }

    @Test
    void tellsMissingAndBrokenFiles() throws IOException {
        copyDataSet();
        Files.delete(folder.resolve("quotes.json"));
        Files.writeString(folder.resolve("events.json"), "[{\"slug\": \"a\", \"slug\": \"b\"}]");
        Files.writeString(folder.resolve("pledges.json"), "[ {");

        InvalidDataSet fault = assertThrows(InvalidDataSet.class, () -> imports.importFolder(folder));

        List<String> messages = fault.faults().stream()
                .filter(one -> one.field() == null)
                .map(DataSetFault::toString)
                .toList();
        assertEquals(true, messages.contains("quotes.json: is missing"), messages::toString);
        assertEquals(
                true,
                messages.stream()
                        .anyMatch(message -> message.startsWith("events.json: is not JSON at line 1")
                                && message.contains("Duplicate field 'slug'")),
                messages::toString);
        assertEquals(
                true,
                messages.stream().anyMatch(message -> message.startsWith("pledges.json: is not JSON at line 1")),
                messages::toString);
    }

    private static JsonNode quote(String slug) {
        return Ask.data("""
                        query ($slug: String!) {
                          quote(slug: $slug) { id text saidOn standing speaker { name } about { slug } topics note }
                        }""", java.util.Map.of("slug", slug)).path("quote");
    }

    private void copyDataSet() throws IOException {
        for (String part : DataSetSchema.read().parts()) {
            Files.writeString(folder.resolve(part + ".json"), Ask.dataSet(part).toString());
        }
    }

    private void change(String part, String slug, Consumer<ObjectNode> change) throws IOException {
        Path file = folder.resolve(part + ".json");
        JsonNode records = Ask.json(Files.readString(file));
        for (JsonNode record : records) {
            if (record.path("slug").asText().equals(slug)) {
                change.accept((ObjectNode) record);
            }
        }
        Files.writeString(file, records.toString());
    }
}
