package org.onrecord.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of Quarkus that docs/operating.md lists. Quarkus checks them late, with stacks, or not at all. */
public final class QuarkusSettings {

    /** All of them. What {@code application.properties} sets is not repeated here as usual. */
    public static final List<Setting> ALL = List.of(
            text("quarkus.datasource.jdbc.url", Form.JDBC_URL),
            text("quarkus.datasource.username", Form.USER),
            text("quarkus.datasource.password", Form.PASSWORD),
            Setting.of("quarkus.datasource.jdbc.max-size", Optional.of("20"), int.class, "1", "1000"),
            Setting.of(
                    "quarkus.datasource.jdbc.acquisition-timeout", Optional.of("3s"), Duration.class, "100ms", "25s"),
            Setting.of("quarkus.http.cors.enabled", Optional.of("false"), Form.SWITCH),
            text("quarkus.http.cors.origins", Form.ORIGINS),
            Setting.of("quarkus.http.port", Optional.of("8080"), int.class, "0", "65535"),
            Setting.of("quarkus.management.port", Optional.of("9000"), int.class, "0", "65535"),
            Setting.of("quarkus.log.console.json.enabled", Optional.of("false"), Form.SWITCH),
            text("quarkus.log.category.\"org.onrecord.request\".level", Form.LOG_LEVEL),
            Setting.of("quarkus.otel.sdk.disabled", Optional.of("true"), Form.SWITCH),
            text("quarkus.otel.exporter.otlp.endpoint", Form.HTTP_URL),
            Setting.of("quarkus.otel.traces.sampler.arg", Optional.of("1.0"), double.class, "0", "1"),
            Setting.of("quarkus.shutdown.delay", Optional.empty(), Duration.class, "0s", "10m"),
            Setting.of("quarkus.shutdown.timeout", Optional.of("10s"), Duration.class, "0s", "10m"));

    private QuarkusSettings() {}

    private static Setting text(String name, Form form) {
        return Setting.of(name, Optional.empty(), form);
    }
}
