package org.onrecord.graphql.capacity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Counts how often each limit has refused something: the metric {@code graphql.limit.refusals}, whose only label is the
 * limit's name as docs/api.md has it. All are there from the start: an alert sees a series grow, not appear.
 */
@Singleton
public class LimitCounters {

    private static final List<String> LIMITS = List.of(
            "aliases",
            "answer-time",
            "body",
            "body-time",
            "concurrent-requests",
            "concurrent-requests-of-client",
            "connections-of-client",
            "cost",
            "cost-per-minute",
            "depth",
            "directives",
            "document-characters",
            "execution-time",
            "fields",
            "http-connections",
            "http-connections-of-client",
            "introspection",
            "memory",
            "nodes",
            "non-ascii-characters",
            "page",
            "requests-per-minute",
            "root-fields",
            "token-characters",
            "tokens",
            "variables");

    private final Map<String, Counter> counters;

    LimitCounters(MeterRegistry registry) {
        this.counters = LIMITS.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        limit -> Counter.builder("graphql.limit.refusals")
                                .description("What limits have refused, by the limit's name")
                                .tag("limit", limit)
                                .register(registry)));
    }

    /** Counts that a limit has refused something. */
    public void count(String limit) {
        counters.get(limit).increment();
    }
}
