package org.onrecord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onrecord.settings.Setting;
import org.onrecord.settings.Values;

/** What is told of settings, without a start of the service. */
class SettingsCheckTest {

    /** Every setting of docs/operating.md: its name, a misspelling in the environment, and three wrong values. */
    private static final String WRONG = """
            onrecord.cache.documents                      | ONRECORD_CACHE_DOCUMENT                      | -1 | 101M | some
            onrecord.cache.max-age                        | ONRECORD_CACHE_MAXAGE                        | -1s | 366d | long
            onrecord.cache.responses                      | ONRECORD_CACHE_RESPONCES                     | -1 | 5G | 8MB
            onrecord.clients.networks                     | ONRECORD_CLIENTS_NETWORK                     | 10.1.0.0/16 | 10.1.0.0/16=0 | example.org=20
            onrecord.clients.trusted-proxies              | ONRECORD_CLIENTS_TRUSTED_PROXYS              | nonsense | 0.0.0.0/0 | 10.0.0.0/33
            onrecord.database.migrate-at-start            | ONRECORD_DATABASE_MIGRATE_ON_START           | treu | 1 | no
            onrecord.database.service-role                | ONRECORD_DATABASE_SERVICEROLE                | o'brien | x$grants$ | on\\nrecord
            onrecord.dataset.load-when-empty              | ONRECORD_DATASET_LOAD_IF_EMPTY               | yes | 0 | flase
            onrecord.documents.manifest                   | ONRECORD_DOCUMENT_MANIFEST                   | absent.json | target | a\\0b
            onrecord.documents.persisted                  | ONRECORD_DOCUMENTS_PERSISTENT                | 2G | -5 | 1MiB
            onrecord.documents.registered-only            | ONRECORD_DOCUMENTS_REGISTRED_ONLY            | on | only | 2
            onrecord.embedded.data-directory              | ONRECORD_EMBEDDED_DATA_DIR                   | pom.xml | pom.xml/data | a\\0b
            onrecord.graphiql.enabled                     | ONRECORD_GRAPHIQL_ENABLE                     | off | 1 | enabled
            onrecord.limits.aliases                       | ONRECORD_LIMITS_ALIASSES                     | -1 | 1001 | 3.5
            onrecord.limits.answer-time                   | ONRECORD_LIMITS_ANSWERTIME                   | 0s | 11m | soon
            onrecord.limits.body                          | ONRECORD_LIMITS_BODDY                        | 0 | 17M | 256 KB
            onrecord.limits.body-time                     | ONRECORD_LIMITS_BODY_TIMEOUT                 | 0s | -1s | 10 seconds
            onrecord.limits.concurrent-requests           | ONRECORD_LIMITS_CONCURENT_REQUESTS           | 0 | 10001 | many
            onrecord.limits.concurrent-requests-of-client | ONRECORD_LIMITS_CONCURRENT_REQUESTS_PER_CLIENT | 0 | -16 | 99999999999999
            onrecord.limits.connections-of-client         | ONRECORD_LIMITS_CONECTIONS_OF_CLIENT         | 0 | 999 | four
            onrecord.limits.cost                          | ONRECORD_LIMITS_COSTS                        | 0 | 1000001 | 5k
            onrecord.limits.cost-per-minute               | ONRECORD_LIMITS_COST_PER_MIN                 | 0 | 1000000001 | 1e6
            onrecord.limits.depth                         | ONRECORD_LIMITS_DEPHT                        | 0 | 101 | deep
            onrecord.limits.directives                    | ONRECORD_LIMITS_DIRECTIVE                    | -1 | 1001 | none
            onrecord.limits.document-characters           | ONRECORD_LIMITS_DOCUMENT_CHARS               | 99 | 1000001 | 20K
            onrecord.limits.execution-time                | ONRECORD_LIMITS_EXECUTIONTIME                | -1s | 0s | 26s
            onrecord.limits.http-connections              | ONRECORD_LIMITS_HTTP_CONECTIONS              | 9 | 0 | many
            onrecord.limits.http-connections-of-client    | ONRECORD_LIMITS_HTTP_CONNECTIONS_PER_CLIENT  | 1 | -1 | 100001
            onrecord.limits.memory                        | ONRECORD_LIMITS_MEMORI                       | 3M | 65G | half
            onrecord.limits.nodes                         | ONRECORD_LIMIT_NODES                         | 0 | 1001 | all
            onrecord.limits.page                          | ONRECORD_LIMITS_PAGES                        | -5 | 0 | 1001
            onrecord.limits.requests-per-minute           | ONRECORD_LIMITS_REQUESTS_PER_MIN             | 0 | 1000000001 | 10/s
            onrecord.limits.root-fields                   | ONRECORD_LIMITS_ROOTFIELDS                   | 0 | 1001 | x
            onrecord.limits.tokens                        | ONRECORD_LIMITS_TOKEN                        | 9 | 100001 | 2_000
            onrecord.limits.variables                     | ONRECORD_LIMITS_VARIABLE                     | -1 | 17M | 64Kb
            onrecord.schema.introspection                 | ONRECORD_SCHEMA_INTROSPECT                   | nope | 0 | tru
            onrecord.schema.sdl                           | ONRECORD_SCHEMA_SLD                          | ja | 1 | truetrue
            onrecord.schema.suggestions                   | ONRECORD_SCHEMA_SUGGESTION                   | never | t | y
            quarkus.datasource.jdbc.url                   | QUARKUS_DATASOURCE_JDBC_URLL                 | jdbc:mysql://db/onrecord | jdbc:postgresql://db:99999/onrecord | jdbc:postgresql://db/onrecord?sslmod=require
            quarkus.datasource.username                   | QUARKUS_DATASOURCE_USERNMAE                  | onrecord\\n | a name that is longer than PostgreSQL's names, which have 63 bytes | \\t
            quarkus.datasource.password                   | QUARKUS_DATASOURCE_PASWORD                   | hush\\n | hu\\0sh | \\thush
            quarkus.datasource.jdbc.max-size              | QUARKUS_DATASOURCE_JDBC_MAXSIZE              | 0 | -1 | 1001
            quarkus.datasource.jdbc.acquisition-timeout   | QUARKUS_DATASOURCE_JDBC_AQUISITION_TIMEOUT   | 0s | 26s | quick
            quarkus.http.cors.enabled                     | QUARKUS_HTTP_CORS_ENABLE                     | yes | * | 1
            quarkus.http.cors.origins                     | QUARKUS_HTTP_CORS_ORIGIN                     | app.example | https://app.example/ | /https://(.*/
            quarkus.http.port                             | QUARKUS_HTTP_PROT                            | -5 | 65536 | http
            quarkus.management.port                       | QUARKUS_MANAGMENT_PORT                       | -1 | 100000 | 9000/tcp
            quarkus.log.console.json.enabled              | QUARKUS_LOG_CONSOLE_JSON_ENABLE              | json | 1 | on
            quarkus.log.category."org.onrecord.request".level | QUARKUS_LOG_CATEGORY__ORG_ONRECORD_REQUESTS__LEVEL | LOUD | 3 | WARN,INFO
            quarkus.otel.sdk.disabled                     | QUARKUS_OTEL_SDK_DISABELD                    | enabled | 0 | no
            quarkus.otel.exporter.otlp.endpoint           | QUARKUS_OTEL_EXPORTER_OTPL_ENDPOINT          | collector:4317 | grpc://collector:4317 | http://
            quarkus.otel.traces.sampler.arg               | QUARKUS_OTEL_TRACES_SAMPLER_ARGS             | -0.1 | 1.1 | 10%
            quarkus.shutdown.delay                        | QUARKUS_SHUTDOWN_DELY                        | -1s | 11m | eight
            quarkus.shutdown.timeout                      | QUARKUS_SHUTDOWN_TIMEOUTS                    | -10s | 1h | 10 s s
            """;

    private static final Pattern ROW_OF_DOCUMENTATION =
            Pattern.compile("^\\| `((?:onrecord|quarkus)\\.[^`]*)` \\|.*\\| ([^|]*) \\| [^|]* \\|$", Pattern.MULTILINE);

    /** That of the native executable. */
    private static final long HEAP = 56L << 20;

    @TempDir
    Path directory;

    record Row(String name, String misspelling, List<String> values) {}

    static List<Row> rows() {
        return WRONG.lines()
                .map(line -> line.split("\\|"))
                .map(cells -> new Row(
                        cells[0].trim(),
                        cells[1].trim(),
                        Stream.of(cells)
                                .skip(2)
                                .map(cell -> unescape(cell.trim()))
                                .toList()))
                .toList();
    }

    private static String unescape(String cell) {
        return cell.replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "\0");
    }

    @Test
    void hasARowForEverySettingThatIsDocumented() throws IOException {
        assertEquals(documented().keySet(), rows().stream().map(Row::name).collect(Collectors.toSet()));
        rows().forEach(row -> assertEquals(3, row.values.size(), row.name));
    }

    @Test
    void documentsTheRangeOfEverySetting() throws IOException {
        assertEquals(
                SettingsCheck.SETTINGS.stream().collect(Collectors.toMap(Setting::name, Setting::range)), documented());
    }

    /** The ranges by the names of the settings. */
    private static Map<String, String> documented() throws IOException {
        return ROW_OF_DOCUMENTATION
                .matcher(Files.readString(Path.of("docs/operating.md")))
                .results()
                .collect(Collectors.toMap((MatchResult row) -> row.group(1), row -> row.group(2)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void tellsAWrongValueInOneLine(Row row) {
        Setting setting = setting(row.name);
        for (String value : row.values) {
            List<String> faults = faults(Map.of(row.name, value));

            assertEquals(1, faults.size(), () -> faults + " for " + value);
            String fault = faults.get(0);
            assertTrue(fault.startsWith(row.name + " (in a test) is "), fault);
            assertTrue(fault.endsWith(". It takes " + setting.range() + "."), fault);
            assertFalse(fault.contains("\n") || fault.contains("\0") || fault.contains("hush"), fault);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void tellsAMisspelling(Row row) {
        String fault = only(check(Map.of(row.misspelling, "1"), Map.of()).faults());

        assertEquals(
                row.misspelling + " (in the environment) is no setting. The nearest is " + row.name + ", there "
                        + setting(row.name).nameInEnvironment() + ".",
                fault);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void takesWhatIsUsual(Row row) {
        setting(row.name)
                .usual()
                .ifPresent(usual -> assertEquals(List.of(), faults(Map.of(row.name, usual)), row.name));
    }

    @Test
    void takesWhatTheServiceBrings() {
        assertEquals(List.of(), faults(Map.of()));
    }

    @Test
    void namesTheVariableOfTheEnvironment() {
        assertEquals(
                "onrecord.limits.body-time (ONRECORD_LIMITS_BODY_TIME in the environment) is \"0s\": too little. It "
                        + "takes"
                        + " 100ms to 10m.",
                only(check(Map.of("ONRECORD_LIMITS_BODY_TIME", "0s"), Map.of()).faults()));
    }

    @Test
    void tellsAllThatIsWrong() {
        assertEquals(
                List.of("onrecord.limits.cost", "onrecord.limits.depth"),
                faults(Map.of("onrecord.limits.depth", "0", "onrecord.limits.cost", "0")).stream()
                        .map(fault -> fault.substring(0, fault.indexOf(" (in a test) is ")))
                        .toList());
    }

    @Test
    void tellsAMisspellingInAFile() {
        Map<String, String> file = Map.of("onrecord.limits.dephT", "3", "%prod.onrecord.limits.Cost", "3");

        assertEquals(
                Set.of(
                        "onrecord.limits.dephT (in a test) is no setting. The nearest is onrecord.limits.depth.",
                        "onrecord.limits.Cost (in a test) is no setting. The nearest is onrecord.limits.cost."),
                Set.copyOf(faults(file)));
    }

    @Test
    void tellsAReferenceToNothing() {
        assertTrue(only(faults(Map.of("onrecord.limits.depth", "${nothing.such}")))
                .startsWith("onrecord.limits.depth (in a test) refers to a setting that there is not"));
    }

    @Test
    void tellsAValueThatIsEmpty() {
        assertTrue(only(check(Map.of("ONRECORD_LIMITS_DEPTH", ""), Map.of()).faults())
                .contains("is \"\": empty. It takes 1 to 100"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ONRECORD_PORT",
                "ONRECORD_PORT_8080_TCP",
                "ONRECORD_PORT_8080_TCP_ADDR",
                "ONRECORD_SERVICE_HOST",
                "ONRECORD_SERVICE_PORT",
                "ONRECORD_SERVICE_PORT_HTTP",
                "ONRECORD_REPLICA_SERVICE_HOST",
                "ONRECORD_DATABASE_RW_PORT_5432_TCP_PROTO"
            })
    void warnsOfServiceLinks(String name) {
        SettingsCheck check = check(Map.of(name, "tcp://10.0.0.1:8080"), Map.of());

        assertEquals(List.of(), check.faults());
        assertTrue(only(check.warnings()).endsWith(": " + name), check.warnings()::toString);
    }

    @Test
    void warnsOfNamesThatAnEarlierVersionKnew() {
        Values values = new Values(
                config(Map.of("ONRECORD_LIMITS_HEIGHT", "3"), Map.of()),
                SettingsCheck.SETTINGS,
                Set.of("onrecord.limits.height"));

        assertEquals(List.of(), values.faults());
        assertTrue(only(values.warnings()).endsWith(": ONRECORD_LIMITS_HEIGHT"));
    }

    static List<Map<String, String>> contradictions() {
        return List.of(
                Map.of("quarkus.datasource.jdbc.max-size", "5"),
                Map.of("quarkus.datasource.jdbc.max-size", "2", "onrecord.limits.connections-of-client", "1"),
                Map.of("quarkus.datasource.jdbc.max-size", "12", "onrecord.limits.connections-of-client", "11"),
                Map.of("quarkus.datasource.jdbc.acquisition-timeout", "5s"),
                Map.of("quarkus.datasource.jdbc.acquisition-timeout", "3s", "onrecord.limits.execution-time", "2s"),
                Map.of("quarkus.http.cors.enabled", "true"),
                Map.of("quarkus.http.cors.origins", "https://app.example"),
                Map.of("quarkus.management.port", "8080"),
                Map.of("quarkus.http.port", "0"),
                Map.of("quarkus.management.port", "0"),
                Map.of("onrecord.limits.variables", "257K"),
                Map.of("onrecord.limits.document-characters", "300000"),
                Map.of("onrecord.limits.concurrent-requests-of-client", "129"),
                Map.of("onrecord.limits.depth", "14"),
                Map.of("onrecord.cache.responses", "18M"),
                Map.of("onrecord.cache.documents", "400K"),
                Map.of("onrecord.documents.persisted", "11M"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void tellsAContradictionInOneLine(Map<String, String> settings) {
        String fault = only(faults(settings));

        assertTrue(settings.keySet().stream().anyMatch(fault::contains), fault);
        assertFalse(fault.contains("\n"), fault);
    }

    @Test
    void takesWhatGoesTogether() {
        for (Map<String, String> settings : List.of(
                Map.of("quarkus.datasource.jdbc.max-size", "6"),
                Map.of(
                        "quarkus.http.cors.enabled",
                        "true",
                        "quarkus.http.cors.origins",
                        "https://a.example:8443,/.*b/"),
                Map.of("quarkus.http.port", "0", "quarkus.management.port", "0"),
                Map.of("onrecord.limits.depth", "14", "onrecord.graphiql.enabled", "false"),
                Map.of("onrecord.limits.depth", "14", "onrecord.schema.introspection", "false"),
                Map.of("onrecord.clients.trusted-proxies", "10.0.0.0/8, 192.0.2.1,fc00::/7,::1"))) {
            assertEquals(List.of(), faults(settings), settings::toString);
        }
    }

    static List<String> urlsWithSecrets() {
        return List.of(
                "jdbc:postgresql://onrecord:hush@db/onrecord",
                "jdbc:postgresql://onrecord:hush?hush@db/onrecord",
                "postgresql://db/onrecord?password=hush",
                "jdbc:postgresql:onrecord:hush@db/onrecord",
                "jdbc:postgresql://db:x/onrecord?user=a@b&password=hush",
                "jdbc:postgresql://db/onrecord?hush",
                "jdbc:postgresql://db/onrecord?passwort=hush",
                "jdbc:postgresql://db/onrecord?sslmode=hush",
                "jdbc:postgresql://db/onrecord?password=hush&connectTimeout=hush");
    }

    @ParameterizedTest
    @MethodSource("urlsWithSecrets")
    void tellsNoSecretOfAUrl(String url) {
        String fault = only(faults(Map.of("quarkus.datasource.jdbc.url", url)));

        assertTrue(fault.startsWith("quarkus.datasource.jdbc.url (in a test) is "), fault);
        assertFalse(fault.contains("hush"), fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://localhost/onrecord",
                "jdbc:postgresql://127.0.0.1:5432,localhost:5433/onrecord?targetServerType=preferSecondary",
                "jdbc:postgresql://[::1]:5432/onrecord?sslmode=verify-full&sslrootcert=/etc/ca.crt",
                "jdbc:postgresql:onrecord"
            })
    void takesAUrlThatTheDriverTakes(String url) {
        assertEquals(List.of(), faults(Map.of("quarkus.datasource.jdbc.url", url)));
    }

    @Test
    void tellsThatAPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = String.valueOf(taken.getLocalPort());
            String free = String.valueOf(Service.freePort());

            assertTrue(only(faults(true, port, free))
                    .startsWith("quarkus.http.port (in a test) is \"" + port + "\": it cannot be opened at 0.0.0.0 ("));
            assertTrue(only(faults(true, free, port))
                    .startsWith("quarkus.management.port (in a test) is \"" + port + '"'));
            assertEquals(List.of(), faults(false, port, free));
        }
    }

    private static List<String> faults(boolean listens, String port, String managementPort) {
        Map<String, String> ports = Map.of("quarkus.http.port", port, "quarkus.management.port", managementPort);
        return new SettingsCheck(config(Map.of(), ports), listens, HEAP, Duration.ZERO).faults();
    }

    @Test
    void tellsAHostThatIsUnknown() {
        assertEquals(
                "quarkus.datasource.jdbc.url (in a test) is \"jdbc:postgresql://nowhere.invalid/onrecord?…\": the "
                        + "host nowhere.invalid is unknown. It"
                        + " takes one that can be looked up here.",
                only(faults(Map.of(
                        "quarkus.datasource.jdbc.url", "jdbc:postgresql://nowhere.invalid/onrecord?password=x"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json\nat all",
                "{",
                "{} {}",
                "[]",
                "{\"one\": 1}",
                "{\"one\": \"{ not GraphQL\"}",
                "{\"operations\": [1]}",
                "{\"operations\": [{\"body\": \"{ a }\"}]}",
                "{\"operations\": [{\"id\": \"a\"}]}",
                "{\"operations\": [{\"id\": 1, \"body\": \"{ a }\"}]}",
                "{\"a\": \"{ a }\", \"a\": \"{ b }\"}",
                "{\"operations\": [{\"id\": \"a\", \"body\": \"{ a }\"}, {\"id\": \"a\", \"body\": \"{ b }\"}]}"
            })
    void tellsAManifestThatIsNone(String content) throws IOException {
        Path manifest = Files.writeString(directory.resolve("manifest.json"), content);

        String fault = only(faults(Map.of("onrecord.documents.manifest", manifest.toString())));

        assertTrue(fault.startsWith("onrecord.documents.manifest (in a test) is \"" + manifest + "\": "), fault);
        assertFalse(fault.contains("\n"), fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"one\": \"{ a }\"}",
                "{\"operations\": [{\"id\": \"a\", \"body\": \"{ a }\", \"name\": \"A\"}]}"
            })
    void takesAManifest(String content) throws IOException {
        Path manifest = Files.writeString(directory.resolve("manifest.json"), content);

        assertEquals(List.of(), faults(Map.of("onrecord.documents.manifest", manifest.toString())));
    }

    private static Setting setting(String name) {
        return SettingsCheck.SETTINGS.stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String only(List<String> lines) {
        assertEquals(1, lines.size(), lines::toString);
        return lines.get(0);
    }

    private static List<String> faults(Map<String, String> properties) {
        return check(Map.of(), properties).faults();
    }

    private static SettingsCheck check(Map<String, String> environment, Map<String, String> properties) {
        return new SettingsCheck(config(environment, properties), false, HEAP, Duration.ZERO);
    }

    /** What is set, over what the service brings. */
    private static SmallRyeConfig config(Map<String, String> environment, Map<String, String> properties) {
        Properties brought = new Properties();
        try (InputStream file = SettingsCheck.class.getResourceAsStream("/application.properties")) {
            brought.load(file);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        return new SmallRyeConfigBuilder()
                .withProfile("prod")
                .addDefaultInterceptors()
                .withSources(
                        new EnvConfigSource(environment, 300),
                        new PropertiesConfigSource(properties, "a test", 260),
                        new PropertiesConfigSource(brought, "brought", 250))
                .build();
    }
}
