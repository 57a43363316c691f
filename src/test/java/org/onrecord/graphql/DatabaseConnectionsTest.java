package org.onrecord.graphql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.onrecord.Ask;
import org.onrecord.Metrics;
import org.onrecord.RecordDatabase;
import org.onrecord.TestRows;
import org.onrecord.Wait;
import org.onrecord.graphql.Call.Reply;

/** The connections to the database that the service has, whatever becomes of the requests that use them. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
@Timeout(90)
class DatabaseConnectionsTest {

    /** More than the pool has connections. */
    private static final int MANY = 25;

    @Test
    void comeBackWhenTheTimeIsOver() throws Exception {
        double before = taken();
        List<CompletableFuture<Reply>> asked = new ArrayList<>();
        try (LockedPledges pledges = new LockedPledges()) {
            for (int i = 0; i < 16; i++) {
                asked.addAll(pledges.ask("10.59.0." + i, 1));
            }
            pledges.awaitWaiting(16);
            for (CompletableFuture<Reply> request : asked) {
                assertEquals("TIMEOUT", request.get().json().findValue("code").asText());
            }
        }
        Wait.until("all connections are back", () -> taken() <= before);
    }

    /** As one whose machine is gone: without an end, its connection would be waited for as long as the system does. */
    @Test
    void comeBackFromADatabaseThatSaysNothing() throws Exception {
        double before = taken();
        try (LockedPledges pledges = new LockedPledges()) {
            List<CompletableFuture<Reply>> asked = pledges.ask("10.59.2.1", 1);
            pledges.awaitWaiting(1);
            StoppedProcess.during(StoppedProcess.ofDatabase("wait_event_type = 'Lock'"), () -> {
                Reply reply = asked.get(0).get();
                assertTrue(
                        List.of("TIMEOUT", "UNAVAILABLE")
                                .contains(reply.json().findValue("code").asText()),
                        reply::toString);
                Wait.until("the connection is back", () -> taken() <= before);
                assertEquals(1, pledges.waiting());
                return null;
            });
        }
    }

    @Test
    void comeBackWhenAStatementFails() {
        double before = taken();
        TestRows rows = new TestRows();
        rows.execute("alter table source rename column note to elsewhere");
        try {
            for (int i = 0; i < MANY; i++) {
                JsonNode answer =
                        Ask.responseTo("10.59.1." + i, "{ sources(first: 3) { nodes { note } } }", Map.of("asked", i));
                assertEquals(
                        "INTERNAL", Ask.onlyError(answer).at("/extensions/code").asText());
            }
        } finally {
            rows.execute("alter table source rename column elsewhere to note");
        }
        Wait.until("all connections are back", () -> taken() <= before);
    }

    /** Where the schema is not as it should be, neither the request nor the service is at fault. */
    @Test
    void tellThatATableIsMissing() {
        TestRows rows = new TestRows();
        rows.execute("alter table source rename to elsewhere");
        try {
            JsonNode answer =
                    Ask.responseTo("10.59.3.1", "{ sources(first: 3) { nodes { slug } } }", Map.of("asked", 0));

            assertEquals(
                    "UNAVAILABLE", Ask.onlyError(answer).at("/extensions/code").asText());
        } finally {
            rows.execute("alter table elsewhere rename to source");
        }
    }

    /** So that the system finds out that the other end is gone where nothing is sent. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "no other system tells")
    void areKeptAlive() throws Exception {
        Ask.data("{ dataset { slug } }", Map.of("asked", UUID.randomUUID()));
        String url = System.getProperty("test.quarkus.datasource.jdbc.url").replaceFirst("jdbc:", "");
        String port = ":%04X".formatted(URI.create(url).getPort());

        // A timer that waits for an answer stands in the place of the one that keeps alive, for a moment.
        Wait.until("the service's connections are kept alive", () -> {
            List<String> timers = timers(port);
            return !timers.isEmpty() && timers.stream().allMatch("02"::equals);
        });
    }

    /**
     * The kinds of timers that the system has for connections that lead to a port: see proc(5) on {@code
     * /proc/net/tcp}.
     */
    private static List<String> timers(String port) throws IOException {
        List<String> timers = new ArrayList<>();
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields[2].endsWith(port) && fields[3].equals("01")) {
                    timers.add(fields[5].substring(0, 2));
                }
            }
        }
        return timers;
    }

    /** How many of the pool's connections are in use. */
    private static double taken() {
        return Metrics.sum("agroal_active_count{");
    }
}
