package org.onrecord.source;

import io.smallrye.graphql.api.CustomScalar;
import io.smallrye.graphql.api.CustomStringScalar;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Objects;
import org.eclipse.microprofile.graphql.Description;

/** A day, or a month where the day is not known, as ISO 8601 writes them. */
@CustomScalar("PartialDate")
@Description("A day (`2025-03-24`), or a month where the day is not known (`2025-03`), as ISO 8601 writes them.")
public final class PartialDate implements CustomStringScalar {

    private final String text;

    /**
     * @throws java.time.DateTimeException where the text is neither a day nor a month
     */
    public PartialDate(String text) {
        this.text = text;
        firstDay();
    }

    /** The date that can be any day from one to another: equal ones, or the ends of a month. */
    public static PartialDate of(LocalDate firstDay, LocalDate lastDay) {
        return new PartialDate((firstDay.equals(lastDay) ? firstDay : YearMonth.from(firstDay)).toString());
    }

    /** The earliest day that it can be. */
    public LocalDate firstDay() {
        return isDay() ? LocalDate.parse(text) : YearMonth.parse(text).atDay(1);
    }

    /** The latest day that it can be. */
    public LocalDate lastDay() {
        return isDay() ? LocalDate.parse(text) : YearMonth.parse(text).atEndOfMonth();
    }

    private boolean isDay() {
        return text.length() == "2025-03-24".length();
    }

    @Override
    public String stringValueForSerialization() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PartialDate date && date.text.equals(text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text);
    }
}
