package org.onrecord.graphql;

import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A file of an operator with the documents of clients by their ids: a JSON object as Relay's compiler writes it, or Apollo's manifest. */
public final class Manifest {

    private Manifest() {}

    /**
     * Reads the documents by their ids.
     *
     * @throws IllegalArgumentException where the file is no manifest; the message says in one line what is wrong
     */
    public static Map<String, String> read(Path file) {
        JsonObject manifest;
        try {
            manifest = new JsonObject(Files.readString(file));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("it cannot be read as UTF-8", unreadable);
        } catch (DecodeException fault) {
            throw new IllegalArgumentException("it is not a JSON object", fault);
        }
        Map<String, String> documents = new LinkedHashMap<>();
        if (manifest.getValue("operations") instanceof JsonArray operations) {
            for (Object entry : operations) {
                if (!(entry instanceof JsonObject operation)) {
                    throw new IllegalArgumentException("an entry of its operations is not an object");
                }
                put(documents, operation.getValue("id"), operation.getValue("body"));
            }
        } else {
            manifest.forEach(entry -> put(documents, entry.getKey(), entry.getValue()));
        }
        return documents;
    }

    private static void put(Map<String, String> documents, Object id, Object document) {
        if (!(id instanceof String name)) {
            throw new IllegalArgumentException("a document has no id");
        }
        if (!(document instanceof String text)) {
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
