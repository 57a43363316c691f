package org.onrecord.graphql.rows;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onrecord.graphql.fault.BadUserInput.Violation;

/**
 * The value that a request gives to one field of a filter, checked as it is taken. What is wrong with it is collected,
 * so that one answer names every fault.
 */
public final class FilterValue {

    /** The most values that one filter may list. */
    static final int MAX_VALUES = 100;

    private final Map<String, Object> filter;
    private final String field;
    private final String path;
    private final List<Violation> violations;

    /** The value of one field of a filter. */
    public FilterValue(Map<String, Object> filter, String field, String filterPath, List<Violation> violations) {
        this.filter = filter;
        this.field = field;
        this.path = filterPath + '.' + field;
        this.violations = violations;
    }

    /** The list of strings or constants. */
    public String[] texts() {
        Collection<?> values = values();
        List<String> texts = new ArrayList<>(values.size());
        for (Object value : values) {
            texts.add(Texts.check((String) value, path + '[' + texts.size() + ']', violations));
        }
        return texts.toArray(String[]::new);
    }

    /** The list of input objects. */
    @SuppressWarnings("unchecked") // as the schema has it
    public List<Map<String, Object>> objects() {
        return List.copyOf((Collection<Map<String, Object>>) values());
    }

    /** One field of each of the input objects, as text. */
    public String[] texts(List<Map<String, Object>> objects, String name) {
        List<String> texts = new ArrayList<>(objects.size());
        for (Map<String, Object> object : objects) {
            String at = path + '[' + texts.size() + "]." + name;
            texts.add(Texts.check(object.get(name).toString(), at, violations));
        }
        return texts.toArray(String[]::new);
    }

    /** The string. */
    public String text() {
        return Texts.check((String) filter.get(field), path, violations);
    }

    /** The Boolean. */
    public Boolean flag() {
        return (Boolean) filter.get(field);
    }

    /** Whether another flag of the same filter is given and true. */
    public boolean isSet(String otherField) {
        return Boolean.TRUE.equals(filter.get(otherField));
    }

    /** The day, or one that does no harm where it is not a day: then the violation is noted. */
    public LocalDate date() {
        return day(field).orElseGet(() -> {
            violations.add(new Violation(path, "must be a day as ISO 8601 writes it, for example 2025-03-24"));
            return LocalDate.EPOCH;
        });
    }

    /** Notes a violation where this day is after another field's. */
    void requireNotAfter(String otherField) {
        Optional<LocalDate> other = day(otherField);
        if (other.isPresent() && day(field).filter(other.get()::isBefore).isPresent()) {
            violations.add(new Violation(path, "must not be after " + otherField));
        }
    }

    /** The day that a field of the filter gives; empty where it gives none or something else. */
    private Optional<LocalDate> day(String name) {
        try {
            return Optional.ofNullable(filter.get(name))
                    .map(text -> LocalDate.parse(text.toString()))
                    // The years that ISO 8601 writes with four digits.
                    .filter(day -> day.getYear() >= 1 && day.getYear() <= 9999);
        } catch (DateTimeException notADay) {
            return Optional.empty();
        }
    }

    private Collection<?> values() {
        Collection<?> values = (Collection<?>) filter.get(field);
        if (values.isEmpty()) {
            violations.add(new Violation(path, "must list at least one value; leave it out to match all"));
        } else if (values.size() > MAX_VALUES) {
            violations.add(new Violation(path, "must list at most " + MAX_VALUES + " values"));
        }
        return values;
    }
}
