package org.onrecord.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each command that the documentation tells is run by {@code .ci/run}, letter for letter, or by
 * {@code deploy/backup-check}, which reads it there; or it is marked as not run: by a † behind it, or by the first line
 * of its block.
 */
class CommandsTest {

    private static final String NOT_RUN_BLOCK = "# Not run by a test.";
    private static final String NOT_RUN = "†";

    /** What a command begins with. */
    private static final Set<String> PROGRAMS = Set.of(
            "mvn",
            "java",
            "kubectl",
            "kustomize",
            "docker",
            "podman",
            "skopeo",
            "cosign",
            "kind",
            "curl",
            "psql",
            "pg_dump",
            "pg_dumpall",
            "dropdb",
            "createdb",
            "pg_restore",
            "promtool",
            "npm",
            "git",
            "deploy/with-postgresql",
            "deploy/backup-check",
            "deploy/container/check",
            "clients/check",
            ".ci/run");

    private static final Pattern INLINE = Pattern.compile("`([^`]+)`(" + NOT_RUN + "?)");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/operating.md"})
    void runsEveryCommandOrSaysThatItIsNotRun(String file) throws IOException {
        String markdown = Files.readString(Path.of(file));

        assertEquals(List.of(), missing(markdown));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Try `kubectl get nodes` first.", "Try `mvn verify -Dwhatever`.", """
                ```
                kubectl get nodes
                ```
                """, """
                1. In a list:

                   ```
                   mvn verify
                   mvn deploy
                   ```
                """})
    void findsACommandThatIsNeitherRunNorMarked(String markdown) throws IOException {
        assertEquals(1, missing(markdown).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Try `kubectl get nodes`† first, with `kubectl`.", "Try `mvn verify`.", """
                ```
                # Not run by a test. It needs a cluster.
                kubectl get nodes
                ```
                """, """
                ```yaml
                kind: Cluster
                ```
                """})
    void takesWhatIsRunOrMarked(String markdown) throws IOException {
        assertEquals(List.of(), missing(markdown));
    }

    /** Blocks count as run where the script reads them: then that has to be run itself. */
    @Test
    void runsTheScriptThatReadsTheGuide() throws IOException {
        assertTrue(isRun("deploy/with-postgresql deploy/backup-check target/onrecord-*-runner migrate"));
    }

    private static List<String> missing(String markdown) throws IOException {
        List<String> missing = new ArrayList<>();
        StringBuilder prose = new StringBuilder();
        List<String> block = null;
        for (String line : markdown.lines().toList()) {
            String text = line.strip();
            if (text.startsWith("```")) {
                if (block == null) {
                    block = new ArrayList<>();
                } else {
                    missing.addAll(missingOfBlock(block));
                    block = null;
                }
            } else if (block == null) {
                prose.append(text).append(' ');
            } else {
                block.add(text);
            }
        }
        Matcher inline = INLINE.matcher(prose);
        while (inline.find()) {
            String command = inline.group(1);
            if (isCommand(command) && command.contains(" ") && inline.group(2).isEmpty() && !isRun(command)) {
                missing.add(command);
            }
        }
        return missing;
    }

    private static List<String> missingOfBlock(List<String> block) throws IOException {
        List<String> missing = new ArrayList<>();
        if (block.isEmpty() || block.get(0).startsWith(NOT_RUN_BLOCK) || isReadByBackupCheck(block.get(0))) {
            return missing;
        }
        for (String command :
                String.join("\n", block).replaceAll("\\\\\n\\s*", "").split("\n", -1)) {
            if (isCommand(command) && !isRun(command)) {
                missing.add(command);
            }
        }
        return missing;
    }

    private static boolean isCommand(String text) {
        return PROGRAMS.contains(text.split(" ", 2)[0]);
    }

    private static boolean isReadByBackupCheck(String command) throws IOException {
        return Files.readString(Path.of("deploy", "backup-check"))
                .contains("documented " + command.split(" ", 2)[0] + " ");
    }

    /** Whether a line of .ci/run ends with the command, or goes on with where its output goes. */
    private static boolean isRun(String command) throws IOException {
        Pattern line = Pattern.compile("(^|\\s)" + Pattern.quote(command) + "( >.*|$)");
        return Files.readAllLines(Path.of(".ci", "run")).stream()
                .anyMatch(one -> !one.strip().startsWith("#")
                        && line.matcher(one.strip()).find());
    }
}
