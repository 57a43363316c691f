package org.onrecord.graphql.relay;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.onrecord.settings.Range;

/** How many records a field may list. */
// The annotations of its methods are read at start, in the native executable too.
@RegisterForReflection
@ConfigMapping(prefix = "onrecord.limits")
public interface PagingSettings {

    /** {@code first} and {@code last}. */
    @Range(min = "1", max = "1000")
    @WithDefault("100")
    int page();

    /** The ids of {@code nodes}. */
    @Range(min = "1", max = "1000")
    @WithDefault("100")
    int nodes();
}
