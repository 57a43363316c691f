package org.onrecord.graphql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.onrecord.Ask;
import org.onrecord.Metrics;
import org.onrecord.RecordDatabase;
import org.onrecord.TestRows;
import org.onrecord.graphql.Call.Reply;

/** Requests do not wait for each other, and clients that go away take nothing with them. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
@Timeout(60)
class ConcurrencyTest {

    private static final ExecutorService CLIENTS = Executors.newCachedThreadPool();

    private static final String PLEDGES = "{ pledges(first: 1) { nodes { kind } } }";

    @AfterAll
    static void stopClients() {
        CLIENTS.shutdownNow();
    }

    /**
     * More requests than there are event loops wait for the database at the same time, and others are answered
     * meanwhile.
     */
    @Test
    void slowRequestsDoNotHoldUpOthers() throws Exception {
        List<CompletableFuture<Integer>> slow = new ArrayList<>();
        try (LockedPledges pledges = new LockedPledges()) {
            for (int i = 0; i < 12; i++) {
                slow.add(askForPledges("10.1.0." + i));
            }
            pledges.awaitWaiting(12);

            assertEquals(
                    "NATO",
                    Ask.data("{ actor(slug: \"nato\") { name } }")
                            .path("actor")
                            .path("name")
                            .asText());
        }
        for (CompletableFuture<Integer> request : slow) {
            assertEquals(1, request.get());
        }
    }

    /**
     * All connections are held, and more requests than there are processors wait for one: what needs none is answered.
     */
    @Test
    void waitingForAConnectionDoesNotHoldUpOthers() throws Exception {
        String page = ": quotes(first: 100, filter: { saidFrom: \"1990-01-01\" }) { nodes { slug } } ";
        String costly = "{ a" + page + 'b' + page + 'c' + page + 'd' + page + 'e' + page + 'f' + page + '}';
        List<CompletableFuture<Reply>> held = new ArrayList<>();
        List<CompletableFuture<Reply>> waiting = new ArrayList<>();
        try (LockedPledges pledges = new LockedPledges()) {
            for (int i = 0; i < 5; i++) {
                held.addAll(pledges.ask("10.5.0." + i, 4));
            }
            pledges.awaitWaiting(20);
            for (int i = 0; i < 4; i++) {
                waiting.add(Call.postAlone("10.5.1." + i, costly).sendAsync());
            }
            Thread.sleep(500);

            Reply reply =
                    Call.postAlone("10.5.2.1", "{ __typename }").sendAsync().get(1, TimeUnit.SECONDS);
            assertEquals("Query", reply.data().path("__typename").asText());
            assertEquals(0, waiting.stream().filter(CompletableFuture::isDone).count());
        }
        for (CompletableFuture<Reply> request : held) {
            assertTrue(request.get().data().has("pledges"));
        }
        for (CompletableFuture<Reply> request : waiting) {
            assertTrue(request.get().data().has("a"));
        }
    }

    /** The pool has 20 connections: were those of aborted requests lost, the last of these bursts would find none. */
    @Test
    void abortedRequestsGiveTheirConnectionsBack() throws Exception {
        for (int burst = 0; burst < 4; burst++) {
            try (LockedPledges pledges = new LockedPledges()) {
                List<Socket> clients = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    clients.add(send("10.2." + burst + '.' + i));
                }
                pledges.awaitWaiting(16);
                for (Socket client : clients) {
                    client.close();
                }
            }
        }

        List<CompletableFuture<Integer>> normal = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            normal.add(askForPledges("10.3.0." + i));
        }
        for (CompletableFuture<Integer> request : normal) {
            assertEquals(1, request.get());
        }
    }

    /**
     * Whatever ends what a connection was taken for: its client goes, its statement fails, or is cancelled as it takes
     * too long.
     */
    @Test
    void everyConnectionIsGivenBack() throws Exception {
        try (LockedPledges pledges = new LockedPledges()) {
            for (int i = 0; i < 4; i++) {
                send("10.4.0." + i).close();
            }
            CompletableFuture<Integer> cancelled = askForPledges("10.4.1.1");
            pledges.awaitWaiting(5);
            assertEquals(5, connectionsInUse());
            assertEquals(0, cancelled.get());
        }
        TestRows rows = new TestRows();
        rows.execute("alter table pledge_conflict rename to pledge_conflict_away");
        try {
            for (int i = 0; i < 25; i++) {
                String code = Ask.responseTo("10.4.2." + i, """
                                { pledges(first: 1) { nodes { conflictsWith { nodes { slug } } } } }""", Map.of("asked", i))
                        .findValue("code")
                        .asText();
                assertEquals("UNAVAILABLE", code);
            }
        } finally {
            rows.execute("alter table pledge_conflict_away rename to pledge_conflict");
        }
        for (int i = 0; i < 25; i++) {
            Ask.responseTo("10.4.3." + i, "{ pledges(first: 1000) { nodes { kind } } }", Map.of("asked", i));
        }
        awaitNoConnectionInUse();
    }

    private static int connectionsInUse() {
        return (int) Metrics.sum("agroal_active_count");
    }

    private static void awaitNoConnectionInUse() throws InterruptedException {
        for (int i = 0; i < 200 && connectionsInUse() > 0; i++) {
            Thread.sleep(50);
        }
        assertEquals(0, connectionsInUse());
    }

    /** Each client asks something else: for equal requests, one answer would do. */
    private static CompletableFuture<Integer> askForPledges(String address) {
        return CompletableFuture.supplyAsync(
                () -> Ask.responseTo(address, PLEDGES, Map.of("client", address))
                        .findValues("kind")
                        .size(),
                CLIENTS);
    }

    private static Socket send(String address) throws IOException {
        String body = Ask.JSON
                .valueToTree(Map.of("query", PLEDGES, "variables", Map.of("client", address)))
                .toString();
        Socket socket = new Socket("localhost", RestAssured.port);
        socket.getOutputStream()
                .write(("POST /graphql HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: "
                                + address + "\r\nContent-Type: application/json\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }
}
