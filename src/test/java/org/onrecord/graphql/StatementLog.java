package org.onrecord.graphql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.onrecord.TestRows;
import org.onrecord.Wait;

/** PostgreSQL's own log of the statements that it executes. */
final class StatementLog implements AutoCloseable {

    private final TestRows rows = new TestRows();
    private final Path file = Path.of(System.getProperty("test.database-log"));

    StatementLog() throws IOException {
        rows.execute("alter system set log_statement = 'all'");
        rows.execute("select pg_reload_conf()");
        // The server takes its new settings over in its own time.
        long size = Files.size(file);
        Wait.until("statements are logged", () -> {
            rows.execute("select 1");
            return Files.size(file) > size;
        });
    }

    /** Those that were executed for requests meanwhile, each in one line, with placeholders for its parameters. */
    List<String> statements(Runnable meanwhile) {
        try {
            int before = Files.readString(file).length();
            meanwhile.run();
            return Files.readString(file)
                    .substring(before)
                    // A statement of several lines goes on after a tab.
                    .replaceAll("\n\t\\s*", " ")
                    .lines()
                    .filter(line -> line.contains(" execute "))
                    .map(line -> line.replaceFirst(".*? execute [^:]+: ", ""))
                    // What the service asks all the time, for all requests, and what it says on each new connection.
                    .filter(sql -> !sql.contains("record_version")
                            && !sql.contains("unnest($1) name")
                            && !sql.startsWith("set statement_timeout"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        rows.execute("alter system reset log_statement");
        rows.execute("select pg_reload_conf()");
    }
}
