package org.onrecord.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.onrecord.Ask;

/**
 * One request over HTTP with the headers that it says and no others. Each is that of a client of its own, so that no
 * limit on clients counts.
 */
final class Call {

    static final String JSON = "application/json";
    static final String GRAPHQL = "application/graphql-response+json";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final HttpRequest.Builder request;

    private Call(String method, String pathAndQuery, BodyPublisher body) {
        int client = CLIENTS.incrementAndGet();
        this.request = HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ':' + RestAssured.port + pathAndQuery))
                .method(method, body)
                .timeout(TIMEOUT)
                .header("X-Forwarded-For", "10.7.%d.%d".formatted(client / 256 % 256, client % 256));
    }

    static Call of(String method, String pathAndQuery) {
        return new Call(method, pathAndQuery, BodyPublishers.noBody());
    }

    static Call get(String pathAndQuery) {
        return of("GET", pathAndQuery);
    }

    /** A GET of the endpoint, with parameters as they are before they are encoded. */
    static Call get(Map<String, String> parameters) {
        return get(path(parameters));
    }

    static String path(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + '=' + encode(parameter.getValue()))
                .collect(Collectors.joining("&", "/graphql?", ""));
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** A request as JSON. */
    static Call post(Map<String, ?> request) {
        return post(json(request)).header("Content-Type", JSON);
    }

    /** A query as a certain client, who is the only one that asks it: a variable that is not declared makes it so. */
    static Call postAlone(String address, String document) {
        return post(Map.of("query", document, "variables", Map.of("for", address)))
                .from(address);
    }

    /** A body that is not said to be anything. */
    static Call post(String body) {
        return post(body.getBytes(StandardCharsets.UTF_8));
    }

    static Call post(byte[] body) {
        return new Call("POST", "/graphql", BodyPublishers.ofByteArray(body));
    }

    /** A body whose length is not told beforehand. */
    static Call postChunked(byte[] body) {
        return new Call("POST", "/graphql", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    }

    static String json(Object value) {
        return Ask.JSON.valueToTree(value).toString();
    }

    Call accept(String mediaTypes) {
        return header("Accept", mediaTypes);
    }

    /** As a certain client. */
    Call from(String address) {
        request.setHeader("X-Forwarded-For", address);
        return this;
    }

    Call header(String name, String value) {
        request.header(name, value);
        return this;
    }

    Reply send() throws IOException, InterruptedException {
        HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
        return new Reply(response, utf8(response.body()));
    }

    CompletableFuture<Reply> sendAsync() {
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofByteArray())
                .thenApply(response -> new Reply(response, new String(response.body(), StandardCharsets.UTF_8)));
    }

    /** What is answered to bytes as they are, until the server closes the connection. */
    static String written(String request) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String utf8(byte[] body) throws CharacterCodingException {
        // Unlike a String's constructor, this fails at what is not UTF-8.
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }

    /** What came back. */
    record Reply(HttpResponse<byte[]> response, String body) {

        int status() {
            return response.statusCode();
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        /** Without its parameters. */
        String mediaType() {
            return header("Content-Type").orElse("none").replaceFirst(";.*", "");
        }

        JsonNode json() {
            return Ask.json(body);
        }

        JsonNode data() {
            JsonNode json = json();
            if (json.has("errors") || !json.has("data")) {
                throw new AssertionError(this);
            }
            return json.path("data");
        }

        /** The only error of a response without data. */
        JsonNode error() {
            JsonNode json = json();
            if (json.path("errors").size() != 1 || json.has("data")) {
                throw new AssertionError(this);
            }
            return json.path("errors").path(0);
        }

        String message() {
            return error().path("message").asText();
        }

        String code() {
            return error().path("extensions").path("code").asText();
        }

        @Override
        public String toString() {
            return status() + " " + body;
        }
    }
}
