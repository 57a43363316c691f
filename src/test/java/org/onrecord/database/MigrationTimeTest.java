package org.onrecord.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Properties;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

/**
 * No limit of time of the layers below is one for migrations. Those of the service itself MigrateIT waits for; these
 * end after half a minute and more, so they are read.
 */
class MigrationTimeTest {

    /** By itself, Flyway tries fifty times, once a second. */
    @Test
    void waitsForAnotherInstanceWithoutEnd() {
        FluentConfiguration configuration = new FluentConfiguration();

        new WholeMigrations().customize(configuration);

        assertEquals(-1, configuration.getLockRetryCount());
    }

    /** The driver would end each statement that takes longer, on each connection of the pool. */
    @Test
    void hasNoLimitOfTheDriver() throws IOException {
        Properties settings = new Properties();
        try (InputStream file = getClass().getResourceAsStream("/application.properties")) {
            settings.load(file);
        }

        assertTrue(settings.containsKey("quarkus.datasource.jdbc.additional-jdbc-properties.connectTimeout"));
        assertTrue(
                settings.stringPropertyNames().stream()
                        .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("sockettimeout")),
                settings::toString);
    }
}
