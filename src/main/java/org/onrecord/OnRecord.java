package org.onrecord;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.onrecord.OnRecordConfig.Embedded;
import org.onrecord.database.EmbeddedDatabase;
import org.onrecord.database.EmbeddedDatabase.CannotStart;

/** Starts the service: on the database that is configured, or else on one of its own. */
@QuarkusMain
public class OnRecord implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(OnRecord.class);

    private final String address;
    private final boolean hasGraphiql;

    OnRecord(@ConfigProperty(name = "quarkus.http.port") int port, OnRecordConfig config) {
        this.address = "http://localhost:" + port;
        this.hasGraphiql = config.graphiql().enabled();
    }

    public static void main(String... arguments) {
        Config config = ConfigProvider.getConfig();
        if (config.getOptionalValue("quarkus.datasource.jdbc.url", String.class)
                .filter(url -> !url.isBlank())
                .isEmpty()) {
            startEmbeddedDatabase(config.getOptionalValue("onrecord.embedded.data-directory", Path.class));
        }
        Quarkus.run(OnRecord.class, arguments);
    }

    private static void startEmbeddedDatabase(Optional<Path> dataDirectory) {
        try {
            EmbeddedDatabase database =
                    EmbeddedDatabase.start(dataDirectory.orElse(Path.of(Embedded.DEFAULT_DATA_DIRECTORY)));
            database.settings().forEach(System::setProperty);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                // The service first: it finishes its requests and gives its connections back.
                Application service = Application.currentApplication();
                if (service != null) {
                    service.awaitShutdown();
                }
                database.close();
            }));
        } catch (CannotStart reason) {
            // Logging has not started yet.
            System.err.println("OnRecord cannot start: " + reason.getMessage());
            System.exit(1);
        }
    }

    @Override
    public int run(String... arguments) {
        LOG.infof("""
                OnRecord is up:%2$s
                  GraphQL endpoint  %1$s/graphql
                  Health            %1$s/q/health""", address, hasGraphiql ? "\n  GraphiQL          " + address + "/graphiql" : "");
        Quarkus.waitForExit();
        return 0;
    }
}
