package org.onrecord.graphql.http;

import graphql.language.Document;
import graphql.language.OperationDefinition;
import io.opentelemetry.context.Context;
import io.quarkus.virtual.threads.VirtualThreads;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.onrecord.graphql.answer.Answer;
import org.onrecord.graphql.answer.Answers;
import org.onrecord.graphql.answer.EntityTag;
import org.onrecord.graphql.answer.MediaType;
import org.onrecord.graphql.capacity.Budget;
import org.onrecord.graphql.capacity.Processors;
import org.onrecord.graphql.client.Admission;
import org.onrecord.graphql.client.Admission.Place;
import org.onrecord.graphql.execution.Execution;
import org.onrecord.graphql.execution.Operation;
import org.onrecord.graphql.fault.BadUserInput;
import org.onrecord.graphql.fault.ErrorShape;
import org.onrecord.graphql.fault.Refusal;
import org.onrecord.graphql.jdbc.DatabaseConnections;
import org.onrecord.graphql.jdbc.Deadline;
import org.onrecord.graphql.jdbc.JdbcSettings;
import org.onrecord.graphql.request.Documents;
import org.onrecord.graphql.request.GraphqlRequest;
import org.onrecord.graphql.request.RegisteredDocuments;
import org.onrecord.graphql.request.RequestSettings;
import org.onrecord.graphql.transport.TransportSettings;

/**
 * The GraphQL endpoint, in the place of Quarkus' own, which differs from the specification in many points. A request is let in, read,
 * its document found and checked, and then it is answered: from what is kept, or by executing it. What does not get so far ends in a
 * {@link Refusal}.
 *
 * @see <a href="https://graphql.github.io/graphql-over-http/draft/">GraphQL over HTTP</a>
 */
@Singleton
class GraphqlEndpoint {

    private static final String PATH = "/graphql";

    private static final long LINGER_MILLIS = 1000;

    /** How a stream of HTTP/2 ends of which no more is wanted (RFC 9113, 8.1). */
    private static final long NO_ERROR = 0;

    private final Admission admission;
    private final RegisteredDocuments registered;
    private final Documents documents;
    private final Answers answers;
    private final Execution execution;
    private final Telemetry telemetry;
    private final Delivery delivery;
    private final Budget budget;
    private final ExecutorService threads;
    private final HttpSettings.Limits limits;
    private final Duration bodyTime;
    private final Duration executionTime;
    private final long largestVariables;
    private final DatabaseConnections connections;
    private final String cacheControl;
    private final String vary;
    /** Changes where the same request may be answered otherwise. */
    private final String version;

    GraphqlEndpoint(
            Admission admission,
            RegisteredDocuments registered,
            Documents documents,
            Answers answers,
            Execution execution,
            DatabaseConnections connections,
            Telemetry telemetry,
            Delivery delivery,
            Budget budget,
            @VirtualThreads ExecutorService threads,
            HttpSettings settings,
            RequestSettings requests,
            TransportSettings transport,
            JdbcSettings jdbc,
            @ConfigProperty(name = "quarkus.http.cors.enabled") boolean allowsOrigins,
            @ConfigProperty(name = "quarkus.application.version") String serviceVersion) {
        this.admission = admission;
        this.registered = registered;
        this.documents = documents;
        this.answers = answers;
        this.execution = execution;
        this.connections = connections;
        this.telemetry = telemetry;
        this.delivery = delivery;
        this.budget = budget;
        this.threads = threads;
        this.limits = settings.limits();
        this.bodyTime = transport.bodyTime();
        this.executionTime = jdbc.executionTime();
        this.largestVariables = requests.limits().variables().asLongValue();
        this.version = serviceVersion + (requests.schema().introspection() ? "" : " without introspection");
        this.vary = allowsOrigins ? "Accept, Accept-Encoding, Origin" : "Accept, Accept-Encoding";
        long maxAge = settings.cache().maxAge().toSeconds();
        this.cacheControl = maxAge == 0 ? "public, no-cache" : "public, max-age=" + maxAge;
    }

    void addRoutes(@Observes Router router) {
        router.route(PATH).order(-1).handler(this::letIn);
        router.post(PATH).order(-1).handler(this::readBody);
        router.route(PATH)
                .order(-1)
                .handler(request -> answer(request, () -> GraphqlRequest.ofParameters(request.queryParams())));
    }

    private void letIn(RoutingContext routing) {
        Exchange exchange = new Exchange(routing);
        try {
            exchange.enter();
            exchange.chooseMediaType();
            HttpMethod method = routing.request().method();
            if (method.equals(HttpMethod.POST)) {
                requireJson(routing.request());
                exchange.limitBodyTime();
            } else if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
                throw Refusal.ofHttp(
                        405,
                        "BAD_REQUEST",
                        "Send the request by POST or GET",
                        Map.of(),
                        Map.of("Allow", "GET, HEAD, POST"));
            }
        } catch (Refusal refusal) {
            exchange.end(Answer.of(refusal));
            return;
        }
        routing.put(Exchange.class.getName(), exchange);
        routing.next();
    }

    /** Only this type cannot be sent by a page of another origin without asking first. */
    private static void requireJson(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        String[] parts =
                type == null ? new String[] {""} : type.toLowerCase(Locale.ROOT).split(";", -1);
        boolean isUtf8 = Arrays.stream(parts)
                .skip(1)
                .map(String::strip)
                .allMatch(part -> !part.startsWith("charset=") || part.matches("charset=\"?utf-8\"?"));
        if (!parts[0].strip().equals(MediaType.JSON.toString()) || !isUtf8) {
            throw Refusal.ofHttp(
                    415,
                    "BAD_REQUEST",
                    "Send the request as JSON in UTF-8, with the header Content-Type: application/json");
        }
    }

    /** Vert.x' own handler of bodies has no bound on what all clients send at the same time. */
    private void readBody(RoutingContext routing) {
        Exchange exchange = routing.get(Exchange.class.getName());
        HttpServerRequest request = routing.request();
        if (isTooLarge(request)) {
            exchange.endAndClose(Answer.of(bodyTooLarge()));
            return;
        }
        // Dropped as soon as there is no room for it: the connection stays for a while, so that its client can read
        // why.
        AtomicReference<Buffer> body = new AtomicReference<>(Buffer.buffer());
        Budget.Arrival arrival = budget.begin(() -> {
            body.set(null);
            exchange.context.runOnContext(now -> exchange.endAndClose(Answer.of(Refusal.overloaded("memory"))));
        });
        routing.addEndHandler(ended -> arrival.end());
        request.handler(part -> {
            Buffer arrived = body.get();
            if (arrived == null || routing.response().headWritten()) {
                // What its client is told holds, whatever still comes.
                body.set(null);
                return;
            }
            if (arrived.length() + part.length() > limits.body().asLongValue()) {
                body.set(null);
                exchange.endAndClose(Answer.of(bodyTooLarge()));
                return;
            }
            arrived.appendBuffer(part);
            arrival.set((long) Budget.COPIES_OF_BODY * arrived.length());
        });
        request.endHandler(whole -> {
            arrival.arrived();
            Buffer arrived = body.getAndSet(null);
            if (arrived != null) {
                answer(routing, () -> GraphqlRequest.ofBody(arrived));
            }
        });
        request.exceptionHandler(
                gone -> exchange.end(Answer.of(GraphqlRequest.malformed("The body could not be read"))));
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))
                && request.version() != HttpVersion.HTTP_1_0) {
            routing.response().writeContinue();
        }
        request.resume();
    }

    /** Whether a body is too large by what its client says of it beforehand. */
    private boolean isTooLarge(HttpServerRequest request) {
        try {
            return Long.parseLong(request.getHeader(HttpHeaders.CONTENT_LENGTH))
                    > limits.body().asLongValue();
        } catch (NumberFormatException notSaid) {
            return false;
        }
    }

    private Refusal bodyTooLarge() {
        return Refusal.ofHttp(
                413,
                "BODY_TOO_LARGE",
                "The body has more than " + limits.body().asLongValue() + " bytes",
                Map.of("limit", "body", "maximum", limits.body().asLongValue()),
                Map.of());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails is answered too
    private void answer(RoutingContext routing, RequestReader reader) {
        Exchange exchange = routing.get(Exchange.class.getName());
        if (routing.response().headWritten()) {
            // It arrived too late, as its client has been told.
            return;
        }
        exchange.bodyArrived();
        try {
            exchange.beginWork();
        } catch (Refusal refusal) {
            exchange.end(Answer.of(refusal));
            return;
        }
        CompletableFuture.completedFuture(reader)
                .thenComposeAsync(arrived -> work(exchange, arrived), threads)
                .exceptionally(GraphqlEndpoint::failed)
                .thenApply(done -> {
                    exchange.endWork();
                    return done;
                })
                // What goes on after it keeps its place.
                .copy()
                .completeOnTimeout(null, executionTime.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(done -> exchange.endInContext(done == null ? execution.late() : done));
    }

    private CompletableFuture<Answer> work(Exchange exchange, RequestReader reader) {
        exchange.work.resume();
        try {
            return answer(exchange, reader.read());
        } finally {
            exchange.work.pause();
        }
    }

    private CompletableFuture<Answer> answer(Exchange exchange, GraphqlRequest request) {
        if (request.variables().toBuffer().length() > largestVariables) {
            throw Refusal.beyondLimit(
                    "VARIABLES_TOO_LARGE",
                    "variables",
                    "The variables have more than " + largestVariables + " bytes",
                    largestVariables);
        }
        // What an operation costs beyond that is taken before it is executed.
        exchange.place.client().takeCost(1);
        exchange.document = registered.textOf(request);
        Optional<EntityTag> tag = answers.tag(version, request, exchange.document);
        exchange.tag = tag;
        if (exchange.isKnownToClient()) {
            return CompletableFuture.completedFuture(Answer.notModified());
        }
        Optional<Document> kept = documents.kept(exchange.document);
        if (kept.isEmpty()) {
            documents.requireReadable(exchange.document);
            try {
                exchange.work.beginReading(exchange.document.length());
            } catch (Refusal overloaded) {
                throw connections.orUnavailable(overloaded);
            }
        }
        Document document = kept.orElseGet(() -> documents.read(exchange.document));
        OperationDefinition operation = operation(document, request.operationName());
        requireAnswerable(operation, exchange);
        if (kept.isEmpty()) {
            documents.requireValid(exchange.document, document);
            exchange.work.endReading();
        }
        registered.keep(request, exchange.place.client().address());
        Supplier<CompletableFuture<Answer>> working = () -> execution.execute(
                request,
                document,
                operation,
                () -> new Operation(
                        exchange.place.client(), exchange.deadline(), exchange.work, exchange.trace, connections));
        return tag.isEmpty() || operation.getOperation() != OperationDefinition.Operation.QUERY
                ? working.get()
                : answers.get(tag.get(), exchange.place.client().turns().hasFree(), working);
    }

    private static OperationDefinition operation(Document document, Optional<String> name) {
        List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class);
        if (operations.isEmpty()) {
            throw Refusal.ofDocument("GRAPHQL_VALIDATION_FAILED", "The document has no operation", null, Map.of());
        }
        if (name.isEmpty() && operations.size() == 1) {
            return operations.get(0);
        }
        return operations.stream()
                .filter(operation -> operation.getName() != null
                        && name.filter(operation.getName()::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> Refusal.ofDocument(List.of(
                        ErrorShape.of(new BadUserInput("operationName", "must name an operation of the document")))));
    }

    private static void requireAnswerable(OperationDefinition operation, Exchange exchange) {
        switch (operation.getOperation()) {
            case QUERY -> {}
            case MUTATION -> {
                if (!exchange.isPost()) {
                    throw Refusal.ofHttp(
                            405, "BAD_REQUEST", "Send a mutation by POST", Map.of(), Map.of("Allow", "POST"));
                }
            }
            case SUBSCRIPTION ->
                throw Refusal.ofHttp(400, "BAD_REQUEST", "Subscriptions are not answered here: ask with a query again");
        }
    }

    private static Answer failed(Throwable fault) {
        Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
        return cause instanceof Refusal refusal
                ? Answer.of(refusal)
                : Answer.failed(500, false, List.of(ErrorShape.internal(cause)), Map.of());
    }

    @FunctionalInterface
    private interface RequestReader {
        GraphqlRequest read();
    }

    /** One request over HTTP and its answer. */
    private final class Exchange {

        private final long start = System.nanoTime();
        private final RoutingContext routing;
        private final io.vertx.core.Context context = Vertx.currentContext();
        private final Context trace = Context.current();
        private MediaType mediaType = MediaType.JSON;
        private String document = "";
        private Optional<EntityTag> tag = Optional.empty();
        private Place place;
        private Processors.Work work;
        private long bodyTimer = -1;
        private long arrival;

        Exchange(RoutingContext routing) {
            this.routing = routing;
        }

        void enter() {
            place = admission.enter(routing.request());
            Delivery.afterwards(routing, place::leave);
        }

        void chooseMediaType() {
            mediaType = MediaType.preferred(routing.request().headers().getAll(HttpHeaders.ACCEPT))
                    .orElseThrow(() -> Refusal.ofHttp(
                            406,
                            "BAD_REQUEST",
                            "Accept " + MediaType.GRAPHQL_RESPONSE + " or " + MediaType.JSON
                                    + ": there is nothing else to have"));
        }

        boolean isPost() {
            return routing.request().method().equals(HttpMethod.POST);
        }

        /** Whether the client has the answer to a GET already. */
        boolean isKnownToClient() {
            return !isPost()
                    && tag.filter(known -> known.isKnownTo(routing.request())).isPresent();
        }

        void limitBodyTime() {
            bodyTimer = routing.vertx().setTimer(bodyTime.toMillis(), late -> {
                endAndClose(Answer.of(Refusal.ofHttp(
                        408,
                        "BAD_REQUEST",
                        "The body took too long to arrive",
                        Map.of("limit", "body-time"),
                        Map.of())));
            });
        }

        /** For a request of which more is still to come. */
        void endAndClose(Answer answer) {
            HttpServerResponse response = routing.response();
            if (response.headWritten()) {
                return;
            }
            // Of HTTP/2 only the stream ends: its connection may carry the requests of many.
            boolean isStream = routing.request().version() == HttpVersion.HTTP_2;
            if (!isStream) {
                response.putHeader(HttpHeaders.CONNECTION, "close");
            }
            end(answer);
            // Not at once: a client that is still sending would lose the answer.
            routing.vertx().setTimer(LINGER_MILLIS, late -> {
                if (isStream) {
                    response.reset(NO_ERROR);
                } else {
                    routing.request().connection().close();
                }
            });
        }

        /** Notes that the request is there as a whole: from now on, the time for its answer counts. */
        void bodyArrived() {
            routing.vertx().cancelTimer(bodyTimer);
            arrival = System.nanoTime();
        }

        void beginWork() {
            place.beginWork();
            work = place.client().work(arrival + executionTime.toNanos());
        }

        void endWork() {
            work.close();
            place.endWork();
        }

        /** Until when SQL may run for it. */
        Deadline deadline() {
            return new Deadline(arrival, executionTime, threads);
        }

        void endInContext(Answer answer) {
            context.runOnContext(now -> end(answer));
        }

        void end(Answer answer) {
            HttpServerResponse response = routing.response();
            if (response.headWritten()) {
                return;
            }
            routing.vertx().cancelTimer(bodyTimer);
            int status = answer.status(mediaType);
            telemetry.answered(answer, status, document, System.nanoTime() - start, trace);
            response.setStatusCode(status);
            if (place != null) {
                place.client().tellRateLimit(response);
            }
            answer.headers().forEach(response::putHeader);
            if (answer.cost() >= 0) {
                response.putHeader("GraphQL-Cost", String.valueOf(answer.cost()));
            }
            boolean mayBeKept = !isPost() && tag.isPresent() && (status == 304 || answer.isLasting());
            response.putHeader(HttpHeaders.CACHE_CONTROL, mayBeKept ? cacheControl : "no-store");
            response.putHeader(HttpHeaders.VARY, vary);
            if (mayBeKept) {
                response.putHeader(HttpHeaders.ETAG, tag.get().toString());
            }
            if (status == 304) {
                response.end();
            } else {
                response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType + "; charset=utf-8");
                delivery.send(routing, answer.body());
            }
        }
    }
}
