package org.onrecord.graphql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import org.onrecord.RecordDatabase;

/** Processes that do nothing for a while, and are still there. */
final class StoppedProcess {

    private StoppedProcess() {}

    /** Does something while a process is stopped. */
    static <T> T during(String id, Callable<T> meanwhile) throws Exception {
        signal("STOP", id);
        try {
            return meanwhile.call();
        } finally {
            signal("CONT", id);
        }
    }

    /** The process of the database of which a condition on {@code pg_stat_activity} holds. */
    static String ofDatabase(String condition) throws Exception {
        try (Connection connection = RecordDatabase.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select pid from pg_stat_activity where pid <> pg_backend_pid() and " + condition)) {
            if (!row.next()) {
                throw new AssertionError("no process of the database: " + condition);
            }
            return row.getString(1);
        }
    }

    private static void signal(String name, String id) throws Exception {
        int exitCode = new ProcessBuilder(List.of("kill", "-" + name, id))
                .inheritIO()
                .start()
                .waitFor();
        if (exitCode != 0) {
            throw new AssertionError("kill -" + name + " " + id + ": " + exitCode);
        }
    }
}
