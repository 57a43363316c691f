package org.onrecord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first start of the jar, killed all along its course. How far it has come is told by the number of files that it
 * has made: programs, then the data of a new server, then the tables of the record.
 */
@DisabledIf(value = "org.onrecord.Service#isNative", disabledReason = "the native executable brings no database")
class InterruptedStartIT {

    /** How often the start is killed: {@code bench/interrupt-first-start} sets it. */
    private static final int INTERRUPTIONS = Integer.getInteger("onrecord.interruptions", 8);

    /** Less than these are made once all tables are there: the last interruption comes while the data set is loaded. */
    private static final int FILES_OF_LOADING = 20;

    private static final String COUNTS = """
            {
              actors { totalCount }
              coalitions { totalCount }
              events { totalCount }
              pledges { totalCount }
              quotes { totalCount }
              sources { totalCount }
            }""";

    @TempDir
    Path directory;

    @Test
    void startsAfterAFirstStartThatWasKilled() throws Exception {
        JsonNode whole;
        int files;
        try (Service service = start(Files.createDirectory(directory.resolve("whole")))) {
            service.awaitUp();
            files = files(directory.resolve("whole")) - FILES_OF_LOADING;
            whole = service.ask(COUNTS);
            assertEquals(89, whole.at("/data/quotes/totalCount").asInt());
        }

        ExecutorService starts = Executors.newFixedThreadPool(2);
        try {
            List<Future<JsonNode>> answers = IntStream.rangeClosed(1, INTERRUPTIONS)
                    .mapToObj(i -> starts.submit(() -> interruptAndStart(files * i / INTERRUPTIONS, i % 2 == 0)))
                    .toList();
            for (Future<JsonNode> answer : answers) {
                assertEquals(whole, answer.get());
            }
        } finally {
            starts.shutdownNow();
        }
    }

    /** What the start after the one that is killed answers. */
    private JsonNode interruptAndStart(int afterFiles, boolean forcibly) throws Exception {
        Path folder = Files.createDirectory(directory.resolve("after-" + afterFiles));
        try (Service killed = start(folder)) {
            killed.await(
                    afterFiles + " files",
                    () -> files(folder) >= afterFiles || killed.output().contains("OnRecord is up"));
            if (forcibly) {
                killed.kill();
            } else {
                assertEquals(143, killed.terminate(), killed::output);
                assertEquals(List.of(), programs(folder), "nothing of it runs any more");
            }
            killed.assertNoStackTrace();
        }
        try (Service service = start(folder)) {
            service.awaitUp();
            assertTrue(service.output().contains("is ready"), service::output);
            Path programs = folder.resolve("onrecord-data/postgresql");
            try (var unpacked = Files.list(programs)) {
                assertEquals(1, unpacked.count(), "nothing is left beside the programs");
            }
            try (var left = Files.list(folder.resolve("onrecord-data"))) {
                assertEquals(
                        List.of("finished", "lock", "password", "pgdata", "postgresql", "postgresql.log"),
                        left.map(path -> path.getFileName().toString()).sorted().toList());
            }
            return service.ask(COUNTS);
        }
    }

    private static Service start(Path folder) throws IOException {
        return Service.start(folder, Map.of());
    }

    private static List<String> programs(Path folder) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().command().stream())
                .filter(command -> Path.of(command).startsWith(folder))
                .toList();
    }

    private static int files(Path folder) {
        int[] count = {0};
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    count[0]++;
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException deletedMeanwhile) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException deletedMeanwhile) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException fault) {
            throw new AssertionError(fault);
        }
        return count[0];
    }
}
