package org.onrecord.graphql.capacity;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import org.onrecord.settings.Range;

/** How much all clients together may have done and kept. */
// The annotations of its methods are read at start, in the native executable too.
@RegisterForReflection
@ConfigMapping(prefix = "onrecord")
public interface CapacitySettings {

    Limits limits();

    Cache cache();

    Documents documents();

    /** What all requests together, and one operation of them, may ask for. */
    interface Limits {

        /** What an operation may cost: about the rows, and lists of rows, that an answer can take. */
        @Range(min = "1", max = "1000000")
        @WithDefault("1500")
        int cost();

        /** Requests that are worked on at the same time. */
        @Range(min = "1", max = "10000")
        @WithDefault("128")
        int concurrentRequests();

        /**
         * The memory that all clients together may make grow: answers and documents that are kept, requests that arrive
         * and answers that wait to be read. A third of the heap where it is not set.
         */
        @Range(min = "4M", max = "64G")
        Optional<MemorySize> memory();
    }

    /** What is kept of answers. */
    interface Cache {

        /** How much memory answers take that are kept until the record changes. */
        @Range(min = "0", max = "4G")
        @WithDefault("4M")
        MemorySize responses();

        /** How much text of documents is kept parsed. Parsed, it takes about fifty times as much memory. */
        @Range(min = "0", max = "100M")
        @WithDefault("100K")
        MemorySize documents();
    }

    /** Documents that clients register. */
    interface Documents {

        /** How much text of other documents, which clients register by its hash, is kept. */
        @Range(min = "0", max = "1G")
        @WithDefault("1M")
        MemorySize persisted();
    }
}
