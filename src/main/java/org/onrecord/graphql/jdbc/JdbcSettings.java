package org.onrecord.graphql.jdbc;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.onrecord.settings.Range;

/** How long an operation may use the database. */
// The annotations of its methods are read at start, in the native executable too.
@RegisterForReflection
@ConfigMapping(prefix = "onrecord.limits")
public interface JdbcSettings {

    /** How long answering may take. SQL that runs after nine tenths of it is cancelled. */
    @Range(min = "100ms", max = "25s")
    @WithDefault("5s")
    Duration executionTime();
}
