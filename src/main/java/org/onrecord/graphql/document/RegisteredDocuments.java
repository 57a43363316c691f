package org.onrecord.graphql.document;

import graphql.language.OperationDefinition;
import graphql.parser.Parser;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.onrecord.graphql.capacity.CapacitySettings;
import org.onrecord.graphql.fault.Refusal;
import org.onrecord.graphql.request.GraphqlRequest;
import org.onrecord.graphql.request.RequestSettings;
import org.onrecord.graphql.request.Sha256;

/**
 * The documents that requests may name instead of sending them: those that the service brings, which are the questions
 * that GraphiQL opens with; those of the operator's manifest; and, within a bound, those that clients register by their
 * hash.
 *
 * @see <a
 *     href="https://github.com/graphql/graphql-over-http/blob/main/spec/Appendix%20A%20--%20Persisted%20Documents.md">Persisted
 *     documents of GraphQL over HTTP</a>
 * @see <a href="https://www.apollographql.com/docs/apollo-server/performance/apq">Automatic persisted queries</a>
 */
@Singleton
public class RegisteredDocuments {

    private static final Logger LOG = Logger.getLogger(RegisteredDocuments.class);
    private static final String SHA_256 = "sha256:";

    private final RequestSettings.Documents settings;
    private final List<Example> examples = new ArrayList<>();
    private final Map<String, String> textsById = new HashMap<>();
    private final Map<String, String> namesByText = new HashMap<>();
    private final LastUsed persisted;

    RegisteredDocuments(RequestSettings settings, CapacitySettings capacity) {
        this.settings = settings.documents();
        this.persisted = new LastUsed(capacity.documents().persisted().asLongValue());
        for (Object entry : new JsonArray(resource("/examples/index.json"))) {
            JsonObject example = (JsonObject) entry;
            String document = resource("/examples/" + example.getString("document"));
            examples.add(new Example(document, Optional.ofNullable(example.getJsonObject("variables"))));
            register(nameOf(document).orElseThrow(), document);
        }
    }

    /**
     * Reads the manifest, which {@code SettingsCheck} has found right: without what it is told to serve, the service
     * does not start.
     */
    void readManifest(@Observes @Priority(1) StartupEvent event) {
        if (settings.manifest().isEmpty()) {
            return;
        }
        Path file = settings.manifest().get();
        Manifest.read(file).forEach(this::register);
        LOG.infof("%d documents are registered, with those of %s", namesByText.size(), file);
    }

    private void register(String id, String document) {
        textsById.put(Objects.requireNonNull(id, "a document without an id"), document);
        textsById.put(SHA_256 + Sha256.of(document), document);
        namesByText.put(document, nameOf(document).orElse(id));
    }

    /** What GraphiQL opens with, in its order. */
    public List<Example> examples() {
        return examples;
    }

    /** The name of a registered document's operation. */
    public Optional<String> operationName(String document) {
        return Optional.ofNullable(namesByText.get(document));
    }

    /**
     * The document of a request, sent or named.
     *
     * @throws Refusal where it is not known, or not allowed
     */
    public String textOf(GraphqlRequest request) {
        Optional<String> hash = persistedQueryHash(request);
        if (request.query().isEmpty()) {
            return hash.isPresent()
                    ? persistedQuery(hash.get())
                    : registered(request.documentId().orElseThrow());
        }
        String text = request.query().get();
        if (hash.isPresent() && !hash.get().equals(Sha256.of(text))) {
            throw GraphqlRequest.malformed("extensions.persistedQuery.sha256Hash is not the SHA-256 hash of the query");
        }
        if (settings.registeredOnly() && !namesByText.containsKey(text)) {
            throw Refusal.ofDocument(
                    "DOCUMENT_NOT_REGISTERED", "Only registered documents are answered here", null, Map.of());
        }
        return text;
    }

    /**
     * Keeps a valid document that its client wants to name from now on.
     *
     * @param client in whose share it counts
     */
    public void keep(GraphqlRequest request, String client) {
        if (request.query().isPresent() && !settings.registeredOnly()) {
            persistedQueryHash(request)
                    .ifPresent(hash -> persisted.put(hash, request.query().get(), client));
        }
    }

    private String registered(String id) {
        String text = textsById.get(id);
        if (text == null && id.startsWith(SHA_256)) {
            text = persisted.get(id.substring(SHA_256.length()));
        }
        if (text == null) {
            throw Refusal.ofDocument(
                    "PERSISTED_DOCUMENT_NOT_FOUND", "No document with this documentId is known here", null, Map.of());
        }
        return text;
    }

    private String persistedQuery(String hash) {
        String registered = textsById.get(SHA_256 + hash);
        String text = registered == null ? persisted.get(hash) : registered;
        if (text == null && settings.registeredOnly()) {
            throw Refusal.ofPersistedQuery("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported");
        }
        if (text == null) {
            throw Refusal.ofPersistedQuery("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");
        }
        return text;
    }

    private static Optional<String> persistedQueryHash(GraphqlRequest request) {
        Object extension = request.extensions().getValue("persistedQuery");
        if (extension == null) {
            return Optional.empty();
        }
        if (!(extension instanceof JsonObject persistedQuery)
                || !Integer.valueOf(1).equals(persistedQuery.getValue("version"))
                || !(persistedQuery.getValue("sha256Hash") instanceof String hash)
                || !hash.matches("[0-9a-f]{64}")) {
            throw GraphqlRequest.malformed(
                    "extensions.persistedQuery must have the version 1 and a sha256Hash of 64 hexadecimal digits");
        }
        return Optional.of(hash);
    }

    private static Optional<String> nameOf(String document) {
        return Parser.parse(document)
                .getFirstDefinitionOfType(OperationDefinition.class)
                .map(OperationDefinition::getName);
    }

    /** The text of a resource that the service brings. */
    public static String resource(String name) {
        try (InputStream content = RegisteredDocuments.class.getResourceAsStream(name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * The documents that were used last, as many as fit. Where there are too many, the client that has registered most
     * of them, if that is more than its share, loses its own: so one client cannot push out those of others. (Caffeine
     * would keep those that are used often, and might drop one that has just been registered before its client names
     * it.)
     */
    private static final class LastUsed {

        /** What an entry takes beside its text, about. */
        private static final int OVERHEAD = 400;

        /** How many clients have room for their share. */
        private static final int SHARES = 8;

        private final long most;
        private final Map<String, Kept> keptByHash = new LinkedHashMap<>(16, 0.75f, true);
        private final Map<String, Long> charactersByClient = new HashMap<>();
        private long characters;

        /** @param most how many characters there may be of them */
        LastUsed(long most) {
            this.most = most;
        }

        synchronized String get(String hash) {
            Kept kept = keptByHash.get(hash);
            return kept == null ? null : kept.text;
        }

        synchronized void put(String hash, String text, String client) {
            if (keptByHash.get(hash) != null) {
                return;
            }
            keptByHash.put(hash, new Kept(text, client));
            add(client, text.length() + OVERHEAD);
            while (characters > most) {
                Map.Entry<String, Long> largest =
                        Collections.max(charactersByClient.entrySet(), Map.Entry.comparingByValue());
                boolean hasTooMany = largest.getValue() > most / SHARES;
                String loser = largest.getKey();
                removeOldest(kept -> !hasTooMany || kept.client.equals(loser));
            }
        }

        private void removeOldest(Predicate<Kept> mayGo) {
            Iterator<Kept> oldest = keptByHash.values().iterator();
            Kept kept = oldest.next();
            while (!mayGo.test(kept)) {
                kept = oldest.next();
            }
            oldest.remove();
            add(kept.client, -(kept.text.length() + OVERHEAD));
        }

        private void add(String client, long more) {
            characters += more;
            charactersByClient.merge(client, more, (had, added) -> had + added == 0 ? null : had + added);
        }

        private record Kept(String text, String client) {}
    }

    /** A document to open GraphiQL with, and its variables. */
    public record Example(String document, Optional<JsonObject> variables) {}
}
