package org.onrecord;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.onrecord.database.EmbeddedDatabase;
import org.onrecord.database.EmbeddedDatabase.CannotStart;
import org.postgresql.ds.PGSimpleDataSource;

/** The embedded PostgreSQL of the service, on a new directory, for the tests that run in one JVM with it. */
public class RecordDatabase implements QuarkusTestResourceLifecycleManager {

    private EmbeddedDatabase database;

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "databases")), "test");
            database = new EmbeddedDatabase(directory, () -> {});
            database.start();
            System.setProperty(
                    "test.database-log", directory.resolve("postgresql.log").toString());
            Map<String, String> settings = new HashMap<>(database.settings());
            // The packaged service would get no management port; and the metrics of two servers go together only where
            // both
            // ports are known beforehand.
            String managementPort = String.valueOf(Service.freePort());
            settings.put("quarkus.management.port", managementPort);
            settings.put("quarkus.management.test-port", managementPort);
            settings.put("quarkus.http.test-port", String.valueOf(Service.freePort()));
            // Tests say by X-Forwarded-For which client they are: each has its own limits.
            settings.put("onrecord.clients.trusted-proxies", "127.0.0.0/8,::1");
            settings.put("onrecord.clients.networks", "10.30.0.0/16=20,2001:db8:30::/48=2");
            // As much as on a small heap, whatever that of the tests is.
            settings.put("onrecord.limits.memory", "27M");
            settings.forEach((name, value) -> System.setProperty("test." + name, value));
            return settings;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (CannotStart reason) {
            throw new IllegalStateException(reason);
        }
    }

    /** A connection beside the service's. */
    public static Connection connect() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(System.getProperty("test.quarkus.datasource.jdbc.url"));
        source.setUser(System.getProperty("test.quarkus.datasource.username"));
        source.setPassword(System.getProperty("test.quarkus.datasource.password"));
        return source.getConnection();
    }

    /** The address of the port for operators. */
    public static String managementAddress() {
        return "http://localhost:" + System.getProperty("test.quarkus.management.port");
    }

    @Override
    public void stop() {
        if (database != null) {
            database.close();
        }
    }
}
