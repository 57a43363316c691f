package org.onrecord.graphql.exchange;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.onrecord.graphql.answer.Answer;
import org.onrecord.graphql.capacity.LimitCounters;
import org.onrecord.graphql.document.RegisteredDocuments;

/**
 * What an operator sees of each request to the endpoint: a line in the log, the metrics {@code graphql.operation} and
 * {@code graphql.errors}, and attributes of its span. The names of operations are bounded in metrics, as each makes
 * series of its own: those of registered documents, and {@value #OTHER}. Nothing shows variables or values.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/graphql/graphql-spans/">Semantic conventions for
 *     GraphQL</a>
 */
@Singleton
class Telemetry {

    private static final Logger LOG = Logger.getLogger("org.onrecord.request");
    private static final String OTHER = "other";

    /** The codes of errors that are the service's own fault. */
    private static final List<String> OWN_FAULTS = List.of("INTERNAL", "UNAVAILABLE", "TIMEOUT", "OVERLOADED");

    /** Those of requests that were turned away: there may be very many, and they took no time. */
    private static final List<String> TURNED_AWAY = List.of("RATE_LIMITED", "OVERLOADED");

    /** How much of an operation's name the log shows. */
    private static final int LONGEST_NAME = 100;

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5)
    };

    private final RegisteredDocuments documents;
    private final MeterProvider<Timer> durations;
    private final MeterProvider<Counter> errors;
    private final LimitCounters limits;

    Telemetry(RegisteredDocuments documents, LimitCounters limits, MeterRegistry registry) {
        this.documents = documents;
        this.limits = limits;
        this.durations = Timer.builder("graphql.operation")
                .description("Time from a request's arrival to its answer")
                .serviceLevelObjectives(BUCKETS)
                .withRegistry(registry);
        this.errors = Counter.builder("graphql.errors")
                .description("Errors in answers, by their code")
                .withRegistry(registry);
        // An alert sees a series grow, not appear.
        OWN_FAULTS.forEach(code -> errors.withTags("operation", OTHER, "code", code));
    }

    /**
     * Notes a request that is about to be answered.
     *
     * @param document its text, empty where it has none
     * @param nanos since its arrival
     * @param trace where its span is
     */
    void answered(Answer answer, int status, String document, long nanos, Context trace) {
        String knownName = documents.operationName(document).orElse(OTHER);
        List<String> codes = answer.codes();
        answer.limits().forEach(limits::count);

        codes.forEach(
                code -> errors.withTags("operation", knownName, "code", code).increment());
        if (answer.operationType() == null && TURNED_AWAY.containsAll(codes) && !codes.isEmpty()) {
            return;
        }
        durations.withTag("operation", knownName).record(nanos, TimeUnit.NANOSECONDS);

        Span span = Span.fromContext(trace);
        if (answer.operationType() != null) {
            span.setAttribute("graphql.operation.type", answer.operationType());
        }
        if (answer.operationName() != null) {
            span.setAttribute("graphql.operation.name", answer.operationName());
        }
        log(answer, status, TimeUnit.NANOSECONDS.toMillis(nanos), codes);
    }

    private static void log(Answer answer, int status, long millis, List<String> codes) {
        // A name in the sense of GraphQL has letters, digits and underscores only.
        String name = answer.operationName() == null ? "-" : answer.operationName();
        name = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        int cost = Math.max(answer.cost(), 0);
        String distinctCodes = String.join(",", codes.stream().distinct().toList());
        Map<String, Object> fields = Map.of(
                "operation", name, "status", status, "durationMs", millis, "cost", cost, "errors", distinctCodes);
        fields.forEach(MDC::put);
        LOG.infof(
                "operation=%s status=%d durationMs=%d cost=%d errors=%s",
                name, status, millis, cost, distinctCodes.isEmpty() ? "-" : distinctCodes);
        fields.keySet().forEach(MDC::remove);
    }
}
