package org.onrecord;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The schema is a contract. */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class SchemaTest {

    private static final Path CHECKED_IN = Path.of("docs", "schema.graphql");

    /** After a wanted change: {@code mvn test -Dtest=SchemaTest -Dupdate=true}. */
    @Test
    void isTheOneCheckedIn() throws IOException {
        String served =
                get("/graphql/schema.graphql").then().statusCode(200).extract().asString();
        if (Boolean.getBoolean("update")) {
            Files.writeString(CHECKED_IN, served.strip() + "\n");
        }
        assertEquals(Files.readString(CHECKED_IN).strip(), served.strip());
    }

    @Test
    void isGivenAgainOnlyToThoseWhoDoNotHaveIt() {
        Response whole = get("/graphql/schema.graphql");
        String tag = whole.header("ETag");

        assertEquals("no-cache", whole.header("Cache-Control"));
        assertEquals("gzip", whole.header("Content-Encoding"));
        Response same = given().header("If-None-Match", tag).get("/graphql/schema.graphql");
        assertEquals(304, same.statusCode());
        assertEquals("", same.asString());
        assertEquals(200, given().head("/graphql/schema.graphql").statusCode());
        assertEquals(
                whole.asString(),
                given().header("Accept-Encoding", "gzip; q=0")
                        .get("/graphql/schema.graphql")
                        .asString());
    }

    /** As any other request. */
    @Test
    void countsAmongTheRequestsOfAClient() {
        Response last;
        int asked = 0;
        do {
            last = given().header("X-Forwarded-For", "10.60.0.1").head("/graphql/schema.graphql");
            asked++;
        } while (last.statusCode() == 200 && asked < 2000);

        assertEquals(429, last.statusCode());
        assertEquals("1", last.header("Retry-After"));
    }

    @Test
    void describesEverything() {
        JsonNode types = Ask.data("""
                        {
                          __schema {
                            types {
                              name description
                              fields { name description args { name description } }
                              inputFields { name description }
                              enumValues { name description }
                            }
                          }
                        }""").path("__schema").path("types");

        Set<String> bare = new TreeSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (JsonNode type : types) {
            String name = type.path("name").asText();
            if (name.startsWith("__")) {
                continue;
            }
            note(bare, name, type);
            seen.merge("types", 1, Integer::sum);
            for (String members : List.of("fields", "inputFields", "enumValues")) {
                for (JsonNode member : type.path(members)) {
                    String memberName = name + '.' + member.path("name").asText();
                    note(bare, memberName, member);
                    seen.merge(members, 1, Integer::sum);
                    seen.merge("args", member.path("args").size(), Integer::sum);
                    member.path("args")
                            .forEach(argument -> note(
                                    bare,
                                    memberName + '(' + argument.path("name").asText(),
                                    argument));
                }
            }
        }
        assertEquals(new TreeSet<>(), bare);
        // Of each there are at least so many: what is described is there.
        Map.of("types", 60, "fields", 150, "inputFields", 40, "enumValues", 60, "args", 150)
                .forEach((what, least) -> assertTrue(seen.getOrDefault(what, 0) >= least, what + " of " + seen));
    }

    private static void note(Set<String> bare, String name, JsonNode described) {
        String description = described.path("description").asText("");
        if (description.length() < 8 || description.startsWith("Scalar for")) {
            bare.add(name);
        }
    }
}
