package org.onrecord;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** The service's own settings. */
@ConfigMapping(prefix = "onrecord")
public interface OnRecordConfig {

    Database database();

    Embedded embedded();

    Dataset dataset();

    Graphiql graphiql();

    /** How the service and its database go together. */
    interface Database {

        /**
         * Whether the service migrates the schema and loads the data set when it starts. Where it does not, {@code onrecord
         * migrate} does, and the service waits for it.
         */
        @WithDefault("true")
        boolean migrateAtStart();

        /**
         * The database role of the service, where another one migrates and owns the schema: migrating grants it to read and
         * write rows, and nothing else.
         */
        Optional<String> serviceRole();
    }

    /** The PostgreSQL that starts with the service where no database is configured. */
    interface Embedded {

        /** Where it keeps its data. They stay there when the service stops. */
        @WithDefault(DEFAULT_DATA_DIRECTORY)
        Path dataDirectory();

        String DEFAULT_DATA_DIRECTORY = "onrecord-data";
    }

    /** The data set that the service brings with it. */
    interface Dataset {

        /** Whether to load it at the start into a record that has no data set. */
        @WithDefault("true")
        boolean loadWhenEmpty();
    }

    /** The page to ask questions on. */
    interface Graphiql {

        /** Whether {@code /graphiql} is there. */
        @WithDefault("true")
        boolean enabled();
    }
}
