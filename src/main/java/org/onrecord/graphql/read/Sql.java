package org.onrecord.graphql.read;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A statement in the making: its text and, in the order of their places, its parameters. */
final class Sql {

    private final StringBuilder text = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    /** Adds a piece of the statement with the parameters that stand in it. */
    Sql add(String piece, Object... values) {
        text.append(piece);
        parameters.addAll(List.of(values));
        return this;
    }

    Sql add(Sql other) {
        text.append(other.text);
        parameters.addAll(other.parameters);
        return this;
    }

    PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text.toString());
        int place = 0;
        for (Object value : parameters) {
            place++;
            if (value instanceof Long[] ids) {
                statement.setArray(place, connection.createArrayOf("bigint", ids));
            } else if (value instanceof String[] texts) {
                statement.setArray(place, connection.createArrayOf("text", texts));
            } else {
                statement.setObject(place, value);
            }
        }
        return statement;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
