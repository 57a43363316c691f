package org.onrecord.graphql.exchange;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.onrecord.settings.Range;

/** What is served over HTTP, and how. */
// The annotations of its methods are read at start, in the native executable too.
@RegisterForReflection
@ConfigMapping(prefix = "onrecord")
public interface HttpSettings {

    Limits limits();

    Graphiql graphiql();

    Schema schema();

    Cache cache();

    /** What one exchange may take. */
    interface Limits {

        /** The body of a request. */
        @Range(min = "1K", max = "16M")
        @WithDefault("256K")
        MemorySize body();

        /** How long its client may take to read the answer. */
        @Range(min = "100ms", max = "10m")
        @WithDefault("60s")
        Duration answerTime();
    }

    /** The page to ask questions on. */
    interface Graphiql {

        /** Whether {@code /graphiql} is there. */
        @WithDefault("true")
        boolean enabled();
    }

    /** The schema as a text. */
    interface Schema {

        /** Whether {@code /graphql/schema.graphql} is there. */
        @WithDefault("true")
        boolean sdl();
    }

    /** What others keep of answers. */
    interface Cache {

        /** How long others may use an answer to a GET without asking again, even where the record has changed. */
        @Range(min = "0s", max = "365d")
        @WithDefault("0s")
        Duration maxAge();
    }
}
