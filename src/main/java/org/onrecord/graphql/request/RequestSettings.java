package org.onrecord.graphql.request;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;
import org.onrecord.settings.Form;
import org.onrecord.settings.Range;
import org.onrecord.settings.Takes;

/** What a request may ask, and with which documents. */
// The annotations of its methods are read at start, in the native executable too.
@RegisterForReflection
@ConfigMapping(prefix = "onrecord")
public interface RequestSettings {

    Limits limits();

    Documents documents();

    Schema schema();

    /** What one document, with its variables, may have. */
    interface Limits {

        /** Fields below each other. A full introspection query has 15. */
        @Range(min = "1", max = "100")
        @WithDefault("15")
        int depth();

        /** Aliases, those of a fragment once for each of its spreads. */
        @Range(min = "0", max = "1000")
        @WithDefault("30")
        int aliases();

        /** Fields of an operation itself. */
        @Range(min = "1", max = "1000")
        @WithDefault("20")
        int rootFields();

        /** Directives, those of a fragment once for each of its spreads. */
        @Range(min = "0", max = "1000")
        @WithDefault("50")
        int directives();

        /** Names, values and punctuators of a document. */
        @Range(min = "10", max = "100000")
        @WithDefault("2000")
        int tokens();

        /** The length of a document. */
        @Range(min = "100", max = "1000000")
        @WithDefault("20000")
        int documentCharacters();

        /** The variables of a request, as JSON. */
        @Range(min = "0", max = "16M")
        @WithDefault("64K")
        MemorySize variables();
    }

    /** Documents that the service knows before a client sends them. */
    interface Documents {

        /**
         * A JSON file with documents of your clients by their ids: an object as Relay's compiler writes it, or the
         * manifest of Apollo's.
         */
        @Takes(Form.READABLE_FILE)
        Optional<Path> manifest();

        /** Whether only those run, and the ones that the service brings. */
        @WithDefault("false")
        boolean registeredOnly();
    }

    /**
     * What the service tells of its schema. Without introspection it tells nothing of it, whatever the other settings
     * say.
     */
    interface Schema {

        /** Whether queries may ask for {@code __schema} and {@code __type}. */
        @WithDefault("true")
        boolean introspection();

        /** Whether an error about an unknown name says which known one may be meant. */
        @WithDefault("true")
        boolean suggestions();
    }
}
