import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Compares the forms in which the service comes, side by side on the same database: the native executable, the jar, and
 * the jar with an AOT cache (JEP 483). Prints for each the time from its start to the first answered query on a
 * migrated database, resident memory after that and after 10,000 queries, and its size. Linux only: it reads {@code
 * /proc}.
 *
 * <pre>
 * mvn -DskipTests package &amp;&amp; mvn -DskipTests -Dcontainer package &amp;&amp; mvn -DskipTests -Dnative package
 * java bench/Forms.java        # with JDK 25, for the AOT cache
 * </pre>
 *
 * <p>It uses the database that {@code QUARKUS_DATASOURCE_JDBC_URL}, {@code …_USERNAME} and {@code …_PASSWORD} name, or
 * else the embedded one of the jar, on a new directory. Arguments after the file are options of the native executable,
 * such as {@code -Xmx64m}.
 */
public final class Forms {

    private static final int STARTS = 7;
    private static final int QUERIES = 10_000;
    private static final int CLIENTS = 8;
    private static final String DATABASE = "QUARKUS_DATASOURCE_JDBC_URL";
    private static final String QUERY = """
            { quotes(first: 10) { totalCount nodes { text saidOn speaker { name } source { publisher url } } } }""";

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    private static final AtomicInteger ASKED = new AtomicInteger();

    private Forms() {}

    public static void main(String... nativeOptions) throws Exception {
        Path target = Path.of("target");
        Path jar = target.resolve("quarkus-app/quarkus-run.jar");
        Path executable;
        try (Stream<Path> files = Files.list(target)) {
            executable = files.filter(file -> file.toString().endsWith("-runner")).findFirst().orElse(null);
        }
        Path aotJar = target.resolve("container/quarkus-run.jar");
        if (executable == null || !Files.exists(jar) || !Files.exists(aotJar)) {
            System.err.println("All forms must be built: see the head of this file");
            System.exit(1);
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path directory = Files.createTempDirectory("forms");
        Map<String, String> database = new LinkedHashMap<>();
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("QUARKUS_DATASOURCE_")) {
                database.put(name, value);
            }
        });
        List<String> jarCommand = List.of(java, "-jar", jar.toAbsolutePath().toString());
        try (Running provider = database.isEmpty() ? Running.start(jarCommand, Map.of(), directory) : null) {
            if (provider != null) {
                provider.awaitAnswer();
                Path data = directory.resolve("onrecord-data");
                String port = Files.readAllLines(data.resolve("pgdata/postmaster.pid")).get(3);
                database.put(DATABASE, "jdbc:postgresql://localhost:" + port + "/postgres");
                database.put("QUARKUS_DATASOURCE_USERNAME", "postgres");
                database.put("QUARKUS_DATASOURCE_PASSWORD", Files.readString(data.resolve("password")));
            }
            List<String> nativeCommand = new ArrayList<>(List.of(executable.toAbsolutePath().toString()));
            nativeCommand.addAll(List.of(nativeOptions));
            measure("native executable", nativeCommand, Files.size(executable), database, directory);

            measure("jar", jarCommand, size(jar.getParent()), database, directory);

            if (Runtime.version().feature() >= 25) {
                Path cache = directory.resolve("onrecord.aot");
                List<String> aotCommand = List.of("-XX:+UseSerialGC", "-jar", aotJar.toAbsolutePath().toString());
                try (Running recording =
                        Running.start(withJava(java, "-XX:AOTCacheOutput=" + cache, aotCommand), database, directory)) {
                    recording.awaitAnswer();
                }
                measure(
                        "jar, AOT cache",
                        withJava(java, "-XX:AOTCache=" + cache, aotCommand),
                        size(aotJar.getParent()) + Files.size(cache),
                        database,
                        directory);
            }
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static List<String> withJava(String java, String option, List<String> command) {
        List<String> all = new ArrayList<>(List.of(java, option));
        all.addAll(command);
        return all;
    }

    private static void measure(
            String form, List<String> command, long bytes, Map<String, String> database, Path directory)
            throws Exception {
        long[] millis = new long[STARTS];
        long afterStart = 0;
        long afterQueries = 0;
        double perSecond = 0;
        for (int i = 0; i < STARTS; i++) {
            try (Running service = Running.start(command, database, directory)) {
                millis[i] = service.awaitAnswer();
                if (i == STARTS - 1) {
                    afterStart = service.residentMegabytes();
                    perSecond = service.load();
                    afterQueries = service.residentMegabytes();
                }
            }
        }
        Arrays.sort(millis);
        System.out.printf(
                "%-18s first answer after %5d ms (%d to %d, %d starts) | resident %3d MB, after %,d queries %3d MB"
                        + " | size %3d MB | %,.0f queries/s%n",
                form,
                millis[STARTS / 2],
                millis[0],
                millis[STARTS - 1],
                STARTS,
                afterStart,
                QUERIES,
                afterQueries,
                bytes / 1_000_000,
                perSecond);
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    /** One process of the service. */
    private record Running(Process process, int port, long startNanos, Path log) implements AutoCloseable {

        static Running start(List<String> command, Map<String, String> settings, Path directory) throws IOException {
            int port = freePort();
            Path log = Files.createTempFile(directory, "service", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(settings);
            builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
            // Each query is worked out, and one client asks them all.
            builder.environment().put("ONRECORD_CACHE_RESPONSES", "0");
            builder.environment().put("ONRECORD_LIMITS_REQUESTS_PER_MINUTE", "100000000");
            builder.environment().put("ONRECORD_LIMITS_COST_PER_MINUTE", "1000000000");
            if (settings.containsKey(DATABASE)) {
                // As deploy/ has it: the database is migrated.
                builder.environment().put("ONRECORD_DATABASE_MIGRATE_AT_START", "false");
            }
            builder.environment().put("QUARKUS_MANAGEMENT_PORT", String.valueOf(freePort()));
            long now = System.nanoTime();
            return new Running(builder.start(), port, now, log);
        }

        /** Asks until there is an answer, and returns the milliseconds since the start. */
        long awaitAnswer() throws Exception {
            while (System.nanoTime() - startNanos < TimeUnit.MINUTES.toNanos(2)) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("it ended: " + Files.readString(log));
                }
                try {
                    if (ask().contains("\"totalCount\":89")) {
                        return (System.nanoTime() - startNanos) / 1_000_000;
                    }
                } catch (ConnectException notYet) {
                    Thread.sleep(1);
                }
            }
            throw new IllegalStateException("no answer: " + Files.readString(log));
        }

        String ask() throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/graphql"))
                    .header("Content-Type", "application/json")
                    // The variable changes nothing, but no two clients ask the same.
                    .POST(BodyPublishers.ofString("{\"query\":\"" + QUERY + "\",\"variables\":{\"asked\":"
                            + ASKED.incrementAndGet() + "}}"))
                    .build();
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            return response.body();
        }

        /** Runs all queries by all clients, and returns how many were answered a second. */
        double load() throws Exception {
            AtomicInteger left = new AtomicInteger(QUERIES);
            AtomicInteger wrong = new AtomicInteger();
            List<Thread> clients = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < CLIENTS; i++) {
                Thread client = new Thread(() -> {
                    while (left.getAndDecrement() > 0) {
                        try {
                            if (!ask().contains("\"totalCount\":89")) {
                                wrong.incrementAndGet();
                            }
                        } catch (IOException | InterruptedException fault) {
                            wrong.incrementAndGet();
                        }
                    }
                });
                client.start();
                clients.add(client);
            }
            for (Thread client : clients) {
                client.join();
            }
            if (wrong.get() > 0) {
                throw new IllegalStateException(wrong + " wrong answers");
            }
            return QUERIES / ((System.nanoTime() - start) / 1e9);
        }

        long residentMegabytes() throws IOException {
            return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1_000_000)
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void close() throws IOException {
            process.destroy();
            try {
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    throw new IOException("it does not stop");
                }
            } catch (InterruptedException stopped) {
                throw new InterruptedIOException("interrupted while it stops");
            }
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }
    }
}
