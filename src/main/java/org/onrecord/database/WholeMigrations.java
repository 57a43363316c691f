package org.onrecord.database;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Has a migration wait for another instance's for as long as that takes; by itself, Flyway gives up after fifty
 * seconds. And has it commit together with its row of the history: Flyway's default lock, that of a transaction, needs
 * a second connection, which writes the row. A process that is killed between the two commits leaves a schema that no
 * later start can migrate.
 */
@Singleton
class WholeMigrations implements FlywayConfigurationCustomizer {

    private static final int WITHOUT_END = -1;

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.lockRetryCount(WITHOUT_END);
        configuration
                .getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
    }
}
