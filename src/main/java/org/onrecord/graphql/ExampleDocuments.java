package org.onrecord.graphql;

import graphql.language.OperationDefinition;
import graphql.parser.Parser;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The documents that the service brings with it: the questions that GraphiQL opens with. */
@Singleton
class ExampleDocuments {

    private final List<Example> examples = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();

    ExampleDocuments() {
        for (Object entry : new JsonArray(resource("/examples/index.json"))) {
            JsonObject example = (JsonObject) entry;
            String document = resource("/examples/" + example.getString("document"));
            examples.add(new Example(document, Optional.ofNullable(example.getJsonObject("variables"))));
            names.put(document, nameOf(document));
        }
    }

    /** In the order in which GraphiQL shows them. */
    List<Example> all() {
        return examples;
    }

    /** The name of the operation in a document, where it is, letter for letter, one of these. */
    Optional<String> operationName(String document) {
        return Optional.ofNullable(names.get(document));
    }

    private static String nameOf(String document) {
        return Parser.parse(document)
                .getFirstDefinitionOfType(OperationDefinition.class)
                .orElseThrow()
                .getName();
    }

    static String resource(String name) {
        try (InputStream content = ExampleDocuments.class.getResourceAsStream(name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    record Example(String document, Optional<JsonObject> variables) {}
}
