package org.onrecord.graphql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.onrecord.Ask;
import org.onrecord.RecordDatabase;

/**
 * The SQL of the example questions, which are all documents that the service registers by itself, is what is checked
 * in: so a review sees what a change makes of it. After a wanted change: {@code mvn test -Dtest=SqlTest -Dupdate=true}.
 */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class SqlTest {

    private static final Path CHECKED_IN = Path.of("src", "test", "resources", "sql");

    /** Where a line may end, after a comma and before a clause, and the brackets that tell how deep that stands. */
    private static final Pattern END_OF_LINE =
            Pattern.compile("[()]|(?<=,) | (?=(?:from|cross join|left join|where|and|order by|limit|union) )");

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.onrecord.ExampleQuestionsTest#examples")
    void isTheOneCheckedIn(String document, Map<String, ?> variables) throws IOException {
        String sql = sql(Ask.resource("/examples/" + document), variables == null ? Map.of() : variables);

        Path file = file(document);
        if (Boolean.getBoolean("update")) {
            Files.createDirectories(CHECKED_IN);
            Files.writeString(file, sql);
        }
        assertTrue(Files.exists(file), () -> file + " is not there");
        assertEquals(Files.readString(file), sql, () -> file + " has other SQL");
    }

    @Test
    void isCheckedInOfNothingElse() throws IOException {
        List<Path> files = new ArrayList<>();
        for (JsonNode example : Ask.json(Ask.resource("/examples/index.json"))) {
            files.add(file(example.path("document").asText()));
        }
        try (Stream<Path> checkedIn = Files.list(CHECKED_IN)) {
            assertEquals(
                    List.of(),
                    checkedIn.filter(file -> !files.contains(file)).sorted().toList(),
                    "files of no document");
        }
    }

    private static Path file(String document) {
        return CHECKED_IN.resolve(document.replace(".graphql", ".sql"));
    }

    private static String sql(String document, Map<String, ?> variables) throws IOException {
        // A variable that is not declared changes nothing, but what is asked is not what was asked before.
        Map<String, Object> asked = new HashMap<>(variables);
        asked.put("asked", UUID.randomUUID());
        try (StatementLog log = new StatementLog()) {
            List<String> statements = log.statements(() -> Ask.data(document, asked));
            assertFalse(statements.isEmpty(), "nothing was read");
            // Sorted, as nothing but the container of beans says which list of a row is read first.
            return statements.stream().sorted().map(SqlTest::inLines).collect(Collectors.joining("\n"));
        }
    }

    /** A line for each clause and for each column, as far to the right as it stands in brackets. */
    private static String inLines(String statement) {
        StringBuilder lines = new StringBuilder();
        Matcher end = END_OF_LINE.matcher(statement);
        int depth = 0;
        int begin = 0;
        while (end.find()) {
            lines.append(statement, begin, end.start());
            begin = end.end();
            boolean afterComma = statement.startsWith(",", end.start() - 1);
            if (end.group().equals("(")) {
                depth++;
                lines.append('(');
            } else if (end.group().equals(")")) {
                depth--;
                lines.append(')');
            } else if (afterComma && depth > 0) {
                lines.append(' ');
            } else {
                lines.append('\n').append("    ".repeat(afterComma ? 1 : depth));
            }
        }
        return lines.append(statement.substring(begin)).append(";\n").toString();
    }
}
