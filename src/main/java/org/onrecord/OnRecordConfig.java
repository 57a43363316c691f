package org.onrecord;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** The service's own settings. */
@ConfigMapping(prefix = "onrecord")
public interface OnRecordConfig {

    Embedded embedded();

    Dataset dataset();

    Graphiql graphiql();

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
