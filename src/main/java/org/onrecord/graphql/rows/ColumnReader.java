package org.onrecord.graphql.rows;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * How a value of a result set becomes a value of a field.
 *
 * @param <V> the field's type
 */
@FunctionalInterface
public interface ColumnReader<V> {

    ColumnReader<String> TEXT = ResultSet::getString;
    ColumnReader<Boolean> BOOLEAN = ResultSet::getBoolean;
    ColumnReader<BigDecimal> DECIMAL = ResultSet::getBigDecimal;
    ColumnReader<Integer> INTEGER = (row, place) -> row.getObject(place, Integer.class);
    ColumnReader<LocalDate> DATE = (row, place) -> row.getObject(place, LocalDate.class);
    ColumnReader<OffsetDateTime> TIME = (row, place) -> row.getObject(place, OffsetDateTime.class);
    ColumnReader<List<String>> TEXTS = (row, place) -> {
        Array array = row.getArray(place);
        return array == null ? null : List.of((String[]) array.getArray());
    };

    /** A constant's name. */
    static <C extends Enum<C>> ColumnReader<C> constant(Class<C> type) {
        return (row, place) -> {
            String name = row.getString(place);
            return name == null ? null : Enum.valueOf(type, name);
        };
    }

    /** Reads the value at a place, counted from 1; SQL's null is null. */
    V read(ResultSet row, int place) throws SQLException;
}
