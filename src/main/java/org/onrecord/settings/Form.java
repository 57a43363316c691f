package org.onrecord.settings;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** What a setting that is no number, duration or memory size may look like. */
public enum Form {
    SWITCH("true or false", Form::checkSwitch),
    NETWORKS(
            "addresses or networks such as 10.0.0.0/8, by commas, none wider than /8, or /7 of IPv6",
            list(Form::checkNetwork)),
    FACTORS("networks such as 10.1.0.0/16=20, by commas, each with a factor from 1 to 1000", list(Form::checkFactor)),
    READABLE_FILE("a file that can be read", Form::checkReadableFile),
    DIRECTORY("a directory, which may not exist yet", Form::checkDirectory),
    USER("at most 63 bytes, no control characters", Form::checkUser),
    ROLE("at most 63 bytes, no control characters, quotes or dollar signs", Form::checkRole),
    PASSWORD("no control characters, such as a line break", Form::checkPassword),
    JDBC_URL("jdbc:postgresql://host:port/database", Form::checkJdbcUrl),
    ORIGINS("origins such as https://app.example, by commas, or patterns between slashes", list(Form::checkOrigin)),
    HTTP_URL("http://host:port or https://host:port", Form::checkHttpUrl),
    LOG_LEVEL("OFF, ERROR, WARN, INFO, DEBUG, TRACE or ALL", Form::checkLevel);

    /**
     * Wider ones would trust a large part of all addresses there are. 10.0.0.0/8 and fc00::/7 are the widest of private
     * ones.
     */
    private static final int WIDEST = 8;

    private static final int WIDEST_OF_IPV6 = 7;

    private final String range;

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a function of this class, without state
    private final Consumer<String> check;

    Form(String range, Consumer<String> check) {
        this.range = range;
        this.check = check;
    }

    /** What is right, in words. */
    String range() {
        return range;
    }

    /**
     * Checks a value, which is not empty.
     *
     * @throws IllegalArgumentException where it is wrong; the message says what is, where that is not plain to see
     */
    void check(String value) {
        check.accept(value);
    }

    private static Consumer<String> list(Consumer<String> ofElement) {
        return values -> Stream.of(values.split(",")).map(String::trim).forEach(ofElement);
    }

    private static void require(boolean isRight, String fault) {
        if (!isRight) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** The library takes every other word for false. */
    private static void checkSwitch(String value) {
        require(value.trim().equalsIgnoreCase("true") || value.trim().equalsIgnoreCase("false"), "");
    }

    private static void checkNetwork(String text) {
        Network network = Network.parse(text);
        boolean isIpv4 = network.first().getAddress().length == 4;
        require(network.bits() >= (isIpv4 ? WIDEST : WIDEST_OF_IPV6), '"' + text + "\" has too many addresses");
    }

    private static void checkFactor(String text) {
        NetworkFactor.parse(text);
    }

    private static void checkReadableFile(String value) {
        Path file = path(value);
        require(Files.exists(file), "there is no such file");
        require(Files.isRegularFile(file) && Files.isReadable(file), "it cannot be read");
    }

    private static void checkDirectory(String value) {
        Path directory = path(value);
        require(!Files.exists(directory) || Files.isDirectory(directory), "a file");
        Path parent = directory.toAbsolutePath().normalize().getParent();
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        require(parent == null || Files.isDirectory(parent), parent + " is a file");
    }

    private static Path path(String value) {
        try {
            return Path.of(value.trim());
        } catch (InvalidPathException fault) {
            throw new IllegalArgumentException("no path", fault);
        }
    }

    private static void checkUser(String value) {
        require(!value.isBlank(), "blank");
        require(value.getBytes(StandardCharsets.UTF_8).length <= 63, "too long");
        require(value.chars().noneMatch(Character::isISOControl), "a control character is in it");
    }

    /** Its name gets into the SQL that grants it its rights. */
    private static void checkRole(String value) {
        checkUser(value);
        require(value.chars().noneMatch(character -> "'\"$".indexOf(character) >= 0), "");
    }

    private static void checkPassword(String value) {
        require(value.chars().noneMatch(Character::isISOControl), "a control character is in it");
    }

    private static void checkJdbcUrl(String url) {
        if (JdbcUrl.isDatabase(url)) {
            JdbcUrl.hosts(url);
        }
    }

    private static void checkOrigin(String origin) {
        if (origin.equals("*")) {
            return;
        }
        if (origin.length() > 2 && origin.startsWith("/") && origin.endsWith("/")) {
            checkPattern(origin);
            return;
        }
        URI uri = httpUri(origin);
        require(uri.getRawPath().isEmpty(), '"' + origin + "\" has a path: it ends after the host or the port");
    }

    private static void checkPattern(String origin) {
        try {
            Pattern.compile(origin.substring(1, origin.length() - 1));
        } catch (PatternSyntaxException fault) {
            throw new IllegalArgumentException('"' + origin + "\" is no pattern: " + fault.getDescription(), fault);
        }
    }

    private static void checkHttpUrl(String value) {
        httpUri(value.trim());
    }

    private static URI httpUri(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException fault) {
            throw new IllegalArgumentException('"' + text + "\" is no URL", fault);
        }
        require(
                "http".equals(uri.getScheme()) || "https".equals(uri.getScheme()),
                '"' + text + "\" has no http: or https:");
        require(uri.getHost() != null, '"' + text + "\" has no host");
        require(uri.getPort() <= 65535 && uri.getPort() != 0, '"' + text + "\" has a port that there is not");
        return uri;
    }

    private static void checkLevel(String value) {
        require(value.trim().matches("(?i)OFF|FATAL|ERROR|WARN|WARNING|INFO|DEBUG|TRACE|ALL"), "");
    }
}
