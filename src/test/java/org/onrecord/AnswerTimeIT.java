package org.onrecord;

import static io.restassured.RestAssured.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onrecord.Service.configured;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service does with clients that take their time. */
class AnswerTimeIT {

    private static final int BYTES_OF_SCRIPT = 3_000_000;

    @TempDir
    Path directory;

    @Test
    void closesTheConnectionOfAClientThatDoesNotReadInTime() throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.start();
                Service service = Service.start(
                                directory,
                                configured(database.getPort(), "postgres", Map.of("ONRECORD_LIMITS_ANSWER_TIME", "2S")))
                        .awaitUp()) {
            assertEquals(200, statusOfAnother(service));
            assertTrue(bytesRead(service, 0) > BYTES_OF_SCRIPT);
            assertTrue(bytesRead(service, 3000) < BYTES_OF_SCRIPT);

            // As many as one client may have, none of which is ever read.
            List<Socket> unread = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                unread.add(ask(service));
            }
            Thread.sleep(500);
            assertEquals(429, statusOfAnother(service));
            Thread.sleep(3000);
            assertEquals(200, statusOfAnother(service));
            for (Socket socket : unread) {
                socket.close();
            }
        }
    }

    private static int statusOfAnother(Service service) {
        return get("http://localhost:" + service.port + "/graphiql/tabs.json").statusCode();
    }

    /** Asks for some megabytes. */
    private static Socket ask(Service service) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("localhost", service.port));
        socket.getOutputStream()
                .write("GET /graphiql/graphiql.min.js HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** How much of some megabytes a client gets that begins to read them after so many milliseconds. */
    private static long bytesRead(Service service, long pause) throws Exception {
        try (Socket socket = ask(service)) {
            Thread.sleep(pause);
            long count = 0;
            byte[] buffer = new byte[65536];
            try {
                for (int n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
                    count += n;
                }
            } catch (IOException reset) {
                return count;
            }
            return count;
        }
    }
}
