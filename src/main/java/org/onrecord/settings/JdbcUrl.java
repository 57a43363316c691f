package org.onrecord.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Reads the URL of a database as the driver does. What it tells of one never has a user, a password or a parameter in
 * it.
 */
public final class JdbcUrl {

    /** In the build's {@code application.properties} it stands for none: without any URL, Quarkus does not start. */
    private static final String NONE = "jdbc:postgresql://none.invalid/";

    private JdbcUrl() {}

    /** Whether a URL names a database. */
    public static boolean isDatabase(String url) {
        return !url.isBlank() && !url.equals(NONE);
    }

    /**
     * A text, which may be a URL, as it may be told to anyone: without its parameters, and without all where there may
     * be a user in it.
     */
    static String withoutSecrets(String text) {
        if (text.contains("@")) {
            return text.contains("//") ? text.replaceFirst("(?s)//.*", "//…") : "…";
        }
        return text.replaceFirst("(?s)\\?.*", "?…");
    }

    /**
     * The names and addresses of the machines that a URL leads to.
     *
     * @throws IllegalArgumentException where it is none, or its parameters cannot be used; the message says why
     */
    public static List<String> hosts(String url) {
        String address = url.replaceFirst("(?s)\\?.*", "");
        if (address.contains("@")) {
            throw new IllegalArgumentException(
                    "the user and the password are settings of their own, quarkus.datasource.username and .password");
        }
        Properties properties = parse(url);
        if (properties == null) {
            throw new IllegalArgumentException("the driver cannot read it");
        }
        properties.stringPropertyNames().forEach(name -> check(name, properties.getProperty(name)));
        return Stream.of(PGProperty.PG_HOST.getOrDefault(properties).split(","))
                .map(host -> host.isEmpty() ? "localhost" : host)
                .toList();
    }

    /** The driver would log what it cannot read, with all that is in it. */
    private static Properties parse(String url) {
        Logger driver = Logger.getLogger("org.postgresql");
        Level level = driver.getLevel();
        driver.setLevel(Level.OFF);
        try {
            return Driver.parseURL(url, null);
        } finally {
            driver.setLevel(level);
        }
    }

    /**
     * Checks a parameter that the driver would refuse with each connection, or would ignore: a TLS mode that is
     * misspelt.
     */
    private static void check(String name, String value) {
        PGProperty known = PGProperty.forName(name);
        if (known == null) {
            String nearest = Names.nearest(
                    name,
                    Stream.of(PGProperty.values()).map(PGProperty::getName).toList());
            throw new IllegalArgumentException("it has a parameter that the driver does not know"
                    + (Names.distance(name, nearest) <= 2 ? "; " + nearest + " is near" : ""));
        }
        String[] choices = known.getChoices();
        if (choices != null && !isOneOf(choices, value)) {
            throw new IllegalArgumentException(
                    "its parameter " + known.getName() + " is none of " + String.join(", ", choices));
        }
        String usual = String.valueOf(known.getDefaultValue());
        if (known != PGProperty.PG_PORT && usual.matches("-?\\d+") && !value.matches("-?\\d{1,9}")) {
            throw new IllegalArgumentException("its parameter " + known.getName() + " is not a whole number");
        }
    }

    private static boolean isOneOf(String[] choices, String values) {
        return Stream.of(values.toLowerCase(Locale.ROOT).split(","))
                .allMatch(value -> Arrays.stream(choices)
                        .anyMatch(choice -> choice.toLowerCase(Locale.ROOT).equals(value.trim())));
    }
}
