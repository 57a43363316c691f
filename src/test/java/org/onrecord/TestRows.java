package org.onrecord;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Rows that a test adds to the record beside the data set, and takes away again. */
public final class TestRows {

    /** What the slugs of such rows start with. */
    public static final String PREFIX = "test-";

    /** Adds a quote for each of the days, which are SQL literals. Their slugs end with a number from this one on. */
    public void addQuotes(int firstNumber, String... days) {
        execute("""
                insert into quote (slug, form, text, language, translated, topics, said_on, source_id, standing)
                select '%sadded-' || %d + said.place, 'DIRECT', 'added', 'en', false, '{}', said.day,
                    (select min(id) from source), 'PUBLISHED'
                from unnest(array[%s]::date[]) with ordinality said (day, place)
                """.formatted(PREFIX, firstNumber - 1, String.join(", ", days)));
    }

    /** Adds a quote that stands otherwise than as published. */
    public void addQuote(String slug, String standing) {
        execute(quote(slug, standing));
    }

    /** Adds such a quote on a connection of one's own. */
    public void addQuoteBy(Statement statement, String slug, String standing) throws SQLException {
        statement.execute(quote(slug, standing));
    }

    private static String quote(String slug, String standing) {
        return """
                insert into quote (slug, form, text, language, translated, topics, source_id, standing, standing_reason)
                select '%s', 'DIRECT', 'added', 'en', false, '{}', min(id), '%s', 'added' from source
                """.formatted(PREFIX + slug, standing);
    }

    /** Makes the record several times as large: every quote and pledge stands in it so many times more. */
    public void multiply(int times) {
        execute("""
                insert into quote (slug, form, speaker_id, text, language, translated, topics, said_on, occasion_id,
                    source_id, standing)
                select '%1$s' || n || '-' || slug, form, speaker_id, text, language, translated, topics, said_on,
                    occasion_id, source_id, standing
                from quote, generate_series(1, %2$d) n;
                insert into quote_about
                select q.id, a.position, a.actor_id
                from quote original, generate_series(1, %2$d) n, quote q, quote_about a
                where q.slug = '%1$s' || n || '-' || original.slug and a.quote_id = original.id;
                insert into pledge (slug, pledger_id, coalition_id, kind, status, announced_on, confidence)
                select '%1$s' || n || '-' || slug, pledger_id, coalition_id, kind, status, announced_on, confidence
                from pledge, generate_series(1, %2$d) n;
                insert into pledge_evidence
                select p.id, e.position, e.source_id, e.excerpt
                from pledge original, generate_series(1, %2$d) n, pledge p, pledge_evidence e
                where p.slug = '%1$s' || n || '-' || original.slug and e.pledge_id = original.id
                """.formatted(PREFIX, times));
    }

    public void remove() {
        execute("""
                delete from quote_about using quote q where q.id = quote_id and q.slug like '%1$s%%';
                delete from quote where slug like '%1$s%%';
                delete from pledge_evidence using pledge p where p.id = pledge_id and p.slug like '%1$s%%';
                delete from pledge where slug like '%1$s%%'""".formatted(PREFIX));
    }

    /** Executes SQL; where it changes the record, it returns once the service knows. */
    public void execute(String sql) {
        try (Connection connection = RecordDatabase.connect();
                Statement statement = connection.createStatement()) {
            String version = text(statement, "select version from record_version");
            statement.execute(sql);
            if (!text(statement, "select version from record_version").equals(version)) {
                awaitThatTheServiceKnows(statement);
            }
        } catch (SQLException | InterruptedException fault) {
            throw new AssertionError(fault);
        }
    }

    /** It knows what it asked for after the change once it asks again. */
    private static void awaitThatTheServiceKnows(Statement statement) throws SQLException, InterruptedException {
        String asked = text(statement, "select clock_timestamp()");
        for (int questions = 0; questions < 2; questions++) {
            String since = asked;
            Wait.until(
                    "the service asks for the record's version",
                    () -> text(statement, """
                    select exists (
                        select from pg_stat_activity
                        where query like 'select version::text from record_version%%' and query_start > '%s')
                    """.formatted(since)).equals("t"));
            asked = text(statement, "select clock_timestamp()");
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
