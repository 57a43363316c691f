package org.onrecord.graphql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.onrecord.Ask;
import org.onrecord.RecordDatabase;
import org.onrecord.Wait;
import org.onrecord.graphql.Call.Reply;

/** The time for an answer ends in several ways, each of which holds where the others fail. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
@Timeout(90)
class DeadlineTest {

    private static final String PLEDGES = "{ pledges(first: 3) { nodes { kind } } }";

    private final Path log = Path.of(System.getProperty("test.database-log"));

    /**
     * The database's own limit counts for each statement by itself; the second one of a request would have all of it
     * again.
     */
    @Test
    void cancelsAStatementWhenTheTimeOfItsRequestIsOver() throws Exception {
        long before = Files.size(log);
        try (Connection connection = RecordDatabase.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table pledge_evidence in access exclusive mode");
            CompletableFuture<Reply> asked;
            try (LockedPledges pledges = new LockedPledges()) {
                asked = Call.postAlone("10.58.0.1", "{ pledges(first: 3) { nodes { kind evidence { excerpt } } } }")
                        .sendAsync();
                pledges.awaitWaiting(1);
                Thread.sleep(2000);
            }
            JsonNode answer = asked.get().json();

            assertEquals("TIMEOUT", Ask.onlyError(answer).at("/extensions/code").asText());
            Wait.until("it is cancelled", () -> logged(before).contains("canceling statement due to user request"));
            assertFalse(logged(before).contains("canceling statement due to statement timeout"));
        }
    }

    /**
     * As where a pooler knows nothing of the statement, or the service was killed. Here, the database takes no orders
     * to cancel.
     */
    @Test
    void hasTheDatabaseEndAStatementThatCannotBeCancelled() throws Exception {
        long before = Files.size(log);
        String postmaster = Files.readAllLines(log.resolveSibling("pgdata").resolve("postmaster.pid"))
                .get(0);
        try (LockedPledges pledges = new LockedPledges()) {
            CompletableFuture<Reply> asked =
                    Call.postAlone("10.58.0.2", PLEDGES).sendAsync();
            pledges.awaitWaiting(1);
            StoppedProcess.during(postmaster, () -> {
                Wait.until("the statement has ended", () -> pledges.waiting() == 0);
                return null;
            });
            assertTrue(logged(before).contains("canceling statement due to statement timeout"));
            asked.get();
        }
    }

    /** The fields of an operation are read one after the other: of those whose turn comes too late, nothing is read. */
    @Test
    void readsNothingMoreWhenTheTimeIsOver() throws Exception {
        try (LockedPledges pledges = new LockedPledges();
                StatementLog statements = new StatementLog()) {
            List<String> executed = statements.statements(() -> {
                JsonNode answer = Call.postAlone(
                                "10.58.0.3",
                                "{ pledges(first: 3) { nodes { kind } } quote(slug: \"sky-liked\") { text } }")
                        .sendAsync()
                        .join()
                        .json();
                assertEquals(List.of("TIMEOUT", "TIMEOUT"), answer.findValuesAsText("code"), answer::toString);
            });

            // The first one is not executed either: it waits before that.
            assertEquals(List.of(), executed);
            assertEquals(0, pledges.waiting());
        }
    }

    private String logged(long from) throws IOException {
        byte[] all = Files.readAllBytes(log);
        return new String(all, (int) from, all.length - (int) from, StandardCharsets.UTF_8);
    }
}
