package org.onrecord.graphql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.onrecord.Ask;
import org.onrecord.RecordDatabase;
import org.onrecord.Wait;

/**
 * Each filter, order and list is served by an index, on some thousand rows, as the database's own plans tell; and each
 * index serves something. The planner is told to avoid reading whole tables: so what it does is read a table whole only
 * where it has no index.
 */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class IndexTest {

    /** What is asked, and the index that serves it. */
    private static final String REQUESTS = """
            { sources(orderBy: PUBLISHED_ON_DESC) { nodes { slug } } }                       | source_published_descending
            { sources(orderBy: PUBLISHED_ON_ASC) { nodes { slug } } }                        | source_published_ascending
            { sources(orderBy: PUBLISHER_ASC) { nodes { slug } } }                           | source_publisher
            { sources(orderBy: PUBLISHER_DESC) { nodes { slug } } }                          | source_publisher
            { sources(filter: {publisher: ["publisher 1"]}) { totalCount } }                 | source_publisher
            { sources(filter: {kind: [WIRE]}) { totalCount } }                               | source_kind
            { sources(filter: {language: ["it"]}) { totalCount } }                           | source_language
            { sources(filter: {publishedFrom: "2025-06-01"}) { totalCount } }                | source_published_to
            { sources(filter: {publishedTo: "2020-02-01"}) { totalCount } }                  | source_published_from
            { source(slug: "many-1") { quotes(first: 3) { nodes { slug } } } }               | quote_source
            { source(slug: "many-1") { pledges(first: 3) { nodes { slug } } } }              | pledge_evidence_source
            { source(slug: "many-1") { events(first: 3) { nodes { slug } } } }               | event_evidence_source
            { source(slug: "many-1") { sizeClaims(first: 3) { nodes { slug } } } }           | size_claim_source
            { actors(orderBy: NAME_ASC) { nodes { slug } } }                                 | actor_folded_name
            { actors(orderBy: NAME_DESC) { nodes { slug } } }                                | actor_folded_name
            { actors(filter: {kind: [GROUP]}) { totalCount } }                               | actor_kind
            { actors(filter: {country: ["many-1"]}) { totalCount } }                         | actor_country, person_position_of
            { actors(filter: {identifier: [{scheme: WIKIDATA, value: "many-1"}]}) { totalCount } } | actor_identifier_scheme_value_key
            { actors(filter: {namePrefix: "many 19"}) { totalCount } }                       | actor_folded_name, actor_alias_folded
            { actor(slug: "many-1") { quotes(first: 3) { nodes { slug } } } }                | quote_speaker
            { actor(slug: "many-1") { mentions(first: 3) { nodes { slug } } } }              | quote_about_actor
            { actor(slug: "many-1") { pledges(first: 3) { nodes { slug } } } }               | pledge_pledger
            { actor(slug: "many-1") { events(first: 3) { nodes { slug } } } }                | event_participant_actor
            { actor(slug: "many-1") { ledCoalitions(first: 3) { nodes { slug } } } }         | coalition_lead_actor
            { actor(slug: "many-1") { sizeClaims(first: 3) { nodes { slug } } } }            | size_claim_claimant
            { events(orderBy: HELD_ON_DESC) { nodes { slug } } }                             | event_held_descending
            { events(orderBy: HELD_ON_ASC) { nodes { slug } } }                              | event_held_ascending
            { events(orderBy: NAME_ASC) { nodes { slug } } }                                 | event_name
            { events(orderBy: NAME_DESC) { nodes { slug } } }                                | event_name
            { events(filter: {kind: [CALL]}) { totalCount } }                                | event_kind
            { events(filter: {participant: ["many-1"]}) { totalCount } }                     | event_participant_actor
            { events(filter: {place: ["place 1"]}) { totalCount } }                          | event_place
            { events(filter: {country: ["many-1"]}) { totalCount } }                         | event_country
            { events(filter: {heldFrom: "2025-06-01"}) { totalCount } }                      | event_held_on
            { events(filter: {heldTo: "2020-02-01"}) { totalCount } }                        | event_held_on
            { event(slug: "many-1") { participants(first: 3) { nodes { slug } } } }          | event_participant_pkey
            { event(slug: "many-1") { quotes(first: 3) { nodes { slug } } } }                | quote_occasion
            { event(slug: "many-1") { pledges(first: 3) { nodes { slug } } } }               | pledge_occasion
            { coalitions(orderBy: NAME_ASC) { nodes { slug } } }                             | coalition_name
            { coalitions(orderBy: NAME_DESC) { nodes { slug } } }                            | coalition_name
            { coalitions(orderBy: FOUNDED_ON_DESC) { nodes { slug } } }                      | coalition_founded_descending
            { coalitions(orderBy: FOUNDED_ON_ASC) { nodes { slug } } }                       | coalition_founded_ascending
            { coalitions(filter: {parent: ["many-7"]}) { totalCount } }                      | coalition_parent
            { coalitions(filter: {lead: ["many-1"]}) { totalCount } }                        | coalition_lead_actor
            { coalition(slug: "many-7") { children(first: 3) { nodes { slug } } } }          | coalition_parent
            { coalition(slug: "many-1") { pledges(first: 3) { nodes { slug } } } }           | pledge_coalition
            { coalition(slug: "many-1") { sizeClaims(first: 3) { nodes { slug } } } }        | size_claim_of_coalition_descending
            { coalition(slug: "many-1") { sizeClaims(first: 3, orderBy: CLAIMED_ON_ASC) { nodes { slug } } } } | size_claim_of_coalition_ascending
            { sizeClaims(orderBy: CLAIMED_ON_DESC) { nodes { slug } } }                      | size_claim_claimed_descending
            { sizeClaims(orderBy: CLAIMED_ON_ASC) { nodes { slug } } }                       | size_claim_claimed_ascending
            { sizeClaims(filter: {coalition: ["many-1"]}) { totalCount } }                   | size_claim_of_coalition_descending
            { sizeClaims(filter: {claimant: ["many-1"]}) { totalCount } }                    | size_claim_claimant
            { sizeClaims(filter: {source: ["many-1"]}) { totalCount } }                      | size_claim_source
            { sizeClaims(filter: {claimedFrom: "2030-06-01"}) { totalCount } }               | size_claim_claimed_on
            { sizeClaims(filter: {claimedTo: "2020-02-01"}) { totalCount } }                 | size_claim_claimed_on
            { quotes(orderBy: SAID_ON_DESC) { nodes { slug } } }                             | quote_said_descending
            { quotes(orderBy: SAID_ON_ASC) { nodes { slug } } }                              | quote_said_ascending
            { quotes(filter: {speaker: ["many-1"]}) { totalCount } }                         | quote_speaker
            { quotes(filter: {about: ["many-1"]}) { totalCount } }                           | quote_about_actor
            { quotes(filter: {source: ["many-1"]}) { totalCount } }                          | quote_source
            { quotes(filter: {event: ["many-1"]}) { totalCount } }                           | quote_occasion
            { quotes(filter: {topic: ["many-1"]}) { totalCount } }                           | quote_topics
            { quotes(filter: {form: [PARTIAL]}) { totalCount } }                             | quote_form
            { quotes(filter: {language: ["it"]}) { totalCount } }                            | quote_language
            { quotes(filter: {standing: [DISPUTED]}) { totalCount } }                        | quote_standing
            { quotes(filter: {saidFrom: "2030-06-01"}) { totalCount } }                      | quote_said_on
            { quotes(filter: {saidTo: "2020-02-01"}) { totalCount } }                        | quote_said_on
            { pledges(orderBy: ANNOUNCED_ON_DESC) { nodes { slug } } }                       | pledge_announced_descending
            { pledges(orderBy: ANNOUNCED_ON_ASC) { nodes { slug } } }                        | pledge_announced_ascending
            { pledges(filter: {pledger: ["many-1"]}) { totalCount } }                        | pledge_pledger
            { pledges(filter: {pledgerKind: [GROUP]}) { totalCount } }                       | pledge_pledger
            { pledges(filter: {announcedBy: ["many-1"]}) { totalCount } }                    | pledge_announced_by
            { pledges(filter: {coalition: ["many-1"]}) { totalCount } }                      | pledge_coalition
            { pledges(filter: {includeChildren: true, coalition: ["many-1"]}) { totalCount } } | pledge_coalition
            { pledges(filter: {kind: [NAVAL]}) { totalCount } }                              | pledge_kind
            { pledges(filter: {status: [DECLINED]}) { totalCount } }                         | pledge_status
            { pledges(filter: {confidence: [LOW]}) { totalCount } }                          | pledge_confidence
            { pledges(filter: {announcedFrom: "2030-06-01"}) { totalCount } }                | pledge_announced_on
            { pledges(filter: {announcedTo: "2020-02-01"}) { totalCount } }                  | pledge_announced_on
            { pledges(filter: {source: ["many-1"]}) { totalCount } }                         | pledge_evidence_source
            { pledges(filter: {event: ["many-1"]}) { totalCount } }                          | pledge_occasion
            { pledges(filter: {hasConditions: true}) { totalCount } }                        | pledge_has_conditions
            { pledges(filter: {disputed: true}) { totalCount } }                             | pledge_conflict_pkey
            { pledge(slug: "many-1") { conflictsWith(first: 3) { nodes { slug } } } }        | pledge_conflict_pkey
            """;

    /** Tables from which a row is taken by hand, and the indexes by which the database then finds what refers to it. */
    private static final Map<String, Set<String>> DELETIONS = Map.of(
            "source",
            Set.of(
                    "coalition_founded_source",
                    "coalition_leads_source",
                    "person_position_source",
                    "pledge_status_change_source"),
            "pledge",
            Set.of("pledge_conflict_other"));

    private static final Pattern INDEX_IN_PLAN = Pattern.compile("(?:using|Index Scan on) (\\w+)");

    private final Path log = Path.of(System.getProperty("test.database-log"));

    @BeforeEach
    void haveManyRowsAndTheirPlansLogged() throws SQLException {
        execute(
                "load 'auto_explain'",
                "set session_replication_role = replica",
                Ask.resource("/indexes/many-rows.sql"),
                "alter database postgres set session_preload_libraries = 'auto_explain'",
                "alter database postgres set auto_explain.log_min_duration = 0",
                "alter database postgres set enable_seqscan = off");
        renewConnections();
    }

    @AfterEach
    void haveNoMoreRows() throws SQLException {
        execute(
                "alter database postgres reset session_preload_libraries",
                "alter database postgres reset enable_seqscan",
                "load 'auto_explain'",
                "alter database postgres reset auto_explain.log_min_duration",
                "set session_replication_role = replica",
                Ask.resource("/indexes/no-more-rows.sql"));
        renewConnections();
    }

    @Test
    void servesEachFilterOrderAndListAndNothingElse() throws Exception {
        Map<String, Set<String>> expected = new TreeMap<>();
        Map<String, Set<String>> missing = new TreeMap<>();
        Set<String> serving = new TreeSet<>();
        for (String line : REQUESTS.lines().toList()) {
            String[] parts = line.split("\\|", -1);
            String document = parts[0].strip();
            Set<String> indexes = Set.of(parts[1].strip().split(", ", -1));
            Set<String> used = usedBy(document);
            if (!used.containsAll(indexes)) {
                missing.put(document, indexes);
            }
            serving.addAll(indexes);
            expected.put(document, indexes);
        }
        for (Map.Entry<String, Set<String>> deletion : DELETIONS.entrySet()) {
            Set<String> used = usedByDeletion(deletion.getKey());
            if (!used.containsAll(deletion.getValue())) {
                missing.put("delete from " + deletion.getKey(), deletion.getValue());
            }
            serving.addAll(deletion.getValue());
        }

        assertEquals(Map.of(), missing, "what is not served by its index");
        Set<String> idle = indexes();
        assertTrue(idle.size() > 60, idle::toString);
        idle.removeAll(serving);
        assertEquals(Set.of(), idle, "indexes that serve nothing");
        assertEquals(Set.of(), notAskedFor(expected.keySet()), "what is not in the table");
    }

    /** The indexes in the plans of the statements that answer a document. */
    private Set<String> usedBy(String document) throws IOException {
        long before = Files.size(log);
        JsonNode answer = Ask.response(document, Map.of("asked", UUID.randomUUID()));
        assertTrue(!answer.has("errors"), answer::toString);
        byte[] all = Files.readAllBytes(log);
        String logged = new String(all, (int) before, all.length - (int) before, StandardCharsets.UTF_8);
        return indexesIn(logged);
    }

    /** The indexes in the plans by which the database finds what refers to a row that is taken away. */
    private static Set<String> usedByDeletion(String table) throws SQLException {
        Set<String> used = new TreeSet<>();
        try (Connection connection = RecordDatabase.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set local auto_explain.log_nested_statements = on");
            statement.execute("set local auto_explain.log_level = notice");
            statement.execute(
                    "create temporary table taken on commit drop as select * from %s limit 1".formatted(table));
            statement.execute("update taken set id = -1, slug = 'many-taken'");
            statement.execute("insert into %s overriding system value select * from taken".formatted(table));
            statement.execute("delete from %s where id = -1".formatted(table));
            for (SQLWarning notice = statement.getWarnings(); notice != null; notice = notice.getNextWarning()) {
                used.addAll(indexesIn(notice.getMessage()));
            }
            connection.rollback();
        }
        return used;
    }

    private static Set<String> indexesIn(String plans) {
        return INDEX_IN_PLAN
                .matcher(plans)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that were made by themselves: others belong to keys. */
    private static Set<String> indexes() throws SQLException {
        try (Connection connection = RecordDatabase.connect();
                Statement statement = connection.createStatement()) {
            return new TreeSet<>(values(statement, """
                    select indexname from pg_indexes
                    where schemaname = current_schema and tablename <> 'flyway_schema_history'
                        and indexname not in (select conname from pg_constraint)"""));
        }
    }

    /** The filters, orders and lists of the schema that stand in no document. */
    private static Set<String> notAskedFor(Set<String> documents) {
        JsonNode types = Ask.data("""
                        {
                          __schema {
                            types {
                              name
                              fields { name args { name type { name ofType { name } } } }
                              inputFields { name }
                              enumValues { name }
                            }
                          }
                        }""").path("__schema").path("types");
        Map<String, JsonNode> byName = new TreeMap<>();
        types.forEach(type -> byName.put(type.path("name").asText(), type));
        Set<String> missing = new TreeSet<>();
        List<String> known = new ArrayList<>();
        for (JsonNode type : types) {
            for (JsonNode field : type.path("fields")) {
                String owner = type.path("name").asText();
                String list = field.path("name").asText();
                List<String> starts = new ArrayList<>();
                for (JsonNode argument : field.path("args")) {
                    String kind = argument.at("/type/name")
                            .asText(argument.at("/type/ofType/name").asText());
                    String name = argument.path("name").asText();
                    if (name.equals("first") && !owner.equals("Query")) {
                        starts.add(") { " + list + "(first: ");
                    } else if (name.equals("filter") && owner.equals("Query")) {
                        byName.get(kind)
                                .path("inputFields")
                                .forEach(value -> starts.add("{ %s(filter: {%s: "
                                        .formatted(list, value.path("name").asText())));
                    } else if (name.equals("orderBy") && owner.equals("Query")) {
                        byName.get(kind)
                                .path("enumValues")
                                .forEach(value -> starts.add("{ %s(orderBy: %s)"
                                        .formatted(list, value.path("name").asText())));
                    }
                }
                known.addAll(starts);
                starts.removeIf(start -> documents.stream().anyMatch(document -> document.contains(start)));
                missing.addAll(starts);
            }
        }
        assertTrue(known.size() > 80, known::toString);
        return missing;
    }

    /** So that the service's connections have the database's settings as they are now. */
    private static void renewConnections() throws SQLException {
        execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and "
                + "backend_type = 'client backend'");
        Wait.until(
                "the service has its database again",
                () -> Ask.response("{ dataset { slug } }", Map.of("asked", UUID.randomUUID()))
                        .path("data")
                        .path("dataset")
                        .isObject());
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = RecordDatabase.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                for (String one : sql.replaceAll("(?m)^ *--.*$", "").split(";\n", -1)) {
                    if (!one.isBlank()) {
                        statement.execute(one);
                    }
                }
            }
        }
    }

    private static List<String> values(Statement statement, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        return values;
    }
}
