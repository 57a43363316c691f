package org.onrecord.deploy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that are installed, or not. */
final class Programs {

    private static final long TIMEOUT_SECONDS = 60;

    private Programs() {}

    /**
     * Whether a program is installed. Where a script installs everything (CI=true), a missing one is a fault and no
     * reason to skip: there it is as if it were installed.
     */
    static boolean isThere(String program) {
        return Boolean.parseBoolean(System.getenv("CI")) || isInstalled(program);
    }

    static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Runs a command in a directory. */
    static Outcome run(Path directory, List<String> command) throws IOException {
        Path output = Files.createTempFile("output", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it does not end: " + command);
            }
            return new Outcome(process.exitValue(), Files.readString(output));
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        } finally {
            Files.delete(output);
        }
    }

    /** How a program ended, and all that it wrote. */
    record Outcome(int exitCode, String output) {}
}
