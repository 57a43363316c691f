package org.onrecord;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.health.api.HealthRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.onrecord.database.DatabaseSettings;
import org.onrecord.database.EmbeddedDatabase;
import org.onrecord.database.EmbeddedDatabase.CannotStart;
import org.onrecord.database.RecordStart;
import org.onrecord.graphql.exchange.HttpSettings;
import org.onrecord.graphql.request.RequestSettings;

/**
 * Starts the service: on the database that is configured, or else on one of its own. With the argument {@code migrate}
 * it migrates the schema, loads the data set into an empty record, and exits.
 */
@QuarkusMain
public class OnRecord implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(OnRecord.class);

    /**
     * The native executable brings no database: native-image leaves out what stands behind a constant that is false.
     */
    private static final boolean CAN_BRING_A_DATABASE = System.getProperty("org.graalvm.nativeimage.imagecode") == null;

    /**
     * What {@link #main} has started, before there is anything that it could be injected into; null where it has not.
     */
    private static EmbeddedDatabase embeddedDatabase;

    private static final String MIGRATE = "migrate";

    private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

    /** What migrating sets, whatever is configured: it takes no requests, and ends at once. */
    private static final Map<String, String> MIGRATING = Map.of(
            "quarkus.http.host-enabled", "false",
            "quarkus.management.host-enabled", "false",
            "quarkus.shutdown.delay", "0S",
            "onrecord.database.migrate-at-start", "true");

    /** Some seconds: where more is needed, as before a database was made, Kubernetes starts the pod again. */
    private static final Duration LOOK_UP = Duration.ofSeconds(5);

    private final String address;
    private final String managementAddress;
    private final boolean hasGraphiql;
    private final boolean isLogForPeople;
    private final RecordStart recordStart;

    OnRecord(
            @ConfigProperty(name = "quarkus.http.port") int port,
            @ConfigProperty(name = "quarkus.management.port") int managementPort,
            @ConfigProperty(name = "quarkus.log.console.json.enabled") boolean isLogJson,
            HttpSettings http,
            RequestSettings request,
            RecordStart recordStart,
            @Readiness HealthRegistry readiness) {
        this.address = "http://localhost:" + port;
        this.managementAddress = "http://localhost:" + managementPort;
        this.hasGraphiql = http.graphiql().enabled() && request.schema().introspection();
        this.isLogForPeople = !isLogJson;
        this.recordStart = recordStart;
        if (CAN_BRING_A_DATABASE && embeddedDatabase != null) {
            readiness.register("embedded-postgresql", embeddedDatabase::health);
        }
    }

    public static void main(String... arguments) {
        // What it writes is read by machines, too: the digits of a log are those of ASCII, wherever it runs.
        Locale.setDefault(Locale.ROOT);
        if (arguments.length > 0) {
            if (!List.of(arguments).equals(List.of(MIGRATE))) {
                // Logging has not started yet.
                System.err.println("OnRecord takes no argument, to serve, or the argument " + MIGRATE);
                System.exit(2);
            }
            MIGRATING.forEach(System::setProperty);
        }
        letRequestsAsk();
        // In the native executable, ConfigProvider's has what was set when it was built.
        SmallRyeConfig config = ConfigUtils.configBuilder().build();
        // In dev mode, ports stay open from one start to the next.
        boolean opensPorts = arguments.length == 0 && LaunchMode.current() == LaunchMode.NORMAL;
        checkSettings(new SettingsCheck(config, opensPorts, Runtime.getRuntime().maxMemory(), LOOK_UP));
        if (CAN_BRING_A_DATABASE
                && EmbeddedDatabase.isIncluded()
                && !RecordStart.isConfigured(config.getOptionalValue("quarkus.datasource.jdbc.url", String.class))) {
            startEmbeddedDatabase(config.getOptionalValue("onrecord.embedded.data-directory", Path.class));
        }
        Quarkus.run(OnRecord.class, arguments);
    }

    /**
     * Has more threads carry virtual ones than requests run at the same time, unless it is set how many: what runs
     * gives way only to a request that has come to ask for a processor. It must be set before the first virtual thread.
     */
    private static void letRequestsAsk() {
        if (System.getProperty(CARRIERS) == null) {
            System.setProperty(CARRIERS, String.valueOf(2 * Runtime.getRuntime().availableProcessors() + 2));
        }
    }

    private static void checkSettings(SettingsCheck settings) {
        List<String> faults = settings.faults();
        if (faults.isEmpty()) {
            settings.warnings().forEach(LOG::warn);
            return;
        }
        // Logging has not started yet.
        faults.forEach(fault -> System.err.println("OnRecord cannot start: " + fault));
        System.exit(1);
    }

    private static void startEmbeddedDatabase(Optional<Path> dataDirectory) {
        EmbeddedDatabase database = new EmbeddedDatabase(
                dataDirectory.orElse(Path.of(DatabaseSettings.Embedded.DEFAULT_DATA_DIRECTORY)), () -> System.exit(1));
        // Before it starts: who stops the service meanwhile must find nothing of it running.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            // The service first: it finishes its requests and gives its connections back.
            Application service = Application.currentApplication();
            if (service != null) {
                service.awaitShutdown();
            }
            database.close();
        }));
        try {
            database.start();
            database.settings().forEach(System::setProperty);
            embeddedDatabase = database;
        } catch (CannotStart reason) {
            if (!database.isStopping()) {
                // Logging has not started yet.
                System.err.println("OnRecord cannot start: " + reason.getMessage());
            }
            System.exit(1);
        }
    }

    @Override
    public int run(String... arguments) {
        boolean serves = arguments.length == 0;
        AtomicInteger exitCode = new AtomicInteger();
        recordStart.outcome().thenAccept(isReady -> {
            exitCode.set(isReady ? 0 : 1);
            if (!isReady || !serves) {
                Quarkus.asyncExit(exitCode.get());
            }
        });
        if (serves && exitCode.get() == 0) {
            LOG.info(isLogForPeople ? "OnRecord is up:" + addresses() : "OnRecord is up");
        }
        Quarkus.waitForExit();
        return exitCode.get();
    }

    /** For who starts it on a laptop: in a pod, whose log is for machines, localhost leads nowhere. */
    private String addresses() {
        return """
                %3$s
                  GraphQL endpoint  %1$s/graphql
                  Health            %2$s/q/health
                  Metrics           %2$s/q/metrics""".formatted(
                address, managementAddress, hasGraphiql ? "\n  GraphiQL          " + address + "/graphiql" : "");
    }
}
