package org.onrecord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The packaged service with wrong settings: it ends before anything is started. {@link SettingsCheckTest} has each of
 * them.
 */
class SettingsIT {

    @TempDir
    Path directory;

    /** Some settings in the environment, and the lines that tell what is wrong with them. */
    record Wrong(Map<String, String> environment, List<String> lines) {}

    static List<Wrong> wrong() {
        return List.of(
                // Not of its type, out of range, misspelt: all at once.
                new Wrong(
                        Map.of(
                                "ONRECORD_LIMITS_DEPTH", "deep",
                                "ONRECORD_LIMITS_BODY_TIME", "0s",
                                "ONRECORD_LIMITS_COTS", "5",
                                "ONRECORD_CLIENTS_TRUSTED_PROXIES", "nonsense",
                                "QUARKUS_HTTP_PORT", "-5",
                                "QUARKUS_DATASOURCE_PASSWORD", "hush\n"),
                        List.of(
                                "ONRECORD_LIMITS_COTS (in the environment) is no setting. The nearest is "
                                        + "onrecord.limits.cost, there"
                                        + " ONRECORD_LIMITS_COST.",
                                "onrecord.clients.trusted-proxies (ONRECORD_CLIENTS_TRUSTED_PROXIES in the "
                                        + "environment) is"
                                        + " \"nonsense\": \"nonsense\" is neither an address nor a network. It takes "
                                        + "addresses or networks"
                                        + " such as 10.0.0.0/8, by commas, none wider than /8, or /7 of IPv6.",
                                "onrecord.limits.body-time (ONRECORD_LIMITS_BODY_TIME in the environment) is \"0s\": "
                                        + "too little. It"
                                        + " takes 100ms to 10m.",
                                "onrecord.limits.depth (ONRECORD_LIMITS_DEPTH in the environment) is \"deep\": not a "
                                        + "whole number. It"
                                        + " takes 1 to 100.",
                                "quarkus.datasource.password (QUARKUS_DATASOURCE_PASSWORD in the environment) is not "
                                        + "shown here: a"
                                        + " control character is in it. It takes no control characters, such as a "
                                        + "line break.",
                                "quarkus.http.port (QUARKUS_HTTP_PORT in the environment) is \"-5\": too little. It "
                                        + "takes 0 to"
                                        + " 65535.")),
                new Wrong(
                        Map.of("QUARKUS_HTTP_CORS_ENABLED", "true"),
                        List.of("quarkus.http.cors.enabled (QUARKUS_HTTP_CORS_ENABLED in the environment) is \"true\":"
                                + " quarkus.http.cors.origins must say for which origins.")),
                new Wrong(
                        Map.of(
                                "QUARKUS_DATASOURCE_JDBC_URL",
                                "jdbc:postgresql://nowhere.invalid/onrecord?password=hush"),
                        List.of("quarkus.datasource.jdbc.url (QUARKUS_DATASOURCE_JDBC_URL in the environment) is"
                                + " \"jdbc:postgresql://nowhere.invalid/onrecord?…\": the host nowhere.invalid is "
                                + "unknown. It takes one"
                                + " that can be looked up here.")));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void endsWithALineForEachThatIsWrong(Wrong wrong) throws Exception {
        try (Service service = Service.start(directory, wrong.environment)) {
            assertEquals(1, service.awaitExit(), service::output);

            assertEquals(told(wrong.lines), said(service));
            assertFalse(Files.exists(directory.resolve("onrecord-data")));
        }
    }

    @Test
    void endsWhereAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                Service service = Service.start(
                        directory, Map.of("QUARKUS_MANAGEMENT_PORT", String.valueOf(taken.getLocalPort())))) {
            assertEquals(1, service.awaitExit(), service::output);

            assertEquals(
                    told(List.of("quarkus.management.port (QUARKUS_MANAGEMENT_PORT in the environment) is \""
                            + taken.getLocalPort()
                            + "\": it cannot be opened at 0.0.0.0 (Address already in use). It takes "
                            + "a port that no other program has.")),
                    said(service));
        }
    }

    @Test
    void namesTheFileWhereASettingIsWrong() throws Exception {
        Path file = Files.createDirectory(directory.resolve("config")).resolve("application.properties");
        Files.writeString(file, """
                onrecord.limits.dephT=3
                %prod.onrecord.limits.page=-5
                %dev.onrecord.limits.nodes=-5
                """);
        try (Service service = Service.start(directory, Map.of(), "migrate")) {
            assertEquals(1, service.awaitExit(), service::output);

            assertEquals(
                    told(List.of(
                            "onrecord.limits.dephT (in " + file
                                    + ") is no setting. The nearest is onrecord.limits.depth.",
                            "onrecord.limits.page (in " + file + ") is \"-5\": too little. It takes 1 to 1000.")),
                    said(service));
        }
    }

    @Test
    void startsWithServiceLinksAndWarnsOfThem() throws Exception {
        Map<String, String> links = new HashMap<>();
        links.put("ONRECORD_PORT", "tcp://10.0.0.1:80");
        links.put("ONRECORD_PORT_80_TCP_ADDR", "10.0.0.1");
        links.put("ONRECORD_SERVICE_HOST", "10.0.0.1");
        links.put("ONRECORD_SERVICE_PORT_HTTP", "80");
        links.put("ONRECORD_REPLICA_SERVICE_HOST", "10.0.0.2");
        try (EmbeddedPostgres database = EmbeddedPostgres.start();
                Service service = Service.start(directory, Service.configured(database.getPort(), "postgres", links))
                        .awaitUp()) {
            service.awaitReadiness(200);

            List<String> warnings = service.output()
                    .lines()
                    .filter(line -> line.contains("ONRECORD_") || line.contains("Unrecognized"))
                    .toList();
            assertEquals(1, warnings.size(), service::output);
            assertTrue(warnings.get(0).contains("Taken for Kubernetes' service links"), service::output);
            links.keySet().forEach(link -> assertTrue(warnings.get(0).contains(link), service::output));
        }
    }

    /** All that it says, but for what newer JVMs say of libraries. */
    private static String said(Service service) {
        return service.output()
                .lines()
                .filter(line -> !line.startsWith("WARNING: "))
                .map(line -> line + '\n')
                .collect(Collectors.joining());
    }

    private static String told(List<String> lines) {
        StringBuilder told = new StringBuilder();
        lines.forEach(
                line -> told.append("OnRecord cannot start: ").append(line).append('\n'));
        return told.toString();
    }
}
