package org.onrecord.graphql.document;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file of an operator with the documents of clients by their ids: a JSON object as Relay's compiler writes it, or
 * Apollo's manifest.
 */
public final class Manifest {

    /** Refuses what {@link StrictJson} refuses: it is not yet set up where the manifest is checked. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Manifest() {}

    /**
     * Reads the documents by their ids.
     *
     * @throws IllegalArgumentException where the file is no manifest; the message says in one line what is wrong
     */
    public static Map<String, String> read(Path file) {
        JsonNode manifest = json(file);
        if (!manifest.isObject()) {
            throw new IllegalArgumentException("it is not a JSON object");
        }
        Map<String, String> documents = new LinkedHashMap<>();
        JsonNode operations = manifest.path("operations");
        if (operations.isArray()) {
            operations.forEach(operation -> put(documents, operation.path("id"), operation.path("body")));
        } else {
            manifest.properties().forEach(entry -> put(documents, TextNode.valueOf(entry.getKey()), entry.getValue()));
        }
        return documents;
    }

    private static JsonNode json(Path file) {
        try {
            return STRICT.readTree(Files.readString(file));
        } catch (JsonProcessingException fault) {
            JsonLocation place = fault.getLocation();
            throw new IllegalArgumentException(
                    "it is not JSON, or has a key twice, at line " + place.getLineNr() + " and column "
                            + place.getColumnNr(),
                    fault);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("it cannot be read as UTF-8", unreadable);
        }
    }

    private static void put(Map<String, String> documents, JsonNode id, JsonNode document) {
        if (!id.isTextual()) {
            throw new IllegalArgumentException("a document has no id");
        }
        String name = id.textValue();
        String text = document.textValue();
        if (text == null) {
            throw new IllegalArgumentException("the document " + name + " is not a text");
        }
        try {
            Parser.parse(text);
        } catch (InvalidSyntaxException fault) {
            throw new IllegalArgumentException("the document " + name + " is not GraphQL", fault);
        }
        if (documents.putIfAbsent(name, text) != null) {
            throw new IllegalArgumentException("two documents have the id " + name);
        }
    }
}
