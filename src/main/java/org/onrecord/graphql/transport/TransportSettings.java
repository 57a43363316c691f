package org.onrecord.graphql.transport;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.onrecord.settings.Range;

/** What connections may take. */
// The annotations of its methods are read at start, in the native executable too.
@RegisterForReflection
@ConfigMapping(prefix = "onrecord.limits")
public interface TransportSettings {

    /** How long the head of a request may take to arrive, and then its body. */
    @Range(min = "100ms", max = "10m")
    @WithDefault("10s")
    Duration bodyTime();

    /**
     * Connections that are open at the same time. Where there are more, the oldest that has sent no request yet is
     * closed, or else the one on which nothing has been asked for longest.
     */
    @Range(min = "10", max = "100000")
    @WithDefault("1000")
    int httpConnections();

    /** Connections of one address. A trusted proxy may have as many as all. */
    @Range(min = "2", max = "100000")
    @WithDefault("100")
    int httpConnectionsOfClient();
}
