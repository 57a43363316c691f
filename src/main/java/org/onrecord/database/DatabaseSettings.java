package org.onrecord.database;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;
import org.onrecord.settings.Form;
import org.onrecord.settings.Takes;

/** The database of the service, and what is in it. */
// The annotations of its methods are read at start, in the native executable too.
@RegisterForReflection
@ConfigMapping(prefix = "onrecord")
public interface DatabaseSettings {

    Database database();

    Embedded embedded();

    Dataset dataset();

    /** How the service and its database go together. */
    interface Database {

        /**
         * Whether the service migrates the schema and loads the data set when it starts. Where it does not, {@code
         * onrecord migrate} does, and the service waits for it.
         */
        @WithDefault("true")
        boolean migrateAtStart();

        /**
         * The database role of the service, where another one migrates and owns the schema: migrating grants it to read
         * and write rows, and nothing else.
         */
        @Takes(Form.ROLE)
        Optional<String> serviceRole();
    }

    /** The PostgreSQL that starts with the service where no database is configured. */
    interface Embedded {

        String DEFAULT_DATA_DIRECTORY = "onrecord-data";

        /** Where it keeps its data. They stay there when the service stops. */
        @Takes(Form.DIRECTORY)
        @WithDefault(DEFAULT_DATA_DIRECTORY)
        Path dataDirectory();
    }

    /** The data set that the service brings with it. */
    interface Dataset {

        /** Whether to load it at the start into a record that has no data set. */
        @WithDefault("true")
        boolean loadWhenEmpty();
    }
}
