package org.onrecord;

import static io.restassured.RestAssured.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onrecord.Service.configured;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
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
            List<SlowReader> unread = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                unread.add(ask(service));
            }
            Thread.sleep(500);
            assertEquals(429, statusOfAnother(service));
            Thread.sleep(3000);
            assertEquals(200, statusOfAnother(service));
            for (SlowReader reader : unread) {
                reader.close();
            }
        }
    }

    private static int statusOfAnother(Service service) {
        return get("http://localhost:" + service.port + "/graphiql/tabs.json").statusCode();
    }

    /** Asks for some megabytes. */
    private static SlowReader ask(Service service) throws IOException {
        return new SlowReader(
                service.port, "GET /graphiql/graphiql.min.js HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    /** How much of some megabytes a client gets that begins to read them after so many milliseconds. */
    private static long bytesRead(Service service, long pause) throws Exception {
        try (SlowReader reader = ask(service)) {
            Thread.sleep(pause);
            return reader.countBytes();
        }
    }
}
