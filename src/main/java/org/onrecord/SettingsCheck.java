package org.onrecord;

import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.onrecord.database.DatabaseSettings;
import org.onrecord.graphql.capacity.CapacitySettings;
import org.onrecord.graphql.client.ClientSettings;
import org.onrecord.graphql.document.Manifest;
import org.onrecord.graphql.exchange.HttpSettings;
import org.onrecord.graphql.jdbc.JdbcSettings;
import org.onrecord.graphql.relay.PagingSettings;
import org.onrecord.graphql.request.RequestSettings;
import org.onrecord.graphql.transport.TransportSettings;
import org.onrecord.settings.JdbcUrl;
import org.onrecord.settings.Memory;
import org.onrecord.settings.QuarkusSettings;
import org.onrecord.settings.Setting;
import org.onrecord.settings.Values;

/**
 * Checks all settings before anything is started: each by itself, then together, then with what they name, which are
 * ports, the database's host and the manifest. The next is looked at only where nothing was wrong before.
 */
final class SettingsCheck {

    /** The settings of the service's own, each of which stands with those that obey it. */
    static final List<Class<?>> MAPPINGS = List.of(
            CapacitySettings.class,
            ClientSettings.class,
            DatabaseSettings.class,
            HttpSettings.class,
            JdbcSettings.class,
            PagingSettings.class,
            RequestSettings.class,
            TransportSettings.class);

    /** Every setting that docs/operating.md lists. */
    static final List<Setting> SETTINGS = Stream.concat(
                    MAPPINGS.stream().map(Setting::allOf).flatMap(List::stream), QuarkusSettings.ALL.stream())
            .toList();

    /** Names of settings that an earlier version had: they are told, and do no harm. */
    private static final Set<String> FORMER_NAMES = Set.of();

    /** What GraphiQL asks for when it opens. */
    private static final int DEPTH_OF_INTROSPECTION = 15;

    /** What is left of the memory for requests that arrive and answers that wait to be read, in bytes. */
    private static final long LEAST_LEFT = 2 << 20;

    private static final String MAX_SIZE = "quarkus.datasource.jdbc.max-size";
    private static final String JDBC_URL = "quarkus.datasource.jdbc.url";
    private static final String PORT = "quarkus.http.port";
    private static final String MANAGEMENT_PORT = "quarkus.management.port";
    private static final String MANIFEST = "onrecord.documents.manifest";

    /**
     * How long a name of the database's host is looked up: it may be made a moment after this instance, or DNS may be
     * away.
     */
    private final Duration lookUp;

    private final SmallRyeConfig config;
    private final Values values;
    private final boolean listens;
    private final long heap;

    /**
     * @param listens whether the service opens its ports: migrating, it does not
     * @param heap how much memory there is, in bytes
     * @param lookUp how long the name of the database's host is looked up before it counts as unknown
     */
    SettingsCheck(SmallRyeConfig config, boolean listens, long heap, Duration lookUp) {
        this.config = config;
        this.values = new Values(config, SETTINGS, FORMER_NAMES);
        this.listens = listens;
        this.heap = heap;
        this.lookUp = lookUp;
    }

    /** What is not right, though it does no harm. */
    List<String> warnings() {
        return values.warnings();
    }

    /** What is wrong, a line for each; nothing where the service can start. */
    List<String> faults() {
        List<String> faults = values.faults();
        if (faults.isEmpty()) {
            faults = contradictions();
        }
        if (faults.isEmpty()) {
            faults = absences();
        }
        return faults;
    }

    /** What does not go together. */
    private List<String> contradictions() {
        List<String> faults = new ArrayList<>();

        int least =
                values.number("onrecord.limits.connections-of-client") + ClientSettings.Limits.CONNECTIONS_OF_OTHERS;
        if (values.number(MAX_SIZE) < least) {
            faults.add(values.tell(
                    MAX_SIZE,
                    "at least " + least + " are needed, those of onrecord.limits.connections-of-client, and "
                            + ClientSettings.Limits.CONNECTIONS_OF_OTHERS + " for other clients."));
        }
        mustNotExceed(
                faults,
                "onrecord.limits.concurrent-requests-of-client",
                "onrecord.limits.concurrent-requests",
                values::number);
        mustNotExceed(
                faults,
                "onrecord.limits.http-connections-of-client",
                "onrecord.limits.http-connections",
                values::number);
        mustNotExceed(faults, "onrecord.limits.cost", "onrecord.limits.cost-per-minute", values::number);
        mustNotExceed(faults, "onrecord.limits.variables", "onrecord.limits.body", values::bytes);
        if (values.number("onrecord.limits.document-characters") > values.bytes("onrecord.limits.body")) {
            faults.add(values.tell(
                    "onrecord.limits.document-characters", "it takes no more than onrecord.limits.body has bytes."));
        }

        Duration executionTime = values.duration("onrecord.limits.execution-time");
        String acquisition = "quarkus.datasource.jdbc.acquisition-timeout";
        if (values.duration(acquisition).compareTo(executionTime) >= 0) {
            faults.add(values.tell(
                    acquisition,
                    "it takes less than onrecord.limits.execution-time, which is "
                            + values.text("onrecord.limits.execution-time") + '.'));
        }

        boolean hasOrigins = !values.text("quarkus.http.cors.origins").isEmpty();
        if (values.isOn("quarkus.http.cors.enabled") && !hasOrigins) {
            faults.add(
                    values.tell("quarkus.http.cors.enabled", "quarkus.http.cors.origins must say for which origins."));
        }
        if (hasOrigins && !values.isOn("quarkus.http.cors.enabled")) {
            faults.add(values.tell("quarkus.http.cors.origins", "quarkus.http.cors.enabled must be true for that."));
        }

        if (values.isOn("onrecord.graphiql.enabled")
                && values.isOn("onrecord.schema.introspection")
                && values.number("onrecord.limits.depth") < DEPTH_OF_INTROSPECTION) {
            faults.add(values.tell(
                    "onrecord.limits.depth",
                    "GraphiQL reads the schema with a document of depth "
                            + DEPTH_OF_INTROSPECTION
                            + ": allow that, or set onrecord.graphiql.enabled or "
                            + "onrecord.schema.introspection to false."));
        }

        checkPorts(faults);
        checkMemory(faults);
        return faults;
    }

    private void mustNotExceed(List<String> faults, String lesser, String greater, ToLongFunction<String> read) {
        if (read.applyAsLong(lesser) > read.applyAsLong(greater)) {
            faults.add(values.tell(
                    lesser, "it takes no more than " + greater + ", which is " + values.text(greater) + '.'));
        }
    }

    /**
     * With one port for both, metrics would be open to clients; where one of them alone is chosen by the system,
     * Quarkus hangs.
     */
    private void checkPorts(List<String> faults) {
        int port = values.number(PORT);
        int managementPort = values.number(MANAGEMENT_PORT);
        if (port == managementPort && port != 0) {
            faults.add(values.tell(MANAGEMENT_PORT, "it takes another port than " + PORT + '.'));
        } else if (port != managementPort && (port == 0 || managementPort == 0)) {
            faults.add(values.tell(
                    port == 0 ? PORT : MANAGEMENT_PORT,
                    "only both ports, and not one of them, can be left to the system."));
        }
    }

    private void checkMemory(List<String> faults) {
        String memory = "onrecord.limits.memory";
        boolean isSet = !values.text(memory).isEmpty();
        long most = isSet ? values.bytes(memory) : Memory.byDefault(heap);
        if (most > heap) {
            faults.add(
                    values.tell(memory, "the heap is " + (heap >> 20) + "M. It takes no more; -Xmx makes it larger."));
        }
        long kept = Memory.kept(
                values.bytes("onrecord.cache.responses"),
                values.bytes("onrecord.cache.documents"),
                values.bytes("onrecord.documents.persisted"));
        if (kept + LEAST_LEFT > most) {
            faults.add(String.format(
                    Locale.ROOT,
                    "onrecord.cache.responses, %d times onrecord.cache.documents and twice "
                            + "onrecord.documents.persisted are %d MiB. They"
                            + " leave %d MiB of %s, which is %d MiB.%s",
                    Memory.PARSED,
                    kept >> 20,
                    LEAST_LEFT >> 20,
                    isSet ? memory : "a third of the heap",
                    most >> 20,
                    isSet ? "" : " -Xmx gives it more."));
        }
    }

    /** What is named and is not there, or is taken. */
    private List<String> absences() {
        List<String> faults = new ArrayList<>();
        if (!values.text(MANIFEST).isEmpty()) {
            try {
                Manifest.read(Path.of(values.text(MANIFEST).trim()));
            } catch (IllegalArgumentException fault) {
                faults.add(values.tell(
                        MANIFEST,
                        fault.getMessage()
                                + ". It takes a JSON object with GraphQL documents by their ids, or a "
                                + "manifest as Apollo writes it."));
            }
        }
        if (listens) {
            checkFree(faults, "quarkus.http.host", PORT);
            checkFree(faults, "quarkus.management.host", MANAGEMENT_PORT);
        }
        checkHost(faults);
        return faults;
    }

    private void checkFree(List<String> faults, String hostName, String portName) {
        String host = config.getOptionalValue(hostName, String.class).orElse("0.0.0.0");
        // One that does not listen: who asks now is to be told that nothing is there yet, and not to lose a connection.
        try (Socket socket = new Socket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, values.number(portName)));
        } catch (BindException fault) {
            // Its message is the system's: taken, for those with more rights only, or not an address of this machine.
            faults.add(values.tell(
                    portName,
                    "it cannot be opened at " + host + " (" + fault.getMessage()
                            + "). It takes a port that no other program has."));
        } catch (IOException fault) {
            faults.add(values.tell(portName, "it cannot be opened at " + host + '.'));
        }
    }

    private void checkHost(List<String> faults) {
        String url = values.text(JDBC_URL);
        if (!JdbcUrl.isDatabase(url)) {
            return;
        }
        List<String> hosts = JdbcUrl.hosts(url);
        Instant end = Instant.now().plus(lookUp);
        while (hosts.stream().noneMatch(SettingsCheck::isKnown)) {
            if (Instant.now().isAfter(end)) {
                faults.add(values.tell(
                        JDBC_URL,
                        "the host " + String.join(", ", hosts)
                                + " is unknown. It takes one that can be looked up here."));
                return;
            }
            sleep();
        }
    }

    private static boolean isKnown(String host) {
        try {
            InetAddress.getByName(host);
            return true;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
