package org.onrecord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onrecord.Service.configured;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What many connections do at the same time to a service with little memory: the jar on a heap as small as the native
 * executable's own. Tests come through a proxy that is trusted, with the addresses of many clients.
 */
class ManyConnectionsIT {

    private static final int BODY = 256 * 1024;

    /** The bytes that may arrive at once are fewer than a quarter of the heap. */
    private static final int MOST_ARRIVING = 18_000_000;

    @TempDir
    static Path directory;

    private static EmbeddedPostgres database;
    private static Service service;

    private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void start() throws Exception {
        database = EmbeddedPostgres.start();
        service = Service.start(
                        directory,
                        configured(
                                database.getPort(),
                                "postgres",
                                Map.of(
                                        // Of the jar only: native, it has its own.
                                        "JDK_JAVA_OPTIONS", "-Xmx72m -XX:+ExitOnOutOfMemoryError",
                                        "ONRECORD_CLIENTS_TRUSTED_PROXIES", "127.0.0.2,::1",
                                        "ONRECORD_LIMITS_BODY_TIME", "8S",
                                        "ONRECORD_LIMITS_HTTP_CONNECTIONS", "1000",
                                        "ONRECORD_LIMITS_HTTP_CONNECTIONS_OF_CLIENT", "100",
                                        "QUARKUS_HTTP_IDLE_TIMEOUT", "15S",
                                        "QUARKUS_HTTP_HOST", "0.0.0.0")))
                .awaitUp();
        // What a first question loads.
        assertEquals(200, ordinary().statusCode());
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        database.close();
    }

    @AfterEach
    void isAsBefore() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        assertEquals(200, ordinary().statusCode());
        assertFalse(service.output().contains("java.lang.OutOfMemoryError"), service::output);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (arrivingBytes() != 0) {
            assertTrue(System.nanoTime() < end, () -> arrivingBytes() + " bytes are still counted");
            Thread.sleep(100);
        }
    }

    @Test
    void dropsBodiesThatDoNotArrive() throws Exception {
        byte[] part = new byte[BODY - 1000];
        openMany(960, i -> concat(head("10.1." + i / 16 + ".1", "Content-Length: " + BODY), part));
    }

    @Test
    void dropsBodiesInChunksThatDoNotArrive() throws Exception {
        byte[] part = new byte[BODY - 1000];
        openMany(
                960,
                i -> concat(
                        head("10.2." + i / 16 + ".1", "Transfer-Encoding: chunked"),
                        (Integer.toHexString(BODY - 100) + "\r\n").getBytes(StandardCharsets.US_ASCII),
                        part));
    }

    @Test
    void dropsHeadsThatDoNotArrive() throws Exception {
        byte[] head = ("GET /graphql?query=" + "a".repeat(60_000)).getBytes(StandardCharsets.US_ASCII);
        openMany(960, i -> head);
    }

    @Test
    void closesIdleConnectionsForNewOnes() throws Exception {
        openMany(1200, i -> new byte[0]);

        long closed = sockets.stream().filter(ManyConnectionsIT::isClosed).count();
        assertTrue(closed >= 200, closed + " were closed");
        assertTrue(closed < 600, closed + " were closed");
    }

    /**
     * A client that goes on asking over its connection loses none of its requests while others fill up all that there
     * are.
     */
    @Test
    void keepsAConnectionThatIsUsed() throws Exception {
        try (Socket used = connect(2)) {
            used.setSoTimeout(20_000);
            assertEquals("HTTP/1.1 404", statusOfNext(used));
            openMany(1200, i -> new byte[0]);

            assertEquals("HTTP/1.1 404", statusOfNext(used));
        }
    }

    @Test
    void acceptsSoManyConnectionsOfOneClientAndNoMore() throws Exception {
        for (int i = 0; i < 110; i++) {
            // The others come from an address that is trusted.
            sockets.add(connect(3));
        }
        long closed = sockets.stream().filter(ManyConnectionsIT::isClosed).count();

        assertEquals(10, closed);
    }

    @Test
    void endsAHeadThatComesTooSlowly() throws Exception {
        try (Socket socket = connect(2)) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            String answer = readWhileSending(socket, new byte[] {'a'});

            assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
            assertTrue(answer.contains("\"limit\":\"body-time\""), answer);
        }
    }

    @Test
    void endsAConnectionOfHttp2OnWhichNothingIsAsked() throws Exception {
        try (Socket socket = connect(2)) {
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
            // A PING (RFC 9113, 6.7) for each second.
            readWhileSending(socket, new byte[] {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8});

            assertTrue(isClosed(socket));
        }
    }

    /** Opens connections and writes to each; and meanwhile, and then, asks as others would. */
    private void openMany(int count, IntFunction<byte[]> bytes) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(64);
        for (int i = 0; i < count; i++) {
            int number = i;
            threads.execute(() -> open(bytes.apply(number)));
        }
        threads.shutdown();
        while (!threads.awaitTermination(500, TimeUnit.MILLISECONDS)) {
            assertEquals(200, ordinary().statusCode());
            double arriving = arrivingBytes();
            assertTrue(arriving <= MOST_ARRIVING, () -> arriving + " bytes arrive");
        }
        for (int i = 0; i < 5; i++) {
            assertEquals(200, ordinary().statusCode());
        }
    }

    /**
     * What runs gives way to those that ask for a processor, so more threads than there are processors carry the
     * requests. Of the name of such a thread, ForkJoinPool-1-worker-1, the system has the begin from a JVM, and the end
     * from the native executable.
     */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "no other system names its threads like that")
    @DisabledIf(
            value = "org.onrecord.Service#hasNoVirtualThreads",
            disabledReason = "on such a JDK a pool of many threads serves")
    void requestsAskForAProcessorWhileOthersRun() {
        HttpClient client = HttpClient.newHttpClient();
        Wait.until("more threads than processors carry requests", () -> {
            List<CompletableFuture<HttpResponse<String>>> asked = IntStream.range(0, 16)
                    .mapToObj(i -> client.sendAsync(question(), BodyHandlers.ofString()))
                    .toList();
            asked.forEach(CompletableFuture::join);
            long carriers = service.threads().stream()
                    .filter(name -> name.matches("ForkJoinPool-\\d+-.*|.*-\\d+-worker-\\d+"))
                    .count();
            // A JVM has some more than it is told while some of them are blocked.
            return carriers >= 2 * Runtime.getRuntime().availableProcessors() + 2;
        });
    }

    private void open(byte[] bytes) {
        try {
            Socket socket = connect(2);
            sockets.add(socket);
            socket.getOutputStream().write(bytes);
        } catch (IOException dropped) {
            // That is what they are for.
        }
    }

    /** A connection from 127.0.0.x. */
    private static Socket connect(int x) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) x}), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port));
        return socket;
    }

    /** Sends some bytes each second until the connection is closed, for half a minute at most, and tells what came. */
    private static String readWhileSending(Socket socket, byte[] bytes) throws IOException {
        socket.setSoTimeout(1000);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            try {
                int n = socket.getInputStream().read(buffer);
                if (n < 0) {
                    break;
                }
                answer.write(buffer, 0, n);
            } catch (SocketTimeoutException open) {
                socket.getOutputStream().write(bytes);
            } catch (SocketException reset) {
                break;
            }
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    private static String statusOfNext(Socket socket) throws IOException {
        socket.getOutputStream().write("HEAD /nope HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        int next;
        while (answer.indexOf("\r\n\r\n") < 0 && (next = socket.getInputStream().read()) >= 0) {
            answer.append((char) next);
        }
        return answer.substring(0, Math.min(12, answer.length()));
    }

    private static boolean isClosed(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** An ordinary question, over a connection of its own. */
    private static HttpResponse<String> ordinary() throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(question(), BodyHandlers.ofString());
    }

    private static HttpRequest question() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port + "/graphql"))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"query\":\"{ quotes(first: 3) { nodes { text speaker { name } } } }\"}"))
                .build();
    }

    private static double arrivingBytes() {
        return service.metric("onrecord_arriving_bytes");
    }

    private static byte[] head(String client, String framing) {
        return ("POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Forwarded-For: "
                        + client + "\r\n" + framing + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
