package org.onrecord.settings;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** What is set of some settings, where it is set, and what is wrong with it. */
public final class Values {

    /**
     * What Kubernetes sets in each container for a Service, unless it is told not to: for one named onrecord, or
     * onrecord-replica.
     */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("ONRECORD(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?"
                    + "|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

    private static final Pattern FILE = Pattern.compile("\\w+\\[source=(?:file:)?(.*)]");
    private static final String ENVIRONMENT = "EnvConfigSource";

    private final SmallRyeConfig config;
    private final Map<String, Setting> settings;
    private final Set<String> formerNames;

    /** @param formerNames of settings that an earlier version had */
    public Values(SmallRyeConfig config, Collection<Setting> settings, Set<String> formerNames) {
        this.config = config;
        this.settings = settings.stream()
                .collect(Collectors.toMap(Setting::name, setting -> setting, (one, other) -> one, TreeMap::new));
        this.formerNames = formerNames;
    }

    /** What is wrong with each value by itself, and which names are no setting's: a line for each, without secrets. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        forEachUnknownName((name, origin, isEnvironment) -> {
            if (isOwn(name) && !isFormer(name) && !(isEnvironment && isServiceLink(name))) {
                faults.add(unknown(name, origin, Names.nearest(name, settings.keySet())));
            } else if (!isOwn(name)) {
                // Only a slip: of Quarkus' many settings, others have names that are nearly as near.
                settings.keySet().stream()
                        .filter(known -> Math.abs(known.length() - name.length()) <= 1)
                        .filter(known -> Names.distance(known, name) == 1)
                        .forEach(known -> faults.add(unknown(name, origin, known)));
            }
        });
        for (Setting setting : settings.values()) {
            ConfigValue value = config.getConfigValue(setting.name());
            if (value.getValue() == null && value.getRawValue() != null) {
                faults.add(setting.name() + origin(setting) + " refers to a setting that there is not. It takes "
                        + setting.range() + '.');
            } else {
                setting.fault(value.getValue(), origin(setting)).ifPresent(faults::add);
            }
        }
        return faults;
    }

    /** Names that are no setting's and do no harm: a line for each kind. */
    public List<String> warnings() {
        List<String> links = new ArrayList<>();
        List<String> former = new ArrayList<>();
        forEachUnknownName((name, origin, isEnvironment) -> {
            if (isOwn(name) && isFormer(name)) {
                former.add(name);
            } else if (isEnvironment && isServiceLink(name)) {
                links.add(name);
            }
        });
        List<String> warnings = new ArrayList<>();
        if (!former.isEmpty()) {
            warnings.add("A former version knew these settings, this one does not: " + String.join(", ", former));
        }
        if (!links.isEmpty()) {
            warnings.add("Taken for Kubernetes' service links, which enableServiceLinks: false leaves out, and not for "
                    + "settings: "
                    + String.join(", ", links));
        }
        return warnings;
    }

    /** Whether a setting that is true or false is true. */
    public boolean isOn(String name) {
        return Boolean.parseBoolean(text(name).trim());
    }

    /** A whole number. */
    public int number(String name) {
        return Integer.parseInt(text(name).trim());
    }

    /** A memory size, in bytes. */
    public long bytes(String name) {
        return Setting.bytes(text(name)).asLongValue();
    }

    /** A duration. */
    public Duration duration(String name) {
        return Setting.duration(text(name));
    }

    /** A value as it is written; empty where there is none. */
    public String text(String name) {
        String value = config.getConfigValue(name).getValue();
        return value == null || value.isBlank() ? usual(name) : value;
    }

    private String usual(String name) {
        return Optional.ofNullable(settings.get(name)).flatMap(Setting::usual).orElse("");
    }

    /**
     * One line about a setting whose value is right by itself: its name, where it is set, its value, what is wrong, and
     * what is right.
     */
    public String tell(String name, String faultAndRight) {
        Setting setting = settings.get(name);
        return name + origin(setting) + " is \"" + Setting.shown(text(name)) + "\": " + faultAndRight;
    }

    private static String unknown(String name, String origin, String nearest) {
        return Setting.shown(name) + origin + " is no setting. The nearest is " + nearest
                + (origin.contains("environment") ? ", there " + Names.inEnvironment(nearest) : "") + '.';
    }

    private boolean isFormer(String name) {
        return formerNames.stream().anyMatch(former -> Names.distance(former, name) == 0);
    }

    private static boolean isOwn(String name) {
        return Names.inEnvironment(name).startsWith("ONRECORD_");
    }

    private static boolean isServiceLink(String name) {
        return SERVICE_LINK.matcher(name).matches();
    }

    private void forEachUnknownName(UnknownName then) {
        Set<String> inEnvironment =
                settings.values().stream().map(Setting::nameInEnvironment).collect(Collectors.toSet());
        for (ConfigSource source : config.getConfigSources()) {
            boolean isEnvironment = source.getName().startsWith(ENVIRONMENT);
            for (String name : isEnvironment ? asWritten(source) : withoutProfiles(source)) {
                boolean isKnown =
                        isEnvironment ? inEnvironment.contains(Names.inEnvironment(name)) : settings.containsKey(name);
                if (!isKnown) {
                    then.take(name, origin(source.getName(), ""), isEnvironment);
                }
            }
        }
    }

    /** Of the environment, the library tells each name twice: also with points for underscores. */
    private static Collection<String> asWritten(ConfigSource environment) {
        return environment.getPropertyNames().stream()
                .collect(Collectors.toMap(
                        Names::inEnvironment,
                        name -> name,
                        (one, other) -> one.contains(".") ? other : one,
                        TreeMap::new))
                .values();
    }

    /** A line of a properties file may be for one profile. */
    private static Collection<String> withoutProfiles(ConfigSource file) {
        return file.getPropertyNames().stream()
                .map(name -> name.replaceFirst("^%[^.]*\\.", ""))
                .sorted()
                .toList();
    }

    private String origin(Setting setting) {
        return origin(
                String.valueOf(config.getConfigValue(setting.name()).getConfigSourceName()),
                setting.nameInEnvironment());
    }

    /** Where something is set, in parentheses; empty where the service brings it. */
    private static String origin(String source, String nameThere) {
        Matcher file = FILE.matcher(source);
        if (file.matches()) {
            return file.group(1).startsWith("jar:") ? "" : " (in " + file.group(1) + ')';
        }
        if (source.equals(ENVIRONMENT)) {
            return nameThere.isEmpty() ? " (in the environment)" : " (" + nameThere + " in the environment)";
        }
        return source.startsWith("SysProp") ? " (a system property)" : "";
    }

    private interface UnknownName {
        void take(String name, String origin, boolean isEnvironment);
    }
}
