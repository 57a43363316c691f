package org.onrecord.graphql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.onrecord.Ask;
import org.onrecord.RecordDatabase;
import org.onrecord.TestRows;

/** How many SQL statements a document costs, by the log of the database itself. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class StatementCountTest {

    private static final String DEEP = """
            {
              coalitions(first: 3) {
                totalCount
                nodes {
                  name
                  leads { name ... on Person { positions { title source { title } } } }
                  pledges(first: 10, filter: {kind: [TROOPS]}) {
                    totalCount
                    edges {
                      cursor
                      node {
                        kind
                        pledger { name quotes(first: 5) { nodes { text about { name } source { publisher } } } }
                        evidence { excerpt source { title quotes(first: 3) { totalCount nodes { text speaker { name } } } } }
                        conflictsWith(first: 5) { nodes { slug evidence { excerpt } } }
                      }
                    }
                  }
                }
              }
            }""";

    private static final AtomicInteger ASKED = new AtomicInteger();

    private final TestRows rows = new TestRows();
    private StatementLog log;

    @BeforeEach
    void logStatements() throws IOException {
        log = new StatementLog();
    }

    @AfterEach
    void logNothing() {
        log.close();
        rows.remove();
    }

    @Test
    void dependsOnTheDocumentAlone() {
        int nodes = Ask.data(DEEP).findValues("text").size();
        List<String> few = statements(DEEP);

        rows.multiply(10);
        int moreNodes = Ask.data(DEEP).findValues("text").size();
        List<String> many = statements(DEEP);

        assertTrue(moreNodes > 3 * nodes, "the answer is larger: " + nodes + ", " + moreNodes);
        assertEquals(few.size(), many.size());
        // coalitions, their count, leads, positions; pledges, their count; quotes, about; evidence; quotes of its
        // sources, their
        // count; conflicts, their evidence.
        assertEquals(13, few.size(), () -> String.join("\n", few));
    }

    @Test
    void readsNothingThatIsNotAskedFor() {
        List<String> statements = statements("{ quotes { nodes { text source { title } } } }");

        assertEquals(1, statements.size(), statements::toString);
        assertTrue(statements.get(0).contains("join source"), statements::toString);
        List.of("count(", "join actor", "join event", ".context", ".publisher", "quote_about")
                .forEach(unasked -> assertTrue(!statements.get(0).contains(unasked), statements::toString));
    }

    @Test
    void countsWithoutReadingRows() {
        List<String> statements = statements("{ quotes { totalCount } }");

        assertEquals(1, statements.size(), statements::toString);
        assertTrue(statements.get(0).contains("count(*)"), statements::toString);
    }

    private List<String> statements(String document) {
        return log.statements(() -> {
            // A variable that is not declared changes nothing, but what is asked is not what was asked before.
            JsonNode response = Ask.response(document, Map.of("asked", ASKED.incrementAndGet()));
            assertTrue(!response.has("errors"), response::toString);
        });
    }
}
