package org.onrecord;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The formatter wraps code, and neither comments nor strings. */
class LineLengthTest {

    private static final int LONGEST = 120;

    /** But for the text blocks of tests, where a row of a table is one line, and for addresses. */
    @ParameterizedTest
    @ValueSource(strings = {"src/main/java", "src/test/java", "bench"})
    void isAtMostThat(String folder) throws IOException {
        List<String> longer = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                longer.addAll(longerOf(file));
            }
        }

        assertEquals(List.of(), longer);
    }

    private static List<String> longerOf(Path file) throws IOException {
        List<String> longer = new ArrayList<>();
        boolean isTest = file.startsWith("src/test");
        boolean isInBlock = false;
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            int quotes = line.split("\"\"\"", -1).length - 1;
            boolean isOfTable = isTest && (isInBlock || quotes > 0);
            if (line.length() > LONGEST && !isOfTable && !line.contains("https://")) {
                longer.add(file + ":" + number);
            }
            isInBlock = isInBlock == (quotes % 2 == 0);
        }
        return longer;
    }
}
