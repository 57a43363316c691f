package org.onrecord;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The questions that GraphiQL opens with, and their whole answers on the data set. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class ExampleQuestionsTest {

    static Stream<Arguments> examples() {
        return StreamSupport.stream(
                        Ask.json(Ask.resource("/examples/index.json")).spliterator(), false)
                .map(example -> Arguments.of(
                        example.path("document").asText(),
                        Ask.JSON.convertValue(example.path("variables"), Map.class)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void answersInOneRequest(String document, Map<String, ?> variables) throws IOException {
        JsonNode answer = Ask.data(Ask.resource("/examples/" + document), variables == null ? Map.of() : variables);

        String file = "/answers/" + document.replace(".graphql", ".json");
        if (Boolean.getBoolean("update")) {
            Files.writeString(
                    Path.of("src/test/resources" + file),
                    Ask.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer) + "\n");
            return;
        }
        assertEquals(Ask.json(Ask.resource(file)), answer);
    }

    @Test
    void pagesThroughAllQuotesForwardAndBackward() {
        String document = Ask.resource("/examples/9-all-quotes.graphql");

        List<JsonNode> forward = new ArrayList<>();
        Map<String, Object> variables = new HashMap<>(Map.of("first", 20));
        for (boolean more = true; more; ) {
            JsonNode page = Ask.data(document, variables).path("quotes");
            page.path("nodes").forEach(forward::add);
            more = page.path("pageInfo").path("hasNextPage").asBoolean();
            variables.put("after", page.path("pageInfo").path("endCursor").asText());
        }
        List<JsonNode> backward = new ArrayList<>();
        variables = new HashMap<>(Map.of("last", 20));
        for (boolean more = true; more; ) {
            JsonNode page = Ask.data(document, variables).path("quotes");
            List<JsonNode> nodes = new ArrayList<>();
            page.path("nodes").forEach(nodes::add);
            Collections.reverse(nodes);
            backward.addAll(nodes);
            more = page.path("pageInfo").path("hasPreviousPage").asBoolean();
            variables.put("before", page.path("pageInfo").path("startCursor").asText());
        }
        Collections.reverse(backward);

        assertEquals(Ask.dataSet("quotes").size(), forward.size());
        assertEquals(forward, backward);
    }
}
