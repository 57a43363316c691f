package org.onrecord.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The alerts of {@code deploy/components/monitoring}, as Prometheus evaluates them. */
@EnabledIf(
        value = "org.onrecord.deploy.Manifests#canRender",
        disabledReason = "neither kubectl nor kustomize is installed")
class AlertsTest {

    private static final Path CASES = Path.of("src", "test", "resources", "alerts.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private List<JsonNode> rules;

    @BeforeEach
    void render() throws IOException {
        rules = rules(directory);
    }

    /** The rules of the production overlay with everything filled in. */
    static List<JsonNode> rules(Path directory) throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        for (JsonNode object : Manifests.filledIn(directory).render("production")) {
            if (object.path("kind").asText().equals("PrometheusRule")) {
                object.path("spec")
                        .path("groups")
                        .forEach(group -> group.path("rules").forEach(rules::add));
            }
        }
        assertFalse(rules.isEmpty());
        return rules;
    }

    @Test
    @EnabledIf(value = "org.onrecord.deploy.AlertsTest#hasPromtool", disabledReason = "promtool is not installed")
    void firesWhenItShouldAndOnlyThen() throws Exception {
        ObjectNode groups = JSON.createObjectNode();
        groups.putArray("groups")
                .addObject()
                .put("name", "onrecord")
                .putArray("rules")
                .addAll(rules);
        JSON.writeValue(directory.resolve("rules.yaml").toFile(), groups);
        JSON.writeValue(directory.resolve("test.yaml").toFile(), tests());

        Programs.Outcome outcome = Programs.run(directory, List.of("promtool", "test", "rules", "test.yaml"));

        assertEquals(0, outcome.exitCode(), outcome.output());
        assertTrue(outcome.output().contains("SUCCESS"), outcome.output());
    }

    @Test
    void hasACaseOfFiringAndOneOfSilenceForEachAlert() {
        Set<String> alerts = new HashSet<>();
        rules.forEach(rule -> assertTrue(alerts.add(rule.path("alert").asText()), rule::toString));
        Set<String> tested = new HashSet<>();
        cases().properties().forEach(alert -> {
            assertTrue(alert.getValue().path("fires").size() > 0, alert::getKey);
            assertTrue(alert.getValue().path("silent").size() > 0, alert::getKey);
            tested.add(alert.getKey());
        });

        assertEquals(alerts, tested);
    }

    @Test
    void leadsToAPartOfTheRunbookThatIsThere() throws IOException {
        Set<String> anchors = new HashSet<>();
        for (String line : Files.readAllLines(Path.of("docs", "operating.md"))) {
            if (line.startsWith("## ")) {
                anchors.add(line.substring(3).toLowerCase(java.util.Locale.ROOT).replace(' ', '-'));
            }
        }

        for (JsonNode rule : rules) {
            String[] link = rule.at("/annotations/runbook_url").asText().split("#", -1);
            assertEquals(Manifests.SETTINGS.get("RUNBOOK_URL"), link[0], rule::toString);
            assertTrue(anchors.contains(link[1]), rule::toString);
        }
    }

    static boolean hasPromtool() {
        return Programs.isThere("promtool");
    }

    private static JsonNode cases() {
        return Manifests.readAll(CASES).get(0);
    }

    /** What promtool reads: its expectations have all that an alert says. */
    private ObjectNode tests() {
        ObjectNode file = JSON.createObjectNode();
        file.putArray("rule_files").add("rules.yaml");
        file.put("evaluation_interval", "1m");
        ArrayNode tests = file.putArray("tests");
        for (JsonNode rule : rules) {
            JsonNode alert = cases().path(rule.path("alert").asText());
            alert.path("fires").forEach(input -> expect(tests.addObject(), rule, input, true));
            alert.path("silent").forEach(input -> expect(tests.addObject(), rule, input, false));
        }
        return file;
    }

    private static void expect(ObjectNode test, JsonNode rule, JsonNode input, boolean fires) {
        test.put("interval", "1m");
        ArrayNode series = test.putArray("input_series");
        input.path("series")
                .properties()
                .forEach(one -> series.addObject().put("series", one.getKey()).set("values", one.getValue()));
        ObjectNode expectation = test.putArray("alert_rule_test").addObject();
        expectation.set("eval_time", input.path("after"));
        expectation.set("alertname", rule.path("alert"));
        ArrayNode alerts = expectation.putArray("exp_alerts");
        if (fires) {
            ObjectNode alert = alerts.addObject();
            ObjectNode labels = alert.putObject("exp_labels").put("namespace", "onrecord");
            labels.setAll((ObjectNode) rule.path("labels"));
            input.path("labels").properties().forEach(label -> labels.set(label.getKey(), label.getValue()));
            alert.set("exp_annotations", rule.path("annotations"));
        }
    }
}
