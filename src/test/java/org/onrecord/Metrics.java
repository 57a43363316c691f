package org.onrecord;

import static io.restassured.RestAssured.given;

import java.util.List;

/** What the service that is tested tells of itself. */
public final class Metrics {

    private Metrics() {}

    /** All series, as Prometheus reads them. */
    public static String all() {
        return given().get(RecordDatabase.managementAddress() + "/q/metrics").asString();
    }

    /** The sum of the series that begin so, of which there must be one at least. */
    public static double sum(String beginning) {
        String all = all();
        List<String> found =
                all.lines().filter(line -> line.startsWith(beginning)).toList();
        if (found.isEmpty()) {
            throw new AssertionError("no " + beginning + " in " + all);
        }
        return found.stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** How often a limit has refused something. */
    public static double refusals(String limit) {
        return sum("graphql_limit_refusals_total{limit=\"" + limit + "\"}");
    }
}
