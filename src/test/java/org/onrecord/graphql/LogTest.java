package org.onrecord.graphql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.onrecord.Ask;
import org.onrecord.RecordDatabase;
import org.onrecord.TestRows;

/** What an operator finds in the log. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class LogTest {

    /** The message alone. */
    private static final PatternFormatter FORM = new PatternFormatter("%s");

    private final Logger logger = Logger.getLogger("org.onrecord");
    private final Queue<LogRecord> logged = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logRecord) {
            logged.add(logRecord);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void read() {
        logger.addHandler(handler);
    }

    @AfterEach
    void readNoMore() {
        logger.removeHandler(handler);
    }

    @Test
    void hasAnInternalErrorWithItsReferenceAndItsCause() {
        TestRows rows = new TestRows();
        // The service takes it for what it is not.
        rows.execute("alter table source alter column repost type text using repost::text || '?'");
        JsonNode error;
        try {
            error = Ask.onlyError(Ask.response("{ sources(first: 7) { nodes { repost } } }", Map.of()));
        } finally {
            rows.execute("alter table source alter column repost type boolean using repost like 'true%'");
        }

        assertEquals("INTERNAL", error.at("/extensions/code").asText(), error::toString);
        String reference = error.at("/extensions/reference").asText();
        List<LogRecord> lines = logged.stream()
                .filter(line -> message(line).contains(reference))
                .toList();
        assertEquals(
                1,
                lines.size(),
                () -> logged.stream().map(LogTest::message).toList().toString());
        assertTrue(lines.get(0).getLevel().intValue() >= Level.SEVERE.intValue(), reference);
        assertTrue(lines.get(0).getThrown() instanceof SQLException, reference);
    }

    @Test
    void hasAHundredCharactersOfANameAndNoMore() {
        String name = "Named" + "x".repeat(150);
        Ask.data("query %s { dataset { slug } }".formatted(name));

        List<String> lines = logged.stream()
                .map(LogTest::message)
                .filter(line -> line.contains("operation=Named"))
                .toList();
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).startsWith("operation=" + name.substring(0, 100) + " status=200 "), lines::toString);
    }

    private static String message(LogRecord line) {
        return FORM.format(ExtLogRecord.wrap(line));
    }
}
