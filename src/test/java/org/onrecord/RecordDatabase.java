package org.onrecord;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.onrecord.database.EmbeddedDatabase;
import org.onrecord.database.EmbeddedDatabase.CannotStart;

/** The embedded PostgreSQL of the service, on a new directory, for the tests that run in one JVM with it. */
public class RecordDatabase implements QuarkusTestResourceLifecycleManager {

    private EmbeddedDatabase database;

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "databases")), "test");
            database = EmbeddedDatabase.start(directory);
            System.setProperty(
                    "test.database-log", directory.resolve("postgresql.log").toString());
            return database.settings();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (CannotStart reason) {
            throw new IllegalStateException(reason);
        }
    }

    @Override
    public void stop() {
        if (database != null) {
            database.close();
        }
    }
}
