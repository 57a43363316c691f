package org.onrecord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * What clients, the readiness check, the log and the metrics say while the database is at fault, and how long until all
 * is as ever: the table in docs/operating.md, whose figures this prints. No one is told that a fault of the database is
 * the client's.
 */
class DatabaseFaultsIT {

    /** Far longer than anything takes that is waited for. */
    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    /** Until readiness must have answered. */
    private static final Duration READINESS = Duration.ofSeconds(2);

    /** Far less than the time that a request may take: it is not waited for a database that is known to be away. */
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    /** More than one client has turns, so that some of its requests wait for others of them. */
    private static final int REQUESTS = 16;

    private static final int MAX_CONNECTIONS = 40;

    private static final String BEGINS = "The record cannot be read, and the service is not ready";
    private static final String ENDS = "The record can be read again";

    private static final ExecutorService CLIENTS = Executors.newCachedThreadPool();
    private static final AtomicInteger ASKED = new AtomicInteger();

    private static final String DATA_SET = "{ dataset { slug } }";

    @TempDir
    static Path directory;

    private static DatabaseServer database;
    private static BlackHole network;
    private static Service service;

    private String fault;
    private int logBefore;
    private double unavailableBefore;

    @BeforeAll
    static void start() throws Exception {
        database = DatabaseServer.start(
                directory.resolve("data"), Map.of("max_connections", String.valueOf(MAX_CONNECTIONS)));
        execute("create role service login password 'right'");
        execute("create database record owner service");
        Path access = directory.resolve("data/pg_hba.conf");
        Files.writeString(access, "host all service all scram-sha-256\n" + Files.readString(access));
        execute("select pg_reload_conf()");
        network = new BlackHole(database.port());
        service = Service.start(
                directory,
                Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        "jdbc:postgresql://localhost:" + network.port() + "/record",
                        "QUARKUS_DATASOURCE_USERNAME",
                        "service",
                        "QUARKUS_DATASOURCE_PASSWORD",
                        "right",
                        "ONRECORD_LIMITS_REQUESTS_PER_MINUTE",
                        "100000",
                        // Each request of the tests comes over a connection of its own.
                        "ONRECORD_LIMITS_HTTP_CONNECTIONS_OF_CLIENT",
                        "1000"));
        service.awaitUp().awaitReadiness(200);
    }

    @AfterAll
    static void stop() throws Exception {
        CLIENTS.shutdownNow();
        if (service != null) {
            service.close();
            network.close();
        }
        database.close();
    }

    @BeforeEach
    void note(TestInfo test) {
        fault = test.getTestMethod().orElseThrow().getName();
        logBefore = service.output().length();
        unavailableBefore = unavailable();
    }

    @AfterEach
    void leavesNothingBehind() {
        service.assertNoStackTrace();
        Wait.until("no connection is in use", () -> metric("agroal_active_count") == 0);
        assertEquals(Set.of("none"), codes(ask(REQUESTS)));
    }

    @Test
    void hung() throws Exception {
        play(() -> database.signal("STOP"), () -> database.signal("CONT"), "does not answer|timed out|attempt failed");
    }

    @Test
    void outOfReach() throws Exception {
        play(network::swallow, network::release, "does not answer|timed out|attempt failed");
    }

    /**
     * Requests that have been told so take their places until their statements end, and are none of their client's to
     * answer for.
     */
    @Test
    void outOfReachWithStatementsUnderWay() throws Exception {
        Set<String> codes;
        Set<String> later;
        try (Connection lock = database.connect("record");
                Statement statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute("lock table quote in access exclusive mode");
            List<CompletableFuture<JsonNode>> underWay = ask(4);
            Wait.until("each waits for the table", () -> Locks.waiting(lock) == 4);
            network.swallow();
            try {
                codes = codes(underWay);
                later = codes(ask(REQUESTS));
            } finally {
                network.release();
            }
        }
        untilAsEver(Instant.now());

        assertEquals(Set.of("UNAVAILABLE"), codes, this::log);
        assertEquals(Set.of("UNAVAILABLE"), later, this::log);
    }

    /** A database that answers others is not out of reach, whatever became of a few connections. */
    @Test
    void silentOnSomeConnections() throws Exception {
        Set<String> codes;
        network.swallow(".said_on >=");
        try {
            codes = codes(ask(
                    "{ quotes(filter: { saidFrom: \"2025-01-01\" }) { totalCount } coalitions { totalCount } }", 2));
            assertReadiness(200, "");
        } finally {
            network.release();
        }

        assertEquals(Set.of("TIMEOUT"), codes, this::log);
        assertEquals(unavailableBefore, unavailable());
    }

    @Test
    void stopped() throws Exception {
        play(database::stop, database::startAgain, "refused|I/O error|closed|attempt failed");
    }

    /** As of all records, although it is no record: it once had a way of its own to the database. */
    @Test
    void stoppedWhileTheDataSetIsAskedFor() throws Exception {
        database.stop();
        Set<String> codes;
        try {
            codes = codes(ask(DATA_SET, REQUESTS));
            Wait.until(BEGINS, () -> count(BEGINS) > 0);
            codes.addAll(codes(ask(DATA_SET, REQUESTS)));
        } finally {
            database.startAgain();
        }
        untilAsEver(Instant.now());

        assertEquals(Set.of("UNAVAILABLE"), codes, this::log);
        assertTrue(linesBesideRequests() <= 4, this::log);
    }

    @Test
    void killed() throws Exception {
        play(() -> database.signal("KILL"), database::startAgain, "refused|I/O error|closed|attempt failed");
    }

    @Test
    void missingDatabase() throws Exception {
        play(
                () -> {
                    execute("alter database record with allow_connections false");
                    disconnect();
                    execute("alter database record rename to elsewhere");
                },
                () -> {
                    execute("alter database elsewhere rename to record");
                    execute("alter database record with allow_connections true");
                },
                "record.{1,2} (does not exist|is not currently accepting connections)");
    }

    @Test
    void wrongPassword() throws Exception {
        play(
                () -> {
                    execute("alter role service password 'wrong'");
                    disconnect();
                },
                () -> execute("alter role service password 'right'"),
                "password authentication failed");
    }

    @Test
    void noLogin() throws Exception {
        play(
                () -> {
                    execute("alter role service nologin");
                    disconnect();
                },
                () -> execute("alter role service login"),
                "not permitted to log in");
    }

    @Test
    void allConnectionsTaken() throws Exception {
        List<Connection> others = new ArrayList<>();
        try {
            play(
                    () -> takeAllConnections(others),
                    () -> closeAll(others),
                    "remaining connection slots are reserved|too many clients already");
        } finally {
            closeAll(others);
        }
    }

    @Test
    void missingSchema() throws Exception {
        play(
                () -> executeInRecord("alter schema public rename to elsewhere"),
                () -> executeInRecord("alter schema elsewhere rename to public"),
                "no table that the service may read by the name of .*quote");
    }

    @Test
    void missingRight() throws Exception {
        play(
                () -> {
                    executeInRecord("alter table quote owner to postgres");
                    executeInRecord("revoke all on quote from service");
                },
                () -> executeInRecord("alter table quote owner to service"),
                "no table that the service may read by the name of quote");
    }

    /** A locked table is slow, not away: the service goes on, and who asks for others is answered. */
    @Test
    void tableLocked() throws Exception {
        Instant end;
        Duration told;
        try (Connection lock = database.connect("record");
                Statement statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute("lock table quote in access exclusive mode");
            Instant asked = Instant.now();
            // One turn less than the client has: the one that is left answers the next.
            List<CompletableFuture<JsonNode>> waiting = ask(3);
            assertReadiness(200, "");
            assertTrue(service.ask(DATA_SET).has("data"), this::log);

            assertEquals(Set.of("TIMEOUT"), codes(waiting));
            told = Duration.between(asked, Instant.now());
            end = Instant.now();
        }
        Duration recovery = untilAsEver(end);
        assertEquals(0, count(BEGINS), this::log);
        tell(Set.of("TIMEOUT"), told, told, recovery, "ready");
    }

    /**
     * What statements end with where PostgreSQL has no room on its disk, as for the file of a sort. The error is made:
     * filling a disk for all the server's files takes a file system of its own, and ends the server, as when it is
     * killed.
     */
    @Test
    void diskFull() throws Exception {
        executeInRecord("""
                create function has_room() returns boolean language plpgsql as $$
                begin
                    raise exception 'could not write to file: No space left on device' using errcode = '53100';
                end $$;
                alter table quote rename to quote_on_disk;
                create view quote as select * from quote_on_disk where has_room();
                alter view quote owner to service""");
        Set<String> codes;
        Duration told;
        Instant end;
        try {
            Instant asked = Instant.now();
            codes = codes(ask(REQUESTS));
            told = Duration.between(asked, Instant.now());
            assertReadiness(200, "");
        } finally {
            end = Instant.now();
            executeInRecord("""
                    drop view quote;
                    alter table quote_on_disk rename to quote;
                    drop function has_room""");
        }
        Duration recovery = untilAsEver(end);
        assertEquals(Set.of("UNAVAILABLE"), codes);
        assertEquals(1, count("No space left on device"), this::log);
        assertEquals(unavailableBefore + REQUESTS, unavailable());
        tell(codes, told, told, recovery, "ready");
    }

    /** Has a fault begin and end, with requests at its begin and once it is known. */
    private void play(Step begin, Step end, String reason) throws Exception {
        Set<String> codes = new TreeSet<>();
        Duration first;
        Duration later;
        String health;
        Instant ended;
        begin.run();
        try {
            Instant asked = Instant.now();
            List<CompletableFuture<JsonNode>> underWay = ask(REQUESTS);
            // Whether it is known or not: there is an answer.
            readiness();
            codes.addAll(codes(underWay));
            first = Duration.between(asked, Instant.now());
            Wait.until(BEGINS, () -> count(BEGINS) > 0);

            asked = Instant.now();
            codes.addAll(codes(ask(REQUESTS)));
            later = Duration.between(asked, Instant.now());
            health = assertReadiness(503, reason);
            assertEquals(200, service.management("/q/health/live").statusCode());
        } finally {
            ended = Instant.now();
            end.run();
        }
        Duration recovery = untilAsEver(ended);
        Wait.until(ENDS, () -> count(ENDS) > 0);

        assertEquals(Set.of("UNAVAILABLE"), codes, this::log);
        assertTrue(later.compareTo(AT_ONCE) < 0, "told at once, and not after " + later);
        assertTrue(unavailable() >= unavailableBefore + 2 * REQUESTS, "each is counted, for the alert");
        assertEquals(1, count(BEGINS), this::log);
        assertEquals(1, count(ENDS), this::log);
        // Beside these two, a few of requests that met the fault before it was known, each cause once.
        assertTrue(linesBesideRequests() <= 4, this::log);
        tell(codes, first, later, recovery, health);
    }

    /** For the table in docs/operating.md. */
    private void tell(Set<String> codes, Duration first, Duration later, Duration recovery, String health) {
        System.out.printf(
                "%s: clients %s after %d ms, then %d ms; log %d lines; as ever after %d ms; health %s%n",
                fault,
                codes,
                first.toMillis(),
                later.toMillis(),
                linesBesideRequests(),
                recovery.toMillis(),
                health.replaceAll("\\s+", " "));
    }

    private static String assertReadiness(int status, String reason) {
        Response answer = readiness();
        assertEquals(status, answer.statusCode(), answer::asString);
        assertTrue(answer.asString().matches("(?s).*(" + reason + ").*"), answer::asString);
        return answer.asString();
    }

    private static Response readiness() {
        Instant asked = Instant.now();
        Response answer = service.management("/q/health/ready");
        Duration answered = Duration.between(asked, Instant.now());
        assertTrue(answered.compareTo(READINESS) < 0, () -> "readiness after " + answered);
        return answer;
    }

    private static Duration untilAsEver(Instant since) throws InterruptedException {
        while (!codes(ask(1)).equals(Set.of("none")) || readiness().statusCode() != 200) {
            assertTrue(Duration.between(since, Instant.now()).compareTo(TIMEOUT) < 0, service::output);
            Thread.sleep(50);
        }
        return Duration.between(since, Instant.now());
    }

    private static List<CompletableFuture<JsonNode>> ask(int times) {
        return ask("{ quotes { totalCount } }", times);
    }

    /**
     * So many requests of one client at once; the variable, which is not declared, makes each something that no other
     * asks.
     */
    private static List<CompletableFuture<JsonNode>> ask(String question, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> service.ask(question, Map.of("asked", ASKED.incrementAndGet())), CLIENTS))
                .toList();
    }

    private static Set<String> codes(List<CompletableFuture<JsonNode>> asked) {
        return asked.stream()
                .map(CompletableFuture::join)
                .flatMap(answer -> answer.has("errors") ? answer.findValuesAsText("code").stream() : Stream.of("none"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static double unavailable() {
        return metric("graphql_errors_total{code=\"UNAVAILABLE\",");
    }

    /** The sum of a metric's series. */
    private static double metric(String start) {
        return service.management("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private String log() {
        return service.output().substring(logBefore);
    }

    private long count(String text) {
        return log().lines().filter(line -> line.contains(text)).count();
    }

    private long linesBesideRequests() {
        return log().lines()
                .filter(line -> !line.contains("[org.onrecord.request]"))
                .count();
    }

    private static void execute(String sql) throws SQLException {
        executeIn("postgres", sql);
    }

    private static void executeInRecord(String sql) throws SQLException {
        executeIn("record", sql);
    }

    private static void executeIn(String name, String sql) throws SQLException {
        try (Connection connection = database.connect(name);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void disconnect() throws SQLException {
        execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'service'");
    }

    /** As other programs may that use the same server. */
    private static void takeAllConnections(List<Connection> others) throws Exception {
        others.add(database.connect("postgres"));
        try (Statement statement = others.get(0).createStatement()) {
            Wait.until("all connections are taken", () -> {
                while (takesConnection(others)) {
                    assertTrue(others.size() <= MAX_CONNECTIONS);
                }
                statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'service'");
                return others.size() == MAX_CONNECTIONS;
            });
        }
    }

    private static boolean takesConnection(List<Connection> others) {
        try {
            others.add(database.connect("postgres"));
            return true;
        } catch (SQLException noneLeft) {
            return false;
        }
    }

    private static void closeAll(List<Connection> connections) throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
        connections.clear();
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }
}
