package org.onrecord.graphql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onrecord.Metrics;
import org.onrecord.RecordDatabase;
import org.onrecord.Wait;

/** What a connection may carry, below and before GraphQL: its bytes are written as they are. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class ConnectionTest {

    private static final String QUERY = "{\"query\":\"{__typename}\"}";
    private static final AtomicInteger CLIENTS = new AtomicInteger();
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");

    // --- WebSockets and other upgrades -----------------------------------------------------------------------------

    static Stream<Arguments> upgrades() {
        Stream<Arguments> paths = Stream.of(
                        "/graphql", "/graphql/", "/graphiql", "/graphql/schema.graphql", "/nope", "/", "/q/health", "*")
                .map(path -> Arguments.of("GET", path, "Upgrade: websocket\r\nConnection: Upgrade\r\n"));
        Stream<Arguments> forms = Stream.of(
                Arguments.of(
                        "GET",
                        "/graphql",
                        "Connection: keep-alive, upgrade\r\nUPGRADE: WebSocket\r\nSec-WebSocket-Protocol: "
                                + "graphql-ws\r\n"),
                Arguments.of("POST", "/graphql", "Upgrade: h2c, websocket/13\r\nConnection: Upgrade\r\n"),
                Arguments.of("OPTIONS", "/graphql", "Upgrade: websocket\r\n"),
                Arguments.of("PURGE", "/nope", "Upgrade: foo\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"));
        return Stream.concat(paths, forms);
    }

    @ParameterizedTest
    @MethodSource("upgrades")
    void opensNoWebSocket(String method, String path, String headers) throws Exception {
        for (int port : ports()) {
            String answer = exchange(
                    port,
                    method + ' ' + path
                            + " HTTP/1.1\r\nHost: localhost\r\n" + headers
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");

            assertEquals(List.of(400), statuses(answer), answer);
            assertTrue(answer.contains("There are no WebSockets here"), answer);
            assertTrue(answer.contains("\"code\":\"BAD_REQUEST\""), answer);
        }
    }

    @Test
    void opensNoWebSocketAfterAnotherRequest() throws Exception {
        String answer = exchange(RestAssured.port, get("/graphql/schema.graphql") + get("/graphql", """
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Version: 13
                """));

        assertEquals(List.of(200, 400), statuses(answer));
    }

    @Test
    void speaksHttp2WithAClientThatAsksForItInItsFirstRequest() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/graphql"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(QUERY))
                        .build(),
                BodyHandlers.ofString());

        assertEquals("{\"data\":{\"__typename\":\"Query\"}}", answer.body());
        assertEquals(HttpClient.Version.HTTP_2, answer.version());
    }

    @Test
    void answersCurlThatAsksForHttp2() throws Exception {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "curl"))),
                "curl is not installed");
        Process curl = new ProcessBuilder(
                        "curl",
                        "--silent",
                        "--http2",
                        "--header",
                        "Content-Type: application/json",
                        "--data",
                        QUERY,
                        "http://localhost:" + RestAssured.port + "/graphql")
                .start();

        assertEquals(
                "{\"data\":{\"__typename\":\"Query\"}}",
                new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertTrue(curl.waitFor(10, TimeUnit.SECONDS));
    }

    /** A server may ignore what it cannot or will not change to (RFC 9110, 7.8). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: h2c\r\n",
                "Upgrade: h2c\r\nConnection: Upgrade\r\n",
                "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n",
                "Upgrade: h2c, TLS/1.0\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n",
                "Upgrade: TLS/1.0\r\nConnection: Upgrade\r\n"
            })
    void answersWhoAsksForAnotherProtocolInVain(String headers) throws Exception {
        String answer = exchange(RestAssured.port, post(headers + "Content-Length: " + QUERY.length(), QUERY));

        assertEquals(List.of(200), statuses(answer), answer);
    }

    // --- Many requests at once -------------------------------------------------------------------------------------

    static Stream<Arguments> pipelines() {
        String large = "{\"query\":\"{ quotes(first: 100) { nodes { text context slug } } }\"}";
        return Stream.of(
                Arguments.of(404, 1000, get("/nope")),
                Arguments.of(404, 1000, get("/graphiql/nope")),
                Arguments.of(400, 1000, get("/graphql")),
                Arguments.of(400, 1000, get("/graphql?query=%zz")),
                Arguments.of(400, 1000, get("/%zz")),
                Arguments.of(405, 1000, "DELETE /graphql HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 10.61.0.1\r\n\r\n"),
                Arguments.of(406, 500, get("/graphql?query=%7B__typename%7D", "Accept: text/html\n")),
                Arguments.of(
                        415,
                        500,
                        post("X-Forwarded-For: 10.61.0.3\r\nContent-Length: 2", "{}")
                                .replace("json", "text")),
                Arguments.of(
                        200,
                        500,
                        get("/graphql/schema.graphql", "Accept-Encoding: gzip\nX-Forwarded-For: 10.61.0.4\n")),
                Arguments.of(200, 500, get("/graphql?query=%7B__typename%7D", "X-Forwarded-For: 10.61.0.5\n")),
                Arguments.of(200, 300, post("X-Forwarded-For: 10.61.0.6\r\nContent-Length: " + QUERY.length(), QUERY)),
                Arguments.of(200, 100, post("X-Forwarded-For: 10.61.0.7\r\nContent-Length: " + large.length(), large)),
                Arguments.of(200, 1000, get("/q/health/live")));
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void answersAllThatIsSentAtOnce(int status, int count, String request) throws Exception {
        int port = request.contains("/q/") ? ports().get(1) : RestAssured.port;
        String first = get("/graphql?query=%7B__typename%7D", "X-Forwarded-For: 10.62.0.1\n");

        String answer =
                exchange(port, port == RestAssured.port ? first + request.repeat(count) : request.repeat(count));

        List<Integer> statuses = new ArrayList<>(statuses(answer));
        if (port == RestAssured.port) {
            assertEquals(200, statuses.remove(0));
        }
        assertEquals(count, statuses.size());
        // Those beyond the client's rate, where there is one.
        assertTrue(statuses.stream().allMatch(each -> each == status || each == 429), statuses::toString);
        assertTrue(statuses.stream().limit(100).allMatch(each -> each == status), statuses::toString);
    }

    @Test
    void answersManyThatAreTooMany() throws Exception {
        String request = get("/graphql?query=%7B__typename%7D", "X-Forwarded-For: 10.61.1.1\n");

        List<Integer> statuses = statuses(exchange(RestAssured.port, request.repeat(1700)));

        assertEquals(1700, statuses.size());
        assertTrue(statuses.stream().filter(status -> status == 429).count() >= 1000, statuses::toString);
    }

    // --- What a proxy may read otherwise ---------------------------------------------------------------------------

    static Stream<Arguments> framings() {
        String hidden = get("/hidden");
        return Stream.of(
                        framing(
                                "chunk size beyond 32 bits",
                                post("Transfer-Encoding: chunked", "10000001c\r\n" + "x".repeat(28))),
                        framing(
                                "chunk size beyond 64 bits",
                                post("Transfer-Encoding: chunked", "1000000000000001c\r\n" + "x".repeat(28))),
                        framing("negative chunk size", post("Transfer-Encoding: chunked", "-1\r\nx\r\n0\r\n\r\n")),
                        framing(
                                "chunk size with a prefix",
                                post("Transfer-Encoding: chunked", "0x19\r\n" + QUERY + "\r\n0\r\n\r\n")),
                        framing(
                                "chunk without an end",
                                post("Transfer-Encoding: chunked", "18\r\n" + QUERY + "0\r\n\r\n")),
                        framing("two hosts", "GET /graphql HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
                        framing("one host twice", "GET /graphql HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n"),
                        framing("no host", "GET /graphql HTTP/1.1\r\n\r\n"),
                        framing("an empty host", "GET /graphql HTTP/1.1\r\nHost: \r\n\r\n"),
                        framing("hosts in one line", "GET /graphql HTTP/1.1\r\nHost: a, b\r\n\r\n"),
                        framing("a host with a path", "GET /graphql HTTP/1.1\r\nHost: a/b\r\n\r\n"),
                        framing("chunked and identity", post("Transfer-Encoding: chunked, identity", chunked())),
                        framing("identity and chunked", post("Transfer-Encoding: identity, chunked", chunked())),
                        framing(
                                "two codings",
                                post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", chunked())),
                        framing(
                                "chunked twice",
                                post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", chunked())),
                        framing("an unknown coding", post("Transfer-Encoding: xchunked", chunked())),
                        framing("a coding with a parameter", post("Transfer-Encoding: chunked;a=b", chunked())),
                        framing("a coding in quotes", post("Transfer-Encoding: \"chunked\"", chunked())),
                        framing("a coding after a vertical tab", post("Transfer-Encoding: \u000bchunked", chunked())),
                        framing("identity", post("Transfer-Encoding: identity", QUERY)),
                        framing("an empty coding", post("Transfer-Encoding: ", chunked())),
                        framing(
                                "length and coding",
                                post("Content-Length: 5\r\nTransfer-Encoding: chunked", chunked())),
                        framing(
                                "coding and length",
                                post("Transfer-Encoding: chunked\r\nContent-Length: 5", chunked())),
                        framing("two lengths", post("Content-Length: 5\r\nContent-Length: 24", QUERY)),
                        framing("two lengths in one line", post("Content-Length: 24, 5", QUERY)),
                        framing("a negative length", post("Content-Length: -1", QUERY)),
                        framing("a length with a sign", post("Content-Length: +24", QUERY)),
                        framing(
                                "a coding over HTTP/1.0",
                                post("Transfer-Encoding: chunked", chunked()).replace("HTTP/1.1", "HTTP/1.0")),
                        framing("a blank before the colon", post("Transfer-Encoding : chunked", chunked())),
                        framing("a null in a header", post("X: a\u0000b\r\nContent-Length: 24", QUERY)))
                .map(arguments -> Arguments.of(arguments.get()[0], arguments.get()[1] + hidden));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("framings")
    void refusesWhatAProxyMayReadOtherwise(String what, String requests) throws Exception {
        String answer = exchange(RestAssured.port, requests);

        assertEquals(List.of(400), statuses(answer), () -> what + ": " + answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nX-Forwarded-For: 10.64.0.1\r\nHost: "
                        + "[2001:db8::1]:8080\r\n\r\n",
                "GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nX-Forwarded-For: 10.64.0.1\r\nHost: "
                        + "onrecord.example\r\n\r\n",
                "GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nX-Forwarded-For: 10.64.0.1\r\nHost: "
                        + "xn--bcher-kva_1.example:\r\n\r\n",
                "GET /graphql?query=%7B__typename%7D HTTP/1.0\r\nX-Forwarded-For: 10.64.0.1\r\n\r\n",
                """
                POST /graphql HTTP/1.1\r
                Host: a\r
                X-Forwarded-For: 10.64.0.1\r
                Content-Type: application/json\r
                Transfer-Encoding: Chunked\r
                \r
                16;name=value\r
                {"query":"{__typename}\r
                2\r
                "}\r
                0\r
                Trailer: x\r
                \r
                """
            })
    void readsWhatIsFramedAsItShouldBe(String request) throws Exception {
        assertEquals(List.of(200), statuses(exchange(RestAssured.port, request)));
    }

    // --- HTTP/2 ----------------------------------------------------------------------------------------------------

    /**
     * Where the memory for what arrives is used up, what was sent ahead is dropped, and not the request that is being
     * answered.
     */
    @Test
    void answersBeforeItDropsWhatWasSentAhead() throws Exception {
        String body = "{\"query\":\"{ pledges(first: 1) { nodes { kind } } }\"}";
        List<Socket> arriving = new ArrayList<>();
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(20_000);
            try (LockedPledges pledges = new LockedPledges()) {
                String ahead = post("Content-Length: 200000", "x".repeat(12_000));
                socket.getOutputStream()
                        .write((post("Content-Length: " + body.length(), body) + ahead)
                                .getBytes(StandardCharsets.US_ASCII));
                pledges.awaitWaiting(1);
                double dropped = Metrics.refusals("memory");
                // Each counts three times: four times as much as there is room for.
                for (int i = 0; i < 40; i++) {
                    Socket half = new Socket("localhost", RestAssured.port);
                    arriving.add(half);
                    half.getOutputStream()
                            .write(post("Content-Length: 260000", "x".repeat(255_000))
                                    .getBytes(StandardCharsets.US_ASCII));
                }
                Wait.until("requests are dropped", () -> Metrics.refusals("memory") > dropped + 20);
            }

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(List.of(200), statuses(answer), answer);
        } finally {
            for (Socket half : arriving) {
                half.close();
            }
        }
    }

    @Test
    void closesAConnectionOfHttp2WithAHeadWithoutEnd() throws Exception {
        try (Socket socket = openHttp2()) {
            // HEADERS without END_HEADERS, then CONTINUATION without anything in it.
            socket.getOutputStream().write(frame(1, 0, 1, new byte[0]));
            byte[] some = IntStream.range(0, 1000)
                    .mapToObj(i -> frame(9, 0, 1, new byte[0]))
                    .collect(ByteArrayOutputStream::new, (all, next) -> all.writeBytes(next), (a, b) -> {})
                    .toByteArray();
            sendUntilClosed(socket, some, 200);
            socket.setSoTimeout(10_000);

            assertTrue(isClosed(socket));
        }
    }

    @Test
    void answersAMethodThatItDoesNotKnowOverHttp2() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        URI graphql = URI.create("http://localhost:" + RestAssured.port + "/graphql");
        assertEquals(
                HttpClient.Version.HTTP_2,
                client.send(HttpRequest.newBuilder(graphql).build(), BodyHandlers.discarding())
                        .version());

        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(graphql)
                        .method("PURGE", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertEquals(HttpClient.Version.HTTP_2, answer.version());
        assertEquals(405, answer.statusCode());
    }

    // --- Metrics ---------------------------------------------------------------------------------------------------

    @Test
    void makesNoSeriesThatAClientChooses() throws Exception {
        askInManyWays("a", 3);
        askOverHttp2("a", 3);
        Set<String> before = series();

        askInManyWays("b", 1000);
        askOverHttp2("b", 100);

        Set<String> more = series();
        more.removeAll(before);
        assertEquals(Set.of(), more);
    }

    private static void askInManyWays(String prefix, int count) throws Exception {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String name = prefix + i;
            requests.append(name)
                    .append(" /graphql HTTP/1.1\r\nHost: a\r\n")
                    .append(client(""))
                    .append("\r\n");
            requests.append(name)
                    .append(" /")
                    .append(name)
                    .append(" HTTP/1.1\r\nHost: ")
                    .append(name)
                    .append("\r\n\r\n");
            requests.append(get('/' + name));
            requests.append(get("/graphiql/" + name));
            requests.append(get("/graphql/" + name));
            requests.append(get('/' + name + "%zz"));
            requests.append(get(
                    "/graphql?query=query%20" + name + "%7B__typename%7D",
                    "X-" + name + ": " + name + "\nX-Forwarded-For: 10.60." + i / 250 + '.' + i % 250 + '\n'));
            requests.append(get(
                    "/graphql?query=query%20" + name + "%7Bnope%7D",
                    "Origin: http://" + name + "\nX-Forwarded-For: 10.60." + i / 250 + '.' + i % 250 + '\n'));
        }
        assertEquals(
                8 * count,
                statuses(exchange(RestAssured.port, requests.toString())).size());
        for (int i = 0; i < count; i += 20) {
            exchange(
                    ports().get(1),
                    prefix + i + " /" + prefix + i + " HTTP/1.1\r\nHost: a\r\n\r\n" + get("/q/" + prefix + i)
                            + get("/q/health/" + prefix + i));
        }
    }

    private static void askOverHttp2(String prefix, int count) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        for (int i = 0; i < count; i++) {
            client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/graphql"))
                            .method(prefix + i, BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.discarding());
        }
    }

    /** The names and labels of all that is measured. */
    private static Set<String> series() {
        return Metrics.all()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst(" \\S+$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    // --- How it is asked -------------------------------------------------------------------------------------------

    /** The port for clients, and the one for operators. */
    private static List<Integer> ports() {
        return List.of(
                RestAssured.port, URI.create(RecordDatabase.managementAddress()).getPort());
    }

    private static String get(String path) {
        return get(path, "");
    }

    private static String get(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + client(headers) + headers.replace("\n", "\r\n")
                + "\r\n";
    }

    private static String post(String headers, String body) {
        return "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + client(headers)
                + headers + "\r\n\r\n" + body;
    }

    /** Makes a request that of a client of its own, where it does not say whose it is. */
    private static String client(String headers) {
        int client = CLIENTS.incrementAndGet();
        return headers.contains("X-Forwarded-For")
                ? ""
                : "X-Forwarded-For: 10.63." + client / 250 + '.' + client % 250 + "\r\n";
    }

    private static String chunked() {
        return Integer.toHexString(QUERY.length()) + "\r\n" + QUERY + "\r\n0\r\n\r\n";
    }

    private static Arguments framing(String what, String request) {
        return Arguments.of(what, request);
    }

    /**
     * Writes requests in one go, and tells what comes until the connection is closed, or nothing has come for a while.
     */
    private static String exchange(int port, String requests) throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            byte[] bytes = (requests + "GET /end HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            // Where answers are not read meanwhile, no more is taken.
            Thread writer = new Thread(() -> {
                try {
                    socket.getOutputStream().write(bytes);
                } catch (IOException closed) {
                    Thread.currentThread().interrupt();
                }
            });
            writer.start();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[65536];
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    answer.write(buffer, 0, n);
                }
            } catch (SocketException reset) {
                // What has come until then counts.
            }
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /** The statuses of all answers but that to the last request. */
    private static List<Integer> statuses(String answers) {
        List<Integer> statuses = new ArrayList<>();
        for (Matcher status = STATUS.matcher(answers); status.find(); ) {
            statuses.add(Integer.parseInt(status.group(1)));
        }
        String last =
                answers.substring(Math.max(0, answers.lastIndexOf("HTTP/1."))).toLowerCase(Locale.ROOT);
        boolean isToTheLast =
                last.substring(0, Math.min(12, last.length())).endsWith(" 404") && last.contains("connection: close");
        return isToTheLast ? statuses.subList(0, statuses.size() - 1) : statuses;
    }

    private static Socket openHttp2() throws IOException {
        Socket socket = new Socket("localhost", RestAssured.port);
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(frame(4, 0, 0, new byte[0]));
        return socket;
    }

    /** A frame as RFC 9113, 4.1 has it. */
    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        byte[] frame = Arrays.copyOf(
                new byte[] {
                    (byte) (payload.length >> 16),
                    (byte) (payload.length >> 8),
                    (byte) payload.length,
                    (byte) type,
                    (byte) flags,
                    (byte) (stream >> 24),
                    (byte) (stream >> 16),
                    (byte) (stream >> 8),
                    (byte) stream
                },
                9 + payload.length);
        System.arraycopy(payload, 0, frame, 9, payload.length);
        return frame;
    }

    private static void sendUntilClosed(Socket socket, byte[] bytes, int times) {
        try {
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(bytes);
            }
        } catch (IOException closed) {
            // It was, before all was sent.
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }
}
