package org.onrecord.graphql;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.onrecord.Ask;
import org.onrecord.RecordDatabase;

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

    /** More requests than there are event loops wait for the database at the same time, and others are answered meanwhile. */
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

    /** Aliases of one request are read side by side. */
    @Test
    void fieldsOfOneRequestDoNotHoldUpEachOther() throws Exception {
        CompletableFuture<Integer> request;
        try (LockedPledges pledges = new LockedPledges()) {
            request = CompletableFuture.supplyAsync(
                    () -> Ask.data("""
                                    {
                                      a: pledges(first: 1) { nodes { kind } }
                                      b: pledges(first: 1) { nodes { kind } }
                                      c: pledges(first: 1) { nodes { kind } }
                                    }""").findValues("kind").size(), CLIENTS);
            pledges.awaitWaiting(3);
        }
        assertEquals(3, request.get());
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
