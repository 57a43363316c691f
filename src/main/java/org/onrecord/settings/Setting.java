package org.onrecord.settings;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.common.utils.StringUtil;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A setting, and what is right for it.
 *
 * @param name as it is in a properties file
 * @param range what is right for it, in the words of docs/operating.md
 * @param usual its value where no one has set it; empty where it has none then
 * @param isSecret whether its value is told to no one
 * @param check throws {@link IllegalArgumentException} for a value that is wrong, with what is wrong where that is
 *     not plain to see
 */
public record Setting(String name, String range, Optional<String> usual, boolean isSecret, Consumer<String> check) {

    /** What is shown of a value, at most: in characters. */
    private static final int MOST_SHOWN = 150;

    /** A text. */
    public static Setting of(String name, Optional<String> usual, Form form) {
        return new Setting(name, form.range(), usual, form == Form.PASSWORD, form::check);
    }

    /**
     * A number, a duration or a memory size, with the least and the most that it may be; another type has no bounds.
     */
    public static Setting of(String name, Optional<String> usual, Class<?> type, String min, String max) {
        Function<String, BigDecimal> read = reader(type);
        BigDecimal least = read.apply(min);
        BigDecimal most = read.apply(max);
        return new Setting(name, min + " to " + max, usual, false, value -> {
            BigDecimal number = read.apply(value);
            if (number.compareTo(least) < 0) {
                throw new IllegalArgumentException("too little");
            }
            if (number.compareTo(most) > 0) {
                throw new IllegalArgumentException("too much");
            }
        });
    }

    /** The settings of a {@code @ConfigMapping}, and of the interfaces in it, by their names. */
    public static List<Setting> allOf(Class<?> mapping) {
        List<Setting> settings = new ArrayList<>();
        collect(mapping, mapping.getAnnotation(ConfigMapping.class).prefix(), settings);
        settings.sort(Comparator.comparing(Setting::name));
        return settings;
    }

    private static void collect(Class<?> mapping, String prefix, List<Setting> settings) {
        for (Method method : mapping.getMethods()) {
            String name = prefix + '.' + StringUtil.skewer(method.getName());
            Class<?> type = method.getReturnType();
            if (type.isInterface() && !type.getName().startsWith("java.")) {
                collect(type, name, settings);
            } else {
                settings.add(of(name, method));
            }
        }
    }

    private static Setting of(String name, Method method) {
        Optional<String> usual =
                Optional.ofNullable(method.getAnnotation(WithDefault.class)).map(WithDefault::value);
        Range range = method.getAnnotation(Range.class);
        Takes takes = method.getAnnotation(Takes.class);
        if (range != null) {
            return of(name, usual, typeOf(method), range.min(), range.max());
        }
        if (takes != null) {
            return of(name, usual, takes.value());
        }
        if (method.getReturnType() == boolean.class) {
            return of(name, usual, Form.SWITCH);
        }
        throw new IllegalStateException(method + " has neither @Range nor @Takes");
    }

    /** The type of a setting's value, of one that may not be set, too. */
    private static Class<?> typeOf(Method method) {
        return method.getGenericReturnType() instanceof ParameterizedType optional
                ? (Class<?>) optional.getActualTypeArguments()[0]
                : method.getReturnType();
    }

    /** How a value of a type is read: durations in seconds, memory sizes in bytes. It throws where that cannot be. */
    private static Function<String, BigDecimal> reader(Class<?> type) {
        if (type == Duration.class) {
            return value -> seconds(duration(value));
        }
        if (type == MemorySize.class) {
            return value -> new BigDecimal(bytes(value).asBigInteger());
        }
        boolean isWhole = type == int.class || type == long.class;
        return value -> {
            if (!value.trim().matches(isWhole ? "[-+]?\\d+" : "[-+]?\\d+(\\.\\d+)?")) {
                throw new IllegalArgumentException(isWhole ? "not a whole number" : "not a number");
            }
            return new BigDecimal(value.trim());
        };
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
    }

    /** A duration as Quarkus reads it: {@code 5} and {@code 5s} are seconds. */
    static Duration duration(String value) {
        try {
            return new DurationConverter().convert(value);
        } catch (RuntimeException fault) {
            throw new IllegalArgumentException("not a duration", fault);
        }
    }

    /** A memory size as Quarkus reads it: {@code 5} is in bytes, {@code 5K} in KiB. */
    static MemorySize bytes(String value) {
        try {
            return new MemorySizeConverter().convert(value);
        } catch (RuntimeException fault) {
            throw new IllegalArgumentException("not a memory size", fault);
        }
    }

    /** Its name in the environment. */
    public String nameInEnvironment() {
        return Names.inEnvironment(name);
    }

    /**
     * What is wrong with a value, in one line without secrets; nothing where it is right.
     *
     * @param value as it is set; null where it is not
     * @param origin where it is set, in words that follow the name: empty, or in parentheses
     */
    public Optional<String> fault(String value, String origin) {
        if (value == null || (value.isEmpty() && usual.isEmpty())) {
            return Optional.empty();
        }
        try {
            if (value.isBlank() && usual.isPresent()) {
                throw new IllegalArgumentException("empty");
            }
            check.accept(value);
            return Optional.empty();
        } catch (IllegalArgumentException fault) {
            String shown = isSecret ? "not shown here" : '"' + shown(value) + '"';
            String detail = fault.getMessage().isEmpty() ? "" : ": " + shown(fault.getMessage());
            return Optional.of(name + origin + " is " + shown + detail + ". It takes " + range + '.');
        }
    }

    /** A text as it may be told to anyone: in one line, not too long, without what may be secret in it. */
    static String shown(String text) {
        String line = JdbcUrl.withoutSecrets(text).replaceAll("\\p{Cntrl}", "�");
        return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + '…';
    }
}
