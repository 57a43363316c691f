package org.onrecord;

import static io.restassured.RestAssured.given;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;

/** Rows that a test adds to the record beside the data set, and takes away again. */
public final class TestRows {

    /** What the slugs of such rows start with. */
    public static final String PREFIX = "test-";

    /** Adds a quote; the day is an SQL literal. */
    public void addQuote(String slug, String day) {
        execute("""
                insert into quote (slug, form, text, language, translated, topics, said_on, source_id, standing)
                select '%s', 'DIRECT', 'added', 'en', false, '{}', %s, id, 'PUBLISHED' from source order by id limit 1
                """.formatted(PREFIX + slug, day));
    }

    /** Makes the record several times as large: every quote and pledge stands in it so many times more. */
    public void multiply(int times) {
        execute("""
                insert into quote (slug, form, speaker_id, text, language, translated, topics, said_on, occasion_id, source_id,
                    standing)
                select '%1$s' || n || '-' || slug, form, speaker_id, text, language, translated, topics, said_on, occasion_id,
                    source_id, standing
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
            String tag = tag();
            String version = version(statement);
            statement.execute(sql);
            if (!version(statement).equals(version)) {
                while (tag().equals(tag)) {
                    Thread.sleep(20);
                }
            }
        } catch (SQLException | InterruptedException fault) {
            throw new AssertionError(fault);
        }
    }

    private static String version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select version from record_version")) {
            row.next();
            return row.getString(1);
        }
    }

    /** What the service tags its answers with while the record is as it is. */
    private static String tag() {
        return given().header(
                        "X-Forwarded-For",
                        "10.0.0." + ThreadLocalRandom.current().nextInt(250))
                .queryParam("query", "{ __typename }")
                .get("/graphql")
                .getHeader("ETag");
    }
}
