package org.onrecord.database;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Tells {@code afterMigrate.sql} which role to grant the service's rights to; none where its placeholder is empty. */
@Singleton
class ServiceRole implements FlywayConfigurationCustomizer {

    private final String name;

    ServiceRole(DatabaseSettings settings) {
        this.name = settings.database().serviceRole().orElse("");
    }

    @Override
    public void customize(FluentConfiguration flyway) {
        flyway.placeholders(Map.of("service-role", name));
    }
}
