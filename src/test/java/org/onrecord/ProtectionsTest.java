package org.onrecord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The patches of {@code src/test/protections}, each of which takes a protection away, still fit the code that they are
 * about.
 */
class ProtectionsTest {

    private static final Path DIRECTORY = Path.of("src", "test", "protections");

    private static final Pattern HEAD = Pattern.compile("Protection: \\S.*\nTests: (\\S.*)\n", Pattern.UNIX_LINES);

    static List<Path> patches() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".patch"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void areAsManyAsThereWere() throws IOException {
        assertTrue(patches().size() >= 37, patches()::toString);
    }

    /** What a hunk takes away stands in its file, in one place. */
    @ParameterizedTest
    @MethodSource("patches")
    void fitsTheCode(Path patch) throws IOException {
        List<String> misfits = new ArrayList<>();
        String file = "";
        int hunks = 0;
        StringBuilder before = new StringBuilder();
        for (String line : (Files.readString(patch) + "@@").lines().toList()) {
            if (line.startsWith("@@") || line.startsWith("diff ")) {
                if (!before.isEmpty() && occurrences(file, before.toString()) != 1) {
                    misfits.add(file + ":\n" + before);
                }
                hunks += before.isEmpty() ? 0 : 1;
                before.setLength(0);
            } else if (line.startsWith("--- a/")) {
                file = line.substring("--- a/".length());
            } else if (!file.isEmpty() && (line.startsWith(" ") || line.startsWith("-"))) {
                before.append(line.substring(1)).append('\n');
            }
        }

        assertEquals(List.of(), misfits);
        assertTrue(hunks > 0, "it takes nothing away");
    }

    @ParameterizedTest
    @MethodSource("patches")
    void namesTestsThatAreThere(Path patch) throws IOException {
        Matcher head = HEAD.matcher(Files.readString(patch));
        assertTrue(head.lookingAt(), "its head names a protection, and tests");

        for (String test : head.group(1).split(",\\s*", -1)) {
            String[] parts = test.split("#", -1);
            assertEquals(2, parts.length, test);
            String source = Files.readString(source(parts[0]));
            assertTrue(source.contains("void " + parts[1] + "("), test);
        }
    }

    private static int occurrences(String file, String text) throws IOException {
        String content = Files.readString(Path.of(file));
        return (content.length() - content.replace(text, "").length()) / text.length();
    }

    private static Path source(String testClass) {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            return files.filter(file -> file.endsWith(testClass + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + testClass));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
