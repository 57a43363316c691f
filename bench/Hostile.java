import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows what hostile clients do to good ones. Starts the packaged service with its default limits, asks it as good
 * clients do, half of the time while hostile clients do their worst, and prints how long the good ones waited with and
 * without them, what the hostile ones got, and the service's memory. The two halves alternate in slices, so that drift
 * of the machine falls on both alike. Ends with 1 where a good request was lost or not answered as it should be, where
 * the service did not survive, where it counts bytes as arriving after the end, or where its metrics have grown by what
 * hostile clients sent. Linux only: it reads {@code /proc}.
 *
 * <pre>
 * mvn -DskipTests package          # and then with -Dnative for the native executable
 * java bench/Hostile.java          # ten minutes without and ten with the hostile clients
 * java bench/Hostile.java 60       # one minute each
 * java bench/Hostile.java --native
 * java bench/Hostile.java -Xmx256m # -X… is an option of the service
 * </pre>
 *
 * <p>Good clients ask at a fixed rate whether or not they have been answered, each over connections of its own, and
 * their waiting counts from the moment when a request was due. Some of their answers can be kept, most cannot. Hostile
 * clients go on as soon as they are answered, whatever the answer is; so that they do not take the processors from the
 * service just by sending, they send no more than {@value #HOSTILE_PER_SECOND} requests a second together, beside those
 * that they keep open by sending or reading slowly. Each of these clients has an address of its own, told as by a proxy
 * that is trusted; one of the hostile ones has a new address for each request. Others come without a proxy, from many
 * addresses of 127.0.0.0/8, and keep open connections on which nothing arrives as a whole.
 *
 * <p>It uses the database that {@code QUARKUS_DATASOURCE_JDBC_URL}, {@code …_USERNAME} and {@code …_PASSWORD} name, or
 * else the embedded one of the jar, on a new directory.
 */
public final class Hostile {

    private static final int SECONDS = 600;
    private static final int LONGEST_SLICE_SECONDS = 20;
    private static final int WARM_UP_SECONDS = 10;
    private static final int GOOD_CLIENTS = 6;
    private static final int GOOD_PER_SECOND_EACH = 8;
    private static final int HOSTILE_CLIENTS = 6;
    private static final int HOSTILE_PER_SECOND = 200;
    /** Requests that a hostile client has under way, beside slow ones. */
    private static final int HOSTILE_AT_ONCE = 4;
    /** Slow requests that a hostile client has under way. */
    private static final int SLOW_AT_ONCE = 8;
    /**
     * Slow requests that the client of changing addresses has under way, a third of them slow bodies: more than the
     * service has places.
     */
    private static final int SLOW_AT_ONCE_CHANGING = 450;

    /**
     * Connections that are kept open, for each kind that comes without a proxy; with the others, more than the service
     * takes.
     */
    private static final int OPEN_AT_ONCE = 240;
    /** How many of them come from one address. */
    private static final int OPEN_OF_ADDRESS = 8;

    private static final Duration REOPENED_AFTER = Duration.ofSeconds(3);

    private static final int PIPELINED = 1_000;

    /** How many series of metrics may come late, as for a limit that was reached for the first time. */
    private static final int MOST_NEW_SERIES = 100;

    private static final Duration LONGEST_SLOW = Duration.ofSeconds(15);
    private static final String DATABASE = "QUARKUS_DATASOURCE_JDBC_URL";
    private static final String REQUEST = "{\"query\":%s,\"variables\":%s}";
    private static final String NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    private static final String ACTOR = """
            query ($slug: String!, $first: Int) {
              actor(slug: $slug) {
                slug name note
                quotes(first: $first) { totalCount nodes { text saidOn source { publisher url } } }
                mentions(first: $first) { totalCount nodes { text saidOn speaker { name } } }
              }
            }""";
    private static final String PAGE = """
            query ($first: Int, $after: String) {
              quotes(first: $first, after: $after) {
                totalCount pageInfo { endCursor hasNextPage }
                nodes { text saidOn speaker { name } source { publisher url } }
              }
            }""";
    /**
     * Costs just below 1,500, pages of pages: to be changed with the limit and with what things cost. Its cost is
     * printed.
     */
    private static final String COSTLIEST = """
            query ($from: Date) {
              quotes(first: 67, filter: { saidFrom: $from }) {
                totalCount
                nodes {
                  text
                  source { url quotes(first: 2, filter: { saidFrom: $from }) { nodes { text } } }
                  speaker {
                    mentions(first: 4, filter: { saidFrom: $from }) {
                      nodes { text context note language speaker { name } source { title url } }
                    }
                    quotes(first: 2, filter: { saidFrom: $from }) { nodes { text } }
                  }
                }
              }
            }""";

    /** The service's own examples, by name, with their variables. */
    private static final Map<String, String> EXAMPLES = Map.of(
            "WhatWasSaidAbout", "{\"speaker\":\"steve-witkoff\",\"about\":\"vladimir-putin\"}",
            "WhoPledgedTroops", "{\"kind\":\"TROOPS\",\"offered\":[\"CONSIDERING\",\"CONDITIONAL\",\"ANNOUNCED\"]}",
            "WhatWasPledgedBy", "{\"pledger\":\"united-kingdom\"}",
            "WhoDeclined", "{}",
            "HowLarge", "{\"coalition\":\"coalition-of-the-willing-ukraine\"}",
            "WhatContradicts", "{}",
            "TakenFrom", "{\"source\":\"sky-news-2025-03-24-durable-peace\"}",
            "WhoSpokeAsWhat", "{}",
            "AllQuotes", "{\"first\":20}");

    /** What looks whether the service is there, and what is in it. */
    private static final HttpClient OBSERVER = client();
    /**
     * Of its own: after an answer of HTTP/1.0, as to a URL beyond all bounds, Java's client keeps the connection that
     * is being closed.
     */
    private static final HttpClient HOSTILE = client();

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Map<String, Attack> FAST = fastAttacks();
    private static final Map<String, Attack> SLOW = slowAttacks();
    private static final Map<String, Attack> OPEN = openAttacks();

    private final Running service;
    private final List<Question> questions;
    private final List<HttpClient> goodClients =
            Stream.generate(Hostile::client).limit(GOOD_CLIENTS).toList();
    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Random random = new Random(1);

    private Hostile(Running service) throws IOException, InterruptedException {
        this.service = service;
        this.questions = questions(service);
        Stream.of(FAST, SLOW, OPEN).forEach(kinds -> kinds.keySet().forEach(kind -> tallies.put(kind, new Tally())));
    }

    public static void main(String... arguments) throws Exception {
        boolean isNative = List.of(arguments).contains("--native");
        int seconds = Stream.of(arguments)
                .filter(argument -> argument.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(SECONDS);
        List<String> options = Stream.of(arguments)
                .filter(argument -> argument.startsWith("-X"))
                .toList();
        Path directory = Files.createTempDirectory("hostile");
        boolean isWell;
        try {
            isWell = run(isNative, options, seconds, directory);
        } finally {
            delete(directory);
        }
        System.exit(isWell ? 0 : 1);
    }

    private static boolean run(boolean isNative, List<String> options, int seconds, Path directory)
            throws Exception {
        Path jar = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> jarCommand = List.of(java, "-jar", jar.toString());
        if (!isNative) {
            List<String> command = new ArrayList<>(jarCommand);
            command.addAll(1, options);
            try (Running service = Running.start(command, Map.of(), directory)) {
                return compare(service, seconds);
            }
        }
        Path executable;
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            executable = files.filter(file -> file.toString().endsWith("-runner")).findFirst().orElseThrow();
        }
        List<String> command = new ArrayList<>(List.of(executable.toAbsolutePath().toString()));
        command.addAll(options);
        if (System.getenv(DATABASE) != null) {
            try (Running service = Running.start(command, Map.of(), directory)) {
                return compare(service, seconds);
            }
        }
        try (Running provider = Running.start(jarCommand, Map.of(), directory)) {
            provider.awaitAnswer();
            Path data = directory.resolve("onrecord-data");
            Map<String, String> database = Map.of(
                    DATABASE,
                    "jdbc:postgresql://localhost:"
                            + Files.readAllLines(data.resolve("pgdata/postmaster.pid")).get(3) + "/postgres",
                    "QUARKUS_DATASOURCE_USERNAME",
                    "postgres",
                    "QUARKUS_DATASOURCE_PASSWORD",
                    Files.readString(data.resolve("password")));
            try (Running service = Running.start(command, database, directory)) {
                return compare(service, seconds);
            }
        }
    }

    private static boolean compare(Running service, int seconds) throws Exception {
        service.awaitAnswer();
        return new Hostile(service).compare(seconds);
    }

    private boolean compare(int seconds) throws Exception {
        Phase warmUp = new Phase();
        slice(warmUp, WARM_UP_SECONDS, false);
        slice(warmUp, WARM_UP_SECONDS, true);
        tallies.values().forEach(Tally::clear);
        long residentAtStart = service.residentMegabytes();
        long seriesAtStart = service.series();
        String costOfCostliest = service.costOf(request(COSTLIEST, "{\"from\":\"" + day(0) + "\"}"));
        Phase without = new Phase();
        Phase with = new Phase();
        int slices = Math.max(2, (seconds + LONGEST_SLICE_SECONDS - 1) / LONGEST_SLICE_SECONDS);
        for (int i = 0; i < slices && service.process().isAlive(); i++) {
            slice(without, (double) seconds / slices, false);
            without.resident.add(service.residentMegabytes());
            slice(with, (double) seconds / slices, true);
            with.resident.add(service.residentMegabytes());
        }
        Thread.sleep(10_000);
        boolean isAlive = service.process().isAlive();
        boolean answersAfterAll = isAlive && isAnswered(questions.get(0));
        double stillArriving = isAlive ? service.metric("onrecord_arriving_bytes") : 0;
        long highest = service.highestResidentMegabytes();
        long newSeries = isAlive ? service.series() - seriesAtStart : 0;
        clock.shutdownNow();
        threads.shutdownNow();

        System.out.printf(
                "%d good clients, %d requests a second each; %d hostile ones, one of them with changing addresses, "
                        + "and %d"
                        + " connections of %d addresses; %d s each, in %d slices%n",
                GOOD_CLIENTS,
                GOOD_PER_SECOND_EACH,
                HOSTILE_CLIENTS + 1,
                OPEN.size() * OPEN_AT_ONCE,
                OPEN.size() * OPEN_AT_ONCE / OPEN_OF_ADDRESS,
                seconds,
                slices);
        System.out.println("cost of the costliest: " + costOfCostliest + "\n");
        System.out.println("good requests      count   p50 ms   p95 ms   p99 ms   max ms   CPU: service   this"
                + "   wrongly answered");
        without.print("without hostile");
        with.print("with hostile");
        System.out.printf(
                "%-15s %16.2f %8.2f %8.2f %8.2f%n%n",
                "ratio",
                with.millis(0.5) / without.millis(0.5),
                with.millis(0.95) / without.millis(0.95),
                with.millis(0.99) / without.millis(0.99),
                with.millis(1) / without.millis(1));
        System.out.println("hostile requests             count  slowest ms  statuses");
        tallies.forEach((kind, tally) -> tally.print(kind));
        System.out.printf("%nresident MB at the start: %d%n", residentAtStart);
        System.out.println("highest since its start:  " + highest);
        System.out.println("after slices without:     " + without.residentAfterSlices());
        System.out.println("after slices with:        " + with.residentAfterSlices());
        System.out.println("after 10 s of rest:       " + service.residentMegabytes());
        System.out.printf("still arriving:           %.0f bytes%n", stillArriving);
        System.out.println("new series of metrics:    " + newSeries);
        System.out.println(answersAfterAll ? "It answers after all." : "It does NOT answer any more.");
        return answersAfterAll
                && stillArriving == 0
                && newSeries <= MOST_NEW_SERIES
                && without.wrong.isEmpty()
                && with.wrong.isEmpty();
    }

    /** Lets the good clients ask for some time, and the hostile ones too, and waits until all have ended. */
    private void slice(Phase phase, double seconds, boolean isHostile) throws Exception {
        long start = System.nanoTime();
        Duration serviceCpu = service.cpu();
        long ownCpu = ownCpuNanos();
        Attackers attackers = isHostile ? new Attackers() : null;
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        int count = (int) (seconds * GOOD_PER_SECOND_EACH * GOOD_CLIENTS);
        long gap = TimeUnit.SECONDS.toNanos(1) / (GOOD_PER_SECOND_EACH * GOOD_CLIENTS);
        for (int i = 0; i < count; i++) {
            Question question = questions.get(random.nextInt(questions.size()));
            int client = i % GOOD_CLIENTS;
            long due = start + i * gap;
            CompletableFuture<Void> answer = new CompletableFuture<>();
            answers.add(answer);
            clock.schedule(
                    () -> ask(phase, question, client, due, answer), due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        Thread.sleep(Math.max(0, (start + count * gap - System.nanoTime()) / 1_000_000));
        double elapsed = System.nanoTime() - start;
        phase.nanos += elapsed;
        phase.serviceCpuNanos += service.cpu().minus(serviceCpu).toNanos();
        phase.ownCpuNanos += ownCpuNanos() - ownCpu;
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
        if (attackers != null) {
            attackers.stop();
            // What they have begun may run for some seconds more.
            Thread.sleep(5_000);
        }
    }

    private void ask(Phase phase, Question question, int client, long due, CompletableFuture<Void> answer) {
        HttpRequest request = service.post(question.body(), "192.0.2." + (1 + client));
        goodClients.get(client).sendAsync(request, BodyHandlers.ofString()).whenComplete((response, fault) -> {
            phase.add(System.nanoTime() - due, question.wrongIn(response, fault));
            answer.complete(null);
        });
    }

    private boolean isAnswered(Question question) throws InterruptedException {
        try {
            HttpRequest request = service.post(question.body(), "203.0.113.2");
            return question.wrongIn(OBSERVER.send(request, BodyHandlers.ofString()), null) == null;
        } catch (IOException fault) {
            return false;
        }
    }

    /**
     * What good clients ask: the examples, which are always the same; pages of quotes, and actors, of which there are
     * many.
     */
    private static List<Question> questions(Running service) throws IOException, InterruptedException {
        List<Question> examples = new ArrayList<>();
        for (Map.Entry<String, String> example : EXAMPLES.entrySet()) {
            String body = "{\"documentId\":\"" + example.getKey() + "\",\"variables\":" + example.getValue() + "}";
            examples.add(new Question(body, service.ask(body)));
        }
        List<Question> actors = new ArrayList<>();
        List<String> slugs = texts(service.ask(request("{ actors(first: 100) { nodes { slug } } }", "{}")), "slug");
        for (String slug : slugs) {
            for (int first = 1; first <= 100; first++) {
                String variables = "{\"slug\":\"" + slug + "\",\"first\":" + first + "}";
                actors.add(new Question(request(ACTOR, variables), "\"slug\":\"" + slug + '"'));
            }
        }
        List<Question> pages = new ArrayList<>();
        String cursors = service.ask(request("{ quotes(first: 100) { totalCount edges { cursor } } }", "{}"));
        Matcher total = Pattern.compile("\"totalCount\":\\d+").matcher(cursors);
        if (!total.find()) {
            throw new IllegalStateException(cursors);
        }
        for (String cursor : texts(cursors, "cursor")) {
            for (int first = 5; first <= 30; first++) {
                String variables = "{\"after\":\"" + cursor + "\",\"first\":" + first + "}";
                pages.add(new Question(request(PAGE, variables), total.group()));
            }
        }
        // As many of each.
        List<Question> all = new ArrayList<>(actors);
        for (int i = 0; i < actors.size(); i++) {
            all.add(pages.get(i % pages.size()));
            all.add(examples.get(i % examples.size()));
        }
        return all;
    }

    private static List<String> texts(String json, String field) {
        return Pattern.compile('"' + field + "\":\"([^\"]*)\"")
                .matcher(json)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** The kinds of hostile requests that are answered at once, or should be, by their names. */
    private static Map<String, Attack> fastAttacks() {
        Map<String, Attack> kinds = new LinkedHashMap<>();
        kinds.put("aliases", document(i -> "{" + each(500, n -> "a" + n + ":quotes(first:1){totalCount}") + "}"));
        kinds.put("duplicated fields", document(i -> "{quotes(first:1){nodes{" + "text ".repeat(500) + "}}}"));
        kinds.put("duplicated lists", document(i -> "{" + "quotes(first:100){nodes{text}} ".repeat(200) + "}"));
        kinds.put("fragment cycle", document(i -> "{...A} fragment A on Query{...B} fragment B on Query{...A}"));
        kinds.put("fragment bomb", document(i -> "{...F0} "
                + each(30, n -> "fragment F" + n + " on Query{...F" + (n + 1) + " ...F" + (n + 1) + "} ")
                + "fragment F30 on Query{__typename}"));
        kinds.put("directives", document(i -> "{__typename" + " @include(if:true)".repeat(300) + "}"));
        kinds.put("unknown directives", document(i -> "{__typename" + " @nothing".repeat(900) + "}"));
        kinds.put("deep nesting", document(i -> nested(40, "quotes{nodes{speaker", "}}")));
        kinds.put("deeper nesting", document(i -> nested(900, "a", "")));
        kinds.put("deep list literal", document(i -> "{nodes(ids:" + "[".repeat(900) + "]".repeat(900) + "){id}}"));
        kinds.put("pages of pages", document(i -> "{quotes(first:100){nodes{about{quotes(first:100){nodes{text}}}}}}"));
        kinds.put("costliest allowed", json(i -> request(COSTLIEST, "{\"from\":\"" + day(i) + "\"}")));
        kinds.put("lists, as many as allowed", document(i -> "{"
                + each(13, n -> "a" + n + ":pledges(first:100,filter:{announcedFrom:\"" + day(13 * i + n)
                        + "\"}){totalCount nodes{slug}}")
                + "}"));
        kinds.put("counts, repeated", document(i -> "{quotes(first:99){nodes{speaker{"
                + each(23, n -> "a" + n + ":mentions(first:1,filter:{saidFrom:\"" + day(23 * i + n)
                        + "\"}){totalCount}")
                + "}}}}"));
        kinds.put("counts, as many as allowed", document(i -> "{quotes(first:99){nodes{speaker{"
                + "mentions(first:1,filter:{saidFrom:\"" + day(i) + "\"}){totalCount}"
                + "}}}}"));
        kinds.put("introspection", document(i -> "{__schema{types{fields{type{fields{type{fields{name}}}}}}}}"));
        kinds.put("introspection, all of it", document(i -> "{__schema{types{name fields{name args{name type{name"
                + " ofType{name ofType{name ofType{name}}} enumValues{name description}}} type{name"
                + " enumValues{name description} possibleTypes{name description} ofType{name ofType{name}}}"
                + "} inputFields{name type{name ofType{name}}} enumValues{name}}} q" + i + ":__typename}"));
        kinds.put("introspection, repeated", json(i -> request(
                "{__schema{types{fields{args{" + each(29, n -> "a" + n + ":type{name description ofType{name kind}} ")
                        + "}}}}}",
                "{\"unused\":" + i + "}")));
        kinds.put("body of 10 MB", json(i -> "{\"query\":\"{__typename}" + " ".repeat(10_000_000) + "\"}"));
        kinds.put("unique documents", document(i -> "query Q" + i + "{quotes(first:3){nodes{text x" + i + ":slug}}}"));
        kinds.put("unknown names", document(i -> "{" + each(600, n -> "quotesOfSomeoneUnknown" + n + " ") + "}"));
        kinds.put("unknown types", document(i -> "query("
                + each(300, n -> "$v" + n + ":QuoteConnectio" + n + " ") + "){__typename}"));
        kinds.put("malformed JSON", json(i -> "{\"query\":\"{__typename}\",\"variables\":{\"a\":[1,2,"));
        kinds.put("malformed document", document(i -> "{quotes(first:1){nodes{text" + "}".repeat(i % 3)));
        kinds.put("huge number literal", document(i -> "{quotes(first:1e1000000000){totalCount}}"));
        kinds.put("huge integer literal", document(i -> "{quotes(first:" + "9".repeat(19_000) + "){totalCount}}"));
        kinds.put("huge number variable", json(i -> request(PAGE, "{\"first\":1e1000000000}")));
        kinds.put("huge integer variable", json(i -> request(PAGE, "{\"first\":" + "9".repeat(60_000) + "}")));
        kinds.put("huge number as text", json(i -> request(PAGE, "{\"first\":\"1e1000000000\"}")));
        kinds.put("deep list variable", json(i -> request(NODES, lists(900))));
        kinds.put("deepest list variable", json(i -> request(NODES, lists(30_000))));
        kinds.put("wide list variable", json(i -> request(
                "query($s:[String!]){quotes(filter:{speaker:$s}){totalCount}}",
                "{\"s\":[" + each(5_000, n -> "\"s" + i + n + "\",") + "\"a\"]}")));
        kinds.put("batch", json(i -> "[" + each(100, n -> request("{quotes{totalCount}}", "{}") + ",") + "{}]"));
        kinds.put("GET with a mutation", get(i -> "mutation{deleteQuote(slug:\"a\"){slug}}"));
        kinds.put("GET with a long URL", get(i -> "{" + "quotes{totalCount} ".repeat(4_000) + "}"));
        kinds.put("aborted", Hostile::abort);
        kinds.put("invented method", Hostile::inventMethod);
        kinds.put("WebSocket", Hostile::openWebSocket);
        kinds.put(PIPELINED + " pipelined", Hostile::pipeline);
        return kinds;
    }

    /** The kinds that last, so that many are under way at once. */
    private static Map<String, Attack> slowAttacks() {
        Map<String, Attack> kinds = new LinkedHashMap<>();
        kinds.put("slow body", Hostile::dripBody);
        kinds.put("slow head", Hostile::dripHead);
        kinds.put("slow reader", Hostile::readSlowly);
        return kinds;
    }

    /** The kinds that come without a proxy, and keep connections open on which nothing arrives as a whole. */
    private static Map<String, Attack> openAttacks() {
        Map<String, Attack> kinds = new LinkedHashMap<>();
        kinds.put("half body", Hostile::sendHalfBody);
        kinds.put("half head", (service, address, number, watch) -> sendAndWait(
                service, address, watch, "GET /graphql?query=" + "a".repeat(10_000)));
        kinds.put("idle connection", (service, address, number, watch) -> sendAndWait(service, address, watch, ""));
        return kinds;
    }

    private static Attack document(Text text) {
        return json(i -> request(text.of(i), "{}"));
    }

    private static Attack json(Text text) {
        return (service, address, number, watch) -> statusOf(service.post(text.of(number), address));
    }

    private static Attack get(Text text) {
        return (service, address, number, watch) -> {
            String query = URLEncoder.encode(text.of(number), StandardCharsets.UTF_8);
            return statusOf(service.request("?query=" + query, address).build());
        };
    }

    private static String statusOf(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = HOSTILE.send(request, BodyHandlers.ofString());
        // Of more than one error, the first.
        return Stream.concat(
                        Stream.of(String.valueOf(response.statusCode())), texts(response.body(), "code").stream())
                .limit(2)
                .collect(Collectors.joining(" "));
    }

    private static String abort(Running service, String address, int number, Watch watch) throws IOException {
        String body = request(COSTLIEST, "{\"from\":\"" + day(1_000_000 + number) + "\"}");
        try (Socket socket = service.connect()) {
            // So that it is reset.
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(head(address, body.length()).concat(body).getBytes(StandardCharsets.UTF_8));
        }
        return "reset by client";
    }

    private static String inventMethod(Running service, String address, int number, Watch watch) throws Exception {
        return statusOf(service.request("?query=%7B__typename%7D", address)
                .method("INVENTED" + number, BodyPublishers.noBody())
                .build());
    }

    /** Asks for a WebSocket in one form or another. */
    private static String openWebSocket(Running service, String address, int number, Watch watch) throws Exception {
        String start = List.of(
                        "GET /graphql HTTP/1.1", "GET /nope HTTP/1.1", "POST /graphql HTTP/1.1", "GET / HTTP/1.0")
                .get(number % 4);
        String upgrade = List.of("websocket", "WebSocket", "h2c, websocket", "websocket/13").get(number / 4 % 4);
        String protocol = number / 16 % 2 == 0 ? "" : "Sec-WebSocket-Protocol: graphql-transport-ws\r\n";
        try (Socket socket = service.connect()) {
            socket.setSoTimeout(30_000);
            send(
                    socket,
                    start + "\r\nHost: localhost\r\nX-Forwarded-For: " + address
                            + "\r\nConnection: keep-alive, Upgrade\r\nUpgrade: " + upgrade
                            + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                            + protocol + "\r\n");
            return statusLine(socket.getInputStream());
        }
    }

    /**
     * Sends many requests of different kinds at once, and reads whatever is answered until the connection is closed.
     */
    private static String pipeline(Running service, String address, int number, Watch watch) throws Exception {
        String end = " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: " + address + "\r\n";
        String body = request("{ quotes(first: 1) { nodes { text } } }", "{}");
        List<String> kinds = List.of(
                "GET /nope" + end + "\r\n",
                "GET /graphql?query=%7B__typename%7D" + end + "\r\n",
                "GET /graphql/schema.graphql" + end + "\r\n",
                "HEAD /graphiql" + end + "\r\n",
                "PUT /graphql" + end + "Content-Length: 0\r\n\r\n",
                "OPTIONS /" + end + "\r\n",
                "GET /graphql?query=" + end + "\r\n",
                head(address, body.length()) + body,
                head(address, 1) + '{');
        String last = "GET /nope" + end + "Connection: close\r\n\r\n";
        try (Socket socket = service.connect()) {
            socket.setSoTimeout(30_000);
            send(socket, each(PIPELINED - 1, n -> kinds.get((n + number) % kinds.size())) + last);
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return answers.split("HTTP/1.1 ", -1).length - 1 + " answers";
        }
    }

    /** Sends most of a body little by little, and then no more. */
    private static String sendHalfBody(Running service, String address, int number, Watch watch) throws Exception {
        int length = 255 * 1024;
        int pieces = 50;
        String piece = " ".repeat((length - 1_000) / pieces);
        try (Socket socket = service.connectFrom(address)) {
            socket.setSoTimeout(250);
            send(socket, head(address, length));
            for (int i = 0; i < pieces && watch.isOn(); i++) {
                try {
                    return statusLine(socket.getInputStream());
                } catch (SocketTimeoutException noAnswer) {
                    send(socket, piece);
                }
            }
            return awaitAnswer(socket, watch);
        }
    }

    private static String sendAndWait(Running service, String address, Watch watch, String text) throws Exception {
        try (Socket socket = service.connectFrom(address)) {
            send(socket, text);
            return awaitAnswer(socket, watch);
        }
    }

    private static String awaitAnswer(Socket socket, Watch watch) throws IOException {
        socket.setSoTimeout(1_000);
        while (watch.isOn()) {
            try {
                return statusLine(socket.getInputStream());
            } catch (SocketTimeoutException noAnswer) {
                // It is waited for.
            }
        }
        return "no answer yet";
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String dripBody(Running service, String address, int number, Watch watch) throws Exception {
        try (Socket socket = service.connect()) {
            socket.getOutputStream().write(head(address, 1_000).getBytes(StandardCharsets.UTF_8));
            return drip(socket, watch);
        }
    }

    private static String dripHead(Running service, String address, int number, Watch watch) throws Exception {
        try (Socket socket = service.connect()) {
            socket.getOutputStream().write("POST /graphql HTTP/1.1\r\nX-Long: ".getBytes(StandardCharsets.UTF_8));
            return drip(socket, watch);
        }
    }

    /** Sends a byte now and then, until there is an answer. */
    private static String drip(Socket socket, Watch watch) throws Exception {
        socket.setSoTimeout(500);
        while (watch.isOn()) {
            try {
                return statusLine(socket.getInputStream());
            } catch (SocketTimeoutException noAnswer) {
                socket.getOutputStream().write(' ');
            }
        }
        return "no answer yet";
    }

    private static String readSlowly(Running service, String address, int number, Watch watch) throws Exception {
        String body = request(COSTLIEST, "{\"from\":\"" + day(2_000_000 + number) + "\"}");
        try (Socket socket = service.connectToReadSlowly()) {
            socket.getOutputStream().write(head(address, body.length()).concat(body).getBytes(StandardCharsets.UTF_8));
            String status = statusLine(socket.getInputStream());
            while (watch.isOn() && socket.getInputStream().read() >= 0) {
                Thread.sleep(500);
            }
            return status;
        }
    }

    private static String statusLine(InputStream answer) throws IOException {
        String line = new String(answer.readNBytes(12), StandardCharsets.UTF_8);
        return line.length() < 12 ? "closed" : line.substring(9);
    }

    private static String head(String address, int length) {
        return "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "X-Forwarded-For: " + address + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String request(String document, String variables) {
        String text = document.replace("\\", "\\\\").replace("\"", "\\\"").replace('\n', ' ');
        return REQUEST.formatted('"' + text + '"', variables);
    }

    private static String each(int count, Text text) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(text.of(i));
        }
        return all.toString();
    }

    private static String lists(int depth) {
        return "{\"ids\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    }

    private static String nested(int times, String open, String close) {
        return "{" + (open + "{").repeat(times) + "__typename" + (close + "}").repeat(times) + "}";
    }

    /** A day before all that is on record, so that everything is later than it. */
    private static LocalDate day(int number) {
        return LocalDate.of(1990, 1, 1).minusDays(number % 700_000);
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    private static long ownCpuNanos() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Makes the text with a number. */
    @FunctionalInterface
    private interface Text {
        String of(int number);
    }

    /** A kind of hostile request. */
    @FunctionalInterface
    private interface Attack {
        /**
         * Sends one, and returns the status of the answer.
         *
         * @param number another one for each request
         */
        String send(Running service, String address, int number, Watch watch) throws Exception;
    }

    /** Tells whether a slow request is to go on. */
    @FunctionalInterface
    private interface Watch {
        boolean isOn();
    }

    /** What a good client asks, and what must be in the answer. */
    private record Question(String body, String sign) {

        /** What is wrong with an answer; null where nothing is. */
        String wrongIn(HttpResponse<String> response, Throwable fault) {
            if (fault != null) {
                return String.valueOf(fault.getCause() == null ? fault : fault.getCause());
            }
            if (response.statusCode() != 200 || response.body().contains("\"errors\":[")) {
                return response.statusCode() + " with " + texts(response.body(), "code")
                        + texts(response.body(), "limit");
            }
            return response.body().contains(sign) ? null : "200 with another answer";
        }
    }

    /** How long good requests took. */
    private static final class Phase {

        private final List<Long> latencies = new ArrayList<>();
        private final Map<String, Integer> wrong = new TreeMap<>();
        private final List<Long> resident = new ArrayList<>();
        private double nanos;
        private double serviceCpuNanos;
        private double ownCpuNanos;

        synchronized void add(long latency, String fault) {
            latencies.add(latency);
            if (fault != null) {
                wrong.merge(fault, 1, Integer::sum);
            }
        }

        synchronized double millis(double quantile) {
            long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
            return sorted[(int) Math.ceil(quantile * sorted.length) - 1] / 1e6;
        }

        String residentAfterSlices() {
            return resident.stream().map(String::valueOf).collect(Collectors.joining(" "));
        }

        void print(String name) {
            double all = nanos * Runtime.getRuntime().availableProcessors() / 100;
            System.out.printf(
                    "%-15s %8d %8.1f %8.1f %8.1f %8.1f %11.0f %% %4.0f %%   %s%n",
                    name,
                    latencies.size(),
                    millis(0.5),
                    millis(0.95),
                    millis(0.99),
                    millis(1),
                    serviceCpuNanos / all,
                    ownCpuNanos / all,
                    wrong.isEmpty() ? "none" : wrong);
        }
    }

    /** What hostile requests of one kind got. */
    private static final class Tally {

        private final Map<String, Integer> statuses = new TreeMap<>();
        private long slowest;

        synchronized void add(String status, long nanos) {
            statuses.merge(status, 1, Integer::sum);
            slowest = Math.max(slowest, nanos);
        }

        synchronized void clear() {
            statuses.clear();
            slowest = 0;
        }

        synchronized void print(String kind) {
            int count = statuses.values().stream().mapToInt(Integer::intValue).sum();
            String all = statuses.toString();
            System.out.printf(
                    "%-25s %8d %11.0f  %s%n",
                    kind, count, slowest / 1e6, all.substring(1, all.length() - 1).replace("=", ": "));
        }
    }

    /** The hostile clients, at work until they are stopped. */
    private final class Attackers {

        private final List<CompletableFuture<Void>> workers = new ArrayList<>();
        private final Random kinds = new Random(2);
        private volatile boolean on = true;
        private long next = System.nanoTime();

        Attackers() {
            for (int i = 0; i <= HOSTILE_CLIENTS; i++) {
                boolean isChanging = i == HOSTILE_CLIENTS;
                String address = isChanging ? null : "198.51.100." + (i + 1);
                Semaphore slow = new Semaphore(isChanging ? SLOW_AT_ONCE_CHANGING : SLOW_AT_ONCE);
                for (int j = 0; j < HOSTILE_AT_ONCE; j++) {
                    workers.add(CompletableFuture.runAsync(() -> attack(address), threads));
                }
                workers.add(CompletableFuture.runAsync(() -> attackSlowly(address, slow), threads));
            }
            OPEN.keySet().forEach(kind -> {
                for (int i = 0; i < OPEN_AT_ONCE; i++) {
                    String address =
                            "127.1." + List.copyOf(OPEN.keySet()).indexOf(kind) + '.' + (1 + i / OPEN_OF_ADDRESS);
                    workers.add(CompletableFuture.runAsync(() -> keepOpen(kind, address), threads));
                }
            });
        }

        void stop() {
            on = false;
            CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new)).join();
        }

        /** @param address null for another one each time */
        private void attack(String address) {
            List<String> names = List.copyOf(FAST.keySet());
            while (on && service.process().isAlive()) {
                awaitTurn();
                attack(FAST, names.get(kinds.nextInt(names.size())), address);
            }
        }

        /** Keeps as many slow requests under way as there are permits. */
        private void attackSlowly(String address, Semaphore permits) {
            List<String> names = List.copyOf(SLOW.keySet());
            for (int i = 0; on && service.process().isAlive(); i++) {
                String kind = names.get(i % names.size());
                if (isAcquired(permits)) {
                    threads.execute(() -> {
                        attack(SLOW, kind, address);
                        permits.release();
                    });
                }
            }
        }

        private void keepOpen(String kind, String address) {
            while (on && service.process().isAlive()) {
                attack(OPEN, kind, address);
                pause(REOPENED_AFTER.toMillis());
            }
        }

        private boolean isAcquired(Semaphore permits) {
            try {
                Thread.sleep(10);
                return permits.tryAcquire(200, TimeUnit.MILLISECONDS);
            } catch (InterruptedException stopped) {
                on = false;
                return false;
            }
        }

        private void attack(Map<String, Attack> attacks, String kind, String fixedAddress) {
            int number = NUMBERS.incrementAndGet();
            String address = fixedAddress != null
                    ? fixedAddress
                    : "10." + (number >> 16 & 255) + '.' + (number >> 8 & 255) + '.' + (number & 255);
            long start = System.nanoTime();
            Watch watch = () -> on && System.nanoTime() - start < LONGEST_SLOW.toNanos();
            String status;
            try {
                status = attacks.get(kind).send(service, address, number, watch);
            } catch (HttpTimeoutException | SocketTimeoutException late) {
                status = "NO ANSWER";
            } catch (IOException broken) {
                status = "connection broken";
            } catch (Exception fault) {
                status = fault.toString();
            }
            tallies.get(kind).add(status, System.nanoTime() - start);
        }

        private void awaitTurn() {
            long turn;
            synchronized (this) {
                turn = Math.max(next, System.nanoTime());
                next = turn + TimeUnit.SECONDS.toNanos(1) / HOSTILE_PER_SECOND;
            }
            pause((turn - System.nanoTime()) / 1_000_000);
        }

        private void pause(long millis) {
            try {
                TimeUnit.MILLISECONDS.sleep(millis);
            } catch (InterruptedException stopped) {
                on = false;
            }
        }
    }

    /** One process of the service. */
    private record Running(Process process, int port, int managementPort, Path log) implements AutoCloseable {

        static Running start(List<String> command, Map<String, String> settings, Path directory) throws IOException {
            int port = freePort();
            int managementPort = freePort();
            Path log = Files.createTempFile(directory, "service", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(settings);
            builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
            builder.environment().put("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPort));
            builder.environment().put("ONRECORD_CLIENTS_TRUSTED_PROXIES", "127.0.0.1");
            return new Running(builder.start(), port, managementPort, log);
        }

        void awaitAnswer() throws Exception {
            long start = System.nanoTime();
            while (System.nanoTime() - start < TimeUnit.MINUTES.toNanos(2)) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("it ended: " + Files.readString(log));
                }
                try {
                    if (ask(Hostile.request("{ dataset { __typename } }", "{}")).contains("DataSet")) {
                        return;
                    }
                } catch (ConnectException notYet) {
                    // It starts.
                }
                Thread.sleep(100);
            }
            throw new IllegalStateException("no answer: " + Files.readString(log));
        }

        String ask(String body) throws IOException, InterruptedException {
            return OBSERVER.send(post(body, "203.0.113.1"), BodyHandlers.ofString()).body();
        }

        /** What a request costs, of how much. */
        String costOf(String body) throws IOException, InterruptedException {
            HttpResponse<String> response = OBSERVER.send(post(body, "203.0.113.3"), BodyHandlers.ofString());
            return response.headers().firstValue("GraphQL-Cost").orElse("unknown: " + response.body());
        }

        /** How many series its metrics have. */
        long series() throws IOException, InterruptedException {
            return metrics().count();
        }

        double metric(String name) throws IOException, InterruptedException {
            return metrics().filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        }

        private Stream<String> metrics() throws IOException, InterruptedException {
            URI metrics = URI.create("http://127.0.0.1:" + managementPort + "/q/metrics");
            return OBSERVER
                    .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"));
        }

        HttpRequest post(String body, String address) {
            return request("", address)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build();
        }

        HttpRequest.Builder request(String parameters, String address) {
            return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql" + parameters))
                    .header("X-Forwarded-For", address)
                    .timeout(Duration.ofSeconds(30));
        }

        Socket connect() throws IOException {
            return new Socket(InetAddress.getLoopbackAddress(), port);
        }

        /** @param address of this machine */
        Socket connectFrom(String address) throws IOException {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(address, 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        }

        /** A connection that takes little before it is read. */
        Socket connectToReadSlowly() throws IOException {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(2_048);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        }

        /** With that of the embedded PostgreSQL, where there is one. */
        Duration cpu() {
            return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                    .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                    .reduce(Duration.ZERO, Duration::plus);
        }

        /** 0 where it has died. */
        long residentMegabytes() throws IOException {
            return megabytes("VmRSS:");
        }

        /** 0 where it has died. */
        long highestResidentMegabytes() throws IOException {
            return megabytes("VmHWM:");
        }

        private long megabytes(String kind) throws IOException {
            Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
            if (!Files.exists(status)) {
                return 0;
            }
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(kind))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1_000_000)
                    .findFirst()
                    .orElse(0);
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
