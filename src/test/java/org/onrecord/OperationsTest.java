package org.onrecord;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onrecord.settings.Setting;

/** What an operator's tools read on the management port. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class OperationsTest {

    private final String management = RecordDatabase.managementAddress() + "/q/";

    @Test
    void isReadyOnceTheRecordCanBeRead() {
        given().get(management + "health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void isAliveWhateverTheDatabase() {
        given().get(management + "health/live")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name", equalTo(List.of("Event loops")));
    }

    @Test
    void keepsHealthAndMetricsFromClients() {
        given().get("/q/health").then().statusCode(404);
        given().get("/q/metrics").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http_server_requests_seconds_count{",
                "agroal_active_count{",
                "agroal_awaiting_count{",
                "jvm_memory_used_bytes{",
                "process_cpu_usage "
            })
    void measures(String metric) {
        Ask.data("{ dataset { slug } }");

        given().get(management + "metrics").then().statusCode(200).body(containsString(metric));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashboard.json", "prometheus-rule.yaml"})
    void measuresWhatIsWatched(String file) throws IOException {
        Ask.response("{ quotes(first: 0) { totalCount } }", Map.of());
        Set<String> measured = new TreeSet<>();
        given().get(management + "metrics")
                .asString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> measured.add(line.replaceFirst("[{ ].*", "")));
        String watching = Files.readString(Path.of("deploy/components/monitoring", file));
        Set<String> watched = new TreeSet<>(Pattern.compile("(?:graphql|http_server|agroal|jvm|process)_[a-z_]+")
                .matcher(watching)
                .results()
                .map(MatchResult::group)
                .toList());

        assertTrue(watched.size() > 1, watching);
        watched.removeAll(measured);
        assertEquals(Set.of(), watched);
    }

    /** The table in the documentation has each setting of the service's own, with its default. */
    @Test
    void documentsEverySetting() throws IOException {
        Set<String> documented = new TreeSet<>(
                Pattern.compile("^\\| `(onrecord\\.[^`]+)` \\|.*\\| `?([^`|]+?)`? \\|$", Pattern.MULTILINE)
                        .matcher(Files.readString(Path.of("docs/operating.md")))
                        .results()
                        .map(row -> row.group(1) + '=' + row.group(2))
                        .toList());

        Set<String> known = new TreeSet<>();
        SettingsCheck.MAPPINGS.stream()
                .flatMap(mapping -> Setting.allOf(mapping).stream())
                .forEach(setting ->
                        known.add(setting.name() + '=' + setting.usual().orElse("none")));
        assertEquals(known, documented);
    }

    @Test
    void timesEachKnownOperationByItsNameAndAllOthersTogether() {
        double known = metric("graphql_operation_seconds_count", "operation=\"WhoDeclined\"");
        double other = metric("graphql_operation_seconds_count", "operation=\"other\"");

        Ask.data(Ask.resource("/examples/4-declined.graphql"));
        Ask.data("query WhoDeclined { dataset { slug } }");

        assertEquals(known + 1, metric("graphql_operation_seconds_count", "operation=\"WhoDeclined\""));
        assertEquals(other + 1, metric("graphql_operation_seconds_count", "operation=\"other\""));
    }

    @Test
    void countsErrorsByTheirCode() {
        String labels = "code=\"BAD_USER_INPUT\",operation=\"other\"";
        double before = metric("graphql_errors_total", labels);

        Ask.response("{ quotes(first: 0) { totalCount } }", Map.of());

        assertEquals(before + 1, metric("graphql_errors_total", labels));
    }

    @Test
    void countsWhatIsNoRequest() {
        String labels = "code=\"BAD_REQUEST\",operation=\"other\"";
        double before = metric("graphql_errors_total", labels);

        given().contentType("application/json")
                .body("[]")
                .post("/graphql")
                .then()
                .statusCode(400);

        assertEquals(before + 1, metric("graphql_errors_total", labels));
    }

    /** The value of a sample; 0 where there is none yet. */
    private double metric(String name, String labels) {
        String metrics = given().get(management + "metrics").asString();
        Matcher sample = Pattern.compile(Pattern.quote(name + '{' + labels + "} ") + "(\\S+)")
                .matcher(metrics);
        return sample.find() ? Double.parseDouble(sample.group(1)) : 0;
    }
}
