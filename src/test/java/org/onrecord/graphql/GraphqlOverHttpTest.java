package org.onrecord.graphql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onrecord.graphql.Call.GRAPHQL;
import static org.onrecord.graphql.Call.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onrecord.RecordDatabase;
import org.onrecord.graphql.Call.Reply;

/**
 * Requests and answers are as GraphQL over HTTP has them.
 *
 * @see <a href="https://graphql.github.io/graphql-over-http/draft/">GraphQL over HTTP</a>
 */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class GraphqlOverHttpTest {

    private static final String DATASET = "{ dataset { slug } }";

    private static final int MOST_BYTES = 256 * 1024;

    /**
     * The audits of a server that the package graphql-http has, by their ids. {@code json} and {@code graphql} stand
     * for the two media types, {@code -} for none.
     *
     * @see <a href="https://github.com/graphql/graphql-http/blob/main/src/audits/server.ts">The audits of
     *     graphql-http</a>
     */
    // spotless:off
    private static final String AUDITS = """
            # id | method | Content-Type    | Accept  | status  | type    | answer | body or parameters
            # Media types
            22EB | POST | json                | graphql | 200     | graphql | data   | {"query": "{ __typename }"}
            4655 | POST | json                | json    | 200     | json    | data   | {"query": "{ __typename }"}
            47DE | POST | json                | */*     | 200     | json    | data   | {"query": "{ __typename }"}
            80D8 | POST | json                | -       | 200     | json    | data   | {"query": "{ __typename }"}
            82A3 | POST | json                | -       | 200     | json    | data   | {"query": "{ __typename }"}
            BF61 | POST | json; charset=utf-8 | -       | 200     | json    | data   | {"query": "{ __type(name: \\"Run🏃Swim🏊\\") { name } }"}
            78D5 | POST | json                | -       | 200     | json    | data   | {"query": "{ __typename }"}
            # Methods and bodies
            2C94 | POST | json                | -       | 200     | json    | data   | {"query": "{ __typename }"}
            5A70 | GET  | -                   | -       | 200     | json    | data   | query=%7B+__typename+%7D
            9C48 | GET  | -                   | graphql | 4..     | graphql | errors | query=mutation+%7B+__typename+%7D
            9ABE | POST | -                   | -       | 4..     | json    | errors | {"query": "{ __typename }"}
            03D4 | POST | json                | -       | 200     | json    | data   | {"query": "{ __typename }"}
            A5BF | POST | json                | -       | 400     | json    | errors | -
            # The parameter query
            423L | POST | json                | graphql | 400     | graphql | errors | {"notquery": "{ __typename }"}
            LKJ0 | POST | json                | -       | 400     | json    | errors | {"query": {"obj": "ect"}}
            LKJ1 | POST | json                | -       | 400     | json    | errors | {"query": 0}
            LKJ2 | POST | json                | -       | 400     | json    | errors | {"query": false}
            LKJ3 | POST | json                | -       | 400     | json    | errors | {"query": ["array"]}
            34A2 | POST | json                | graphql | 200     | graphql | data   | {"query": "{ __typename }"}
            13EE | POST | json                | json    | 200     | json    | data   | {"query": "{ __typename }"}
            # The parameter operationName
            6C00 | POST | json                | -       | 400     | json    | errors | {"query": "{ __typename }", "operationName": {"obj": "ect"}}
            6C01 | POST | json                | -       | 400     | json    | errors | {"query": "{ __typename }", "operationName": 0}
            6C02 | POST | json                | -       | 400     | json    | errors | {"query": "{ __typename }", "operationName": false}
            6C03 | POST | json                | -       | 400     | json    | errors | {"query": "{ __typename }", "operationName": ["array"]}
            8161 | POST | json                | graphql | 200     | graphql | data   | {"query": "query Query { __typename }", "operationName": "Query"}
            B8B3 | POST | json                | json    | 200     | json    | data   | {"query": "query Query { __typename }", "operationName": "Query"}
            # Parameters that are null
            94B0 | POST | json                | graphql | 200     | graphql | data   | {"query": "{ __typename }", "variables": null}
            0220 | POST | json                | json    | 200     | json    | data   | {"query": "{ __typename }", "variables": null}
            94B1 | POST | json                | graphql | 200     | graphql | data   | {"query": "{ __typename }", "operationName": null}
            0221 | POST | json                | json    | 200     | json    | data   | {"query": "{ __typename }", "operationName": null}
            94B2 | POST | json                | graphql | 200     | graphql | data   | {"query": "{ __typename }", "extensions": null}
            0222 | POST | json                | json    | 200     | json    | data   | {"query": "{ __typename }", "extensions": null}
            # The parameter variables
            4760 | POST | json                | -       | 400     | json    | errors | {"query": "{ __typename }", "variables": "string"}
            4761 | POST | json                | -       | 400     | json    | errors | {"query": "{ __typename }", "variables": 0}
            4762 | POST | json                | -       | 400     | json    | errors | {"query": "{ __typename }", "variables": false}
            4763 | POST | json                | -       | 400     | json    | errors | {"query": "{ __typename }", "variables": ["array"]}
            2EA1 | POST | json                | graphql | 200     | graphql | data   | {"query": "query Type($name: String!) { __type(name: $name) { name } }", "variables": {"name": "sometype"}}
            28B9 | POST | json                | json    | 200     | json    | data   | {"query": "query Type($name: String!) { __type(name: $name) { name } }", "variables": {"name": "sometype"}}
            D6D5 | GET  | -                   | graphql | 200     | graphql | data   | query=query+Type%28%24name%3A+String%21%29+%7B+__type%28name%3A+%24name%29+%7B+name+%7D+%7D&variables=%7B%22name%22%3A%22sometype%22%7D
            6A70 | GET  | -                   | json    | 200     | json    | data   | query=query+Type%28%24name%3A+String%21%29+%7B+__type%28name%3A+%24name%29+%7B+name+%7D+%7D&variables=%7B%22name%22%3A%22sometype%22%7D
            # The parameter extensions
            58B0 | POST | json                | -       | 400     | json    | errors | {"query": "{ __typename }", "extensions": "string"}
            58B1 | POST | json                | -       | 400     | json    | errors | {"query": "{ __typename }", "extensions": 0}
            58B2 | POST | json                | -       | 400     | json    | errors | {"query": "{ __typename }", "extensions": false}
            58B3 | POST | json                | -       | 400     | json    | errors | {"query": "{ __typename }", "extensions": ["array"]}
            428F | POST | json                | graphql | 200     | graphql | data   | {"query": "{ __typename }", "extensions": {"some": "value"}}
            1B7A | POST | json                | json    | 200     | json    | data   | {"query": "{ __typename }", "extensions": {"some": "value"}}
            # What is no request
            B6DC | POST | json                | json    | [245].. | json    | errors | { "not a JSON
            BCF8 | POST | json                | json    | 400     | json    | errors | { "not a JSON
            B7N8 | POST | json                | graphql | 400     | graphql | errors | { "not a JSON
            8764 | POST | json                | -       | [45]..  | json    | errors | {"qeury": "{ __typename }"}
            3E3A | POST | json                | -       | 400     | json    | errors | {"qeury": "{ __typename }"}
            # Documents and variables that are wrong
            572B | POST | json                | json    | 200     | json    | errors | {"query": "{"}
            FDE2 | POST | json                | json    | 200     | json    | errors | {"query": "{ 8f31403dfe404bccbb0e835f2629c6a7 }"}
            7B9B | POST | json                | json    | 200     | json    | errors | {"query": "query CoerceFailure($id: ID!){ __typename }", "variables": {"id": null}}
            865D | POST | json                | graphql | [45]..  | graphql | errors | {"query": "{"}
            556A | POST | json                | graphql | 400     | graphql | errors | {"query": "{"}
            D586 | POST | json                | graphql | 400     | graphql | errors | {"query": "{"}
            51FE | POST | json                | graphql | [45]..  | graphql | errors | {"query": "{ 8f31403dfe404bccbb0e835f2629c6a7 }"}
            74FF | POST | json                | graphql | 400     | graphql | errors | {"query": "{ 8f31403dfe404bccbb0e835f2629c6a7 }"}
            5E5B | POST | json                | graphql | 400     | graphql | errors | {"query": "{ 8f31403dfe404bccbb0e835f2629c6a7 }"}
            86EE | POST | json                | graphql | 400     | graphql | errors | {"query": "query CoerceFailure($id: ID!){ __typename }", "variables": {"id": null}}
            """;
    // spotless:on

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = AUDITS)
    void passesTheAudit(
            String id,
            String method,
            String contentType,
            String accept,
            String status,
            String answerType,
            String answer,
            String request)
            throws Exception {
        Call call =
                method.equals("GET") ? Call.get("/graphql?" + request) : Call.post(request.equals("-") ? "" : request);
        if (!contentType.equals("-")) {
            call.header("Content-Type", mediaType(contentType));
        }
        if (!accept.equals("-")) {
            call.accept(mediaType(accept));
        }

        Reply reply = call.send();

        assertTrue(String.valueOf(reply.status()).matches(status), reply::toString);
        assertEquals(mediaType(answerType), reply.mediaType());
        assertEquals(answer.equals("data"), reply.json().has("data"), reply::toString);
        assertEquals(answer.equals("errors"), reply.json().has("errors"), reply::toString);
    }

    private static String mediaType(String shorthand) {
        return switch (shorthand) {
            case "json" -> JSON;
            case "json; charset=utf-8" -> JSON + "; charset=utf-8";
            case "graphql" -> GRAPHQL;
            default -> shorthand;
        };
    }

    @Test
    void hasAllAuditsOnce() {
        List<String> ids = AUDITS.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst(" .*", ""))
                .toList();

        assertEquals(61, ids.size());
        assertEquals(61, new HashSet<>(ids).size(), ids::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json                                                        | application/json
            application/graphql-response+json                                       | application/graphql-response+json
            Application/GraphQL-Response+JSON                                       | application/graphql-response+json
            application/graphql-response+json; charset=utf-8                        | application/graphql-response+json
            application/graphql-response+json, application/json;q=0.9               | application/graphql-response+json
            application/json;q=0.9, application/graphql-response+json               | application/graphql-response+json
            application/json, application/graphql-response+json;q=0.9               | application/json
            application/graphql-response+json;q=0.9, application/json               | application/json
            application/graphql-response+json;q=0.8, */*;q=0.9                      | application/json
            application/graphql-response+json;q=0, */*                              | application/json
            application/json;q=0, application/graphql-response+json;q=0.1           | application/graphql-response+json
            application/*                                                           | application/json
            */*                                                                     | application/json
            text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8      | application/json
            text/html, application/graphql-response+json;q=0.1                      | application/graphql-response+json
            """)
    void answersInTheTypeThatTheClientPrefers(String accept, String type) throws Exception {
        Reply reply = Call.post(Map.of("query", DATASET)).accept(accept).send();

        assertEquals(200, reply.status());
        assertEquals(Optional.of(type + "; charset=utf-8"), reply.header("Content-Type"));
        assertEquals(Optional.of("Accept, Accept-Encoding"), reply.header("Vary"));
    }

    /** The weight of a type is that of the narrowest range that it is in. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json;q=0.2, */*;q=0.8                                       | application/graphql-response+json
            application/json;q=0, */*                                               | application/graphql-response+json
            application/*;q=0.2, application/graphql-response+json;q=0.1            | application/json
            application/*;q=0, application/graphql-response+json;q=0.1, */*         | application/graphql-response+json
            """)
    void weighsATypeByItsNarrowestRange(String accept, String type) throws Exception {
        Reply reply = Call.post(Map.of("query", DATASET)).accept(accept).send();

        assertEquals(200, reply.status());
        assertEquals(type, reply.mediaType());
    }

    @Test
    void answersInJsonWhereTheClientSaysNothing() throws Exception {
        Reply reply = Call.post(Map.of("query", DATASET)).send();

        assertEquals(JSON, reply.mediaType());
    }

    @Test
    void readsAllLinesOfTheHeaderAccept() throws Exception {
        Reply reply = Call.post(Map.of("query", DATASET))
                .accept("text/html")
                .accept(GRAPHQL)
                .send();

        assertEquals(200, reply.status());
        assertEquals(GRAPHQL, reply.mediaType());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "text/html, application/xhtml+xml",
                "application/graphql+json",
                "text/*",
                "json",
                "application/json;q=0",
                "*/*;q=0"
            })
    void refusesToAnswerInAnotherType(String accept) throws Exception {
        Reply reply = Call.post(Map.of("query", DATASET)).accept(accept).send();

        assertEquals(406, reply.status());
        assertNotExecuted(reply);
        assertEquals(
                "Accept application/graphql-response+json or application/json: there is nothing else to have",
                reply.message());
        assertTrue(reply.header("RateLimit").orElse("none").startsWith("\"client\";r=599;"), reply::toString);
    }

    @Test
    void readsNoMoreThanFiftyMediaTypes() throws Exception {
        Call call = Call.post(Map.of("query", DATASET)).accept("a/b,".repeat(50) + GRAPHQL);

        assertEquals(406, call.send().status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json                  | 200 | GRAPHQL_PARSE_FAILED      | { dataset { slug }
            application/graphql-response+json | 400 | GRAPHQL_PARSE_FAILED      | { dataset { slug }
            application/json                  | 200 | GRAPHQL_VALIDATION_FAILED | { dataset { nope } }
            application/graphql-response+json | 400 | GRAPHQL_VALIDATION_FAILED | { dataset { nope } }
            application/json                  | 200 | BAD_USER_INPUT            | query ($first: Int!) { quotes(first: $first) { totalCount } }
            application/graphql-response+json | 400 | BAD_USER_INPUT            | query ($first: Int!) { quotes(first: $first) { totalCount } }
            """)
    void hasTheStatusOfARequestThatIsWrong(String type, int status, String code, String document) throws Exception {
        Reply reply = Call.post(Map.of("query", document)).accept(type).send();

        assertEquals(status, reply.status());
        assertEquals(code, reply.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, GRAPHQL})
    void hasTheStatus200WithDataThoughAFieldHasAnError(String type) throws Exception {
        Reply reply = Call.post(Map.of("query", "{ dataset { slug } node(id: \"x\") { id } }"))
                .accept(type)
                .send();

        assertEquals(200, reply.status());
        assertEquals(
                "BAD_USER_INPUT",
                reply.json()
                        .path("errors")
                        .path(0)
                        .path("extensions")
                        .path("code")
                        .asText());
        assertTrue(reply.json().path("data").path("dataset").path("slug").isTextual(), reply::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, GRAPHQL})
    void tellsLineAndColumnOfASyntaxError(String type) throws Exception {
        Reply reply = Call.post(Map.of("query", """
                        {
                          dataset {
                            slug(:
                          }
                        }""")).accept(type).send();

        JsonNode location = reply.error().path("locations").path(0);
        assertEquals(3, location.path("line").asInt());
        assertEquals(10, location.path("column").asInt());
    }

    @Test
    void writesUtf8() throws Exception {
        Reply reply = Call.post(Map.of("query", "{ actors(filter: {namePrefix: \"Türk\"}) { nodes { name } } }"))
                .send();

        assertEquals(
                "Türkiye",
                reply.data().path("actors").path("nodes").path(0).path("name").asText());
    }

    @Test
    void answersAGetWithVariablesAndOperationName() throws Exception {
        Reply reply = Call.get(Map.of("query", """
                        query Dataset { dataset { slug } }
                        query Named($slug: String!) { actor(slug: $slug) { name } }""", "operationName", "Named", "variables", """
                        {"slug": "turkey"}"""))
                .send();

        assertEquals(200, reply.status());
        assertEquals("Türkiye", reply.data().path("actor").path("name").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "Australia, 1",
        "%41ustralia, 1",
        "%2541ustralia, 0",
        "United%20Kingdom, 1",
        "United+Kingdom, 1",
        "United%2BKingdom, 0",
        "T%C3%BCrkiye, 1",
        "T%25C3%25BCrkiye, 0",
    })
    void decodesParametersOnce(String encoded, int found) throws Exception {
        String query = "query=query($prefix:String!)%7Bactors(filter:%7BnamePrefix:$prefix%7D)%7BtotalCount%7D%7D";

        Reply reply = Call.get("/graphql?%s&variables=%%7B%%22prefix%%22:%%22%s%%22%%7D".formatted(query, encoded))
                .send();

        assertEquals(found, reply.data().path("actors").path("totalCount").asInt());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /graphql                                                        | The request has no query
            /graphql?                                                       | The request has no query
            /graphql?query=                                                 | The request has no query
            /graphql?query=%20                                              | The field query must not be empty
            /graphql?operationName=A                                        | The request has no query
            /graphql?query=%7B__typename%7D&query=%7B__typename%7D          | The parameter query must be given once
            /graphql?query=%7B__typename%7D&variables=%7B%7D&variables=%7B%7D | The parameter variables must be given once
            /graphql?query=%7B__typename%7D&operationName=A&operationName=A | The parameter operationName must be given once
            /graphql?query=%7B__typename%7D&variables=%7B                   | The parameter variables is not valid JSON
            /graphql?query=%7B__typename%7D&variables=slug                  | The parameter variables is not valid JSON
            /graphql?query=%7B__typename%7D&variables=%5B%5D                | The field variables must be a JSON object
            /graphql?query=%7B__typename%7D&extensions=%7B                  | The parameter extensions is not valid JSON
            /graphql?query=%7B__typename%7D&extensions=1                    | The field extensions must be a JSON object
            /graphql?query=%7B__typename%7D&documentId=WhoDeclined          | Give either query or documentId, not both
            """)
    void refusesAGetThatIsNoRequest(String path, String message) throws Exception {
        Reply reply = Call.get(path).accept(GRAPHQL).send();

        assertEquals(400, reply.status());
        assertNotExecuted(reply);
        assertEquals(message, reply.message());
    }

    /** Written to the socket: no client would send it. */
    @ParameterizedTest
    @ValueSource(strings = {"/graphql?query=%7", "/graphql?query=%GG", "/graphql?query=%FF&variables=%"})
    void refusesAGetThatIsEncodedWrongly(String path) throws Exception {
        String reply = Call.written("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path));

        assertTrue(reply.startsWith("HTTP/1.1 400 "), reply);
    }

    @Test
    void answersHeadAsGetWithoutABody() throws Exception {
        String path = Call.path(Map.of("query", DATASET));
        Reply get = Call.get(path).accept(GRAPHQL).send();

        Reply head = Call.of("HEAD", path).accept(GRAPHQL).send();

        assertEquals(200, head.status());
        assertEquals("", head.body());
        for (String name : List.of("Content-Type", "Cache-Control", "Vary", "GraphQL-Cost")) {
            assertTrue(get.header(name).isPresent(), name);
            assertEquals(get.header(name), head.header(name), name);
        }
    }

    @Test
    void answersHeadThatIsNoRequestWithTheStatusAlone() throws Exception {
        Reply head = Call.of("HEAD", "/graphql").send();

        assertEquals(400, head.status());
        assertEquals("", head.body());
    }

    @Test
    void refusesAMutationByGet() throws Exception {
        Reply reply = Call.get(Map.of("query", "mutation { __typename }"))
                .accept(GRAPHQL)
                .send();

        assertEquals(405, reply.status());
        assertEquals(Optional.of("POST"), reply.header("Allow"));
        assertEquals("Send a mutation by POST", reply.message());
    }

    /** Also where the same document has queries. */
    @Test
    void refusesTheMutationOfADocumentByGet() throws Exception {
        Reply reply = Call.get(Map.of(
                        "query",
                        "query Asks { __typename } mutation Changes { __typename }",
                        "operationName",
                        "Changes"))
                .accept(GRAPHQL)
                .send();

        assertEquals(405, reply.status());
        assertEquals(Optional.of("POST"), reply.header("Allow"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS"})
    void refusesOtherMethods(String method) throws Exception {
        Reply reply = Call.of(method, Call.path(Map.of("query", DATASET))).send();

        assertEquals(405, reply.status());
        assertEquals(Optional.of("GET, HEAD, POST"), reply.header("Allow"));
        assertNotExecuted(reply);
        assertEquals("Send the request by POST or GET", reply.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=utf-8",
                "application/json; charset=UTF-8",
                "application/json ; charset=\"utf-8\"",
                "application/json; profile=any"
            })
    void takesJson(String contentType) throws Exception {
        Reply reply = Call.post(Call.json(Map.of("query", DATASET)))
                .header("Content-Type", contentType)
                .send();

        assertEquals(200, reply.status());
        assertTrue(reply.data().path("dataset").path("slug").isTextual(), reply::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/plain                                | {"query": "{ dataset { slug } }"}
            text/plain; application/json              | {"query": "{ dataset { slug } }"}
            application/graphql+json                  | {"query": "{ dataset { slug } }"}
            application/jsonp                         | {"query": "{ dataset { slug } }"}
            application/json; charset=iso-8859-1      | {"query": "{ dataset { slug } }"}
            application/json; charset=utf-16          | {"query": "{ dataset { slug } }"}
            application/graphql                       | { dataset { slug } }
            application/x-www-form-urlencoded         | query=%7B+dataset+%7B+slug+%7D+%7D
            """)
    void refusesOtherTypes(String contentType, String body) throws Exception {
        Reply reply = Call.post(body).header("Content-Type", contentType).send();

        assertUnsupported(reply);
    }

    @Test
    void refusesAnUpload() throws Exception {
        Reply reply = Call.post("""
                        --part
                        Content-Disposition: form-data; name="operations"

                        {"query": "{ dataset { slug } }"}
                        --part--
                        """.replace("\n", "\r\n"))
                .header("Content-Type", "multipart/form-data; boundary=part")
                .send();

        assertUnsupported(reply);
    }

    @Test
    void refusesABodyOfNoType() throws Exception {
        Reply reply = Call.post(Call.json(Map.of("query", DATASET))).send();

        assertUnsupported(reply);
    }

    private static void assertUnsupported(Reply reply) {
        assertEquals(415, reply.status());
        assertNotExecuted(reply);
        assertEquals(
                "Send the request as JSON in UTF-8, with the header Content-Type: application/json", reply.message());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                                            | The body is a list: batches are not supported, send each request by itself
            [{"query": "{ dataset { slug } }"}]                           | The body is a list: batches are not supported, send each request by itself
            "{ dataset { slug } }"                                        | The body must be a JSON object
            {"query": "{ dataset { slug } }"                              | The body is not valid JSON
            {"query": "{ dataset { slug } }"} {}                          | The body is not valid JSON
            {"query": ""}                                                 | The field query must not be empty
            {"query": " \\n"}                                             | The field query must not be empty
            {"query": null}                                               | The request has no query
            {"query": "{ dataset { slug } }", "documentId": "WhoDeclined"} | Give either query or documentId, not both
            {"documentId": 4}                                             | The field documentId must be a text
            """)
    void refusesABodyThatIsNoRequest(String body, String message) throws Exception {
        Reply reply =
                Call.post(body).header("Content-Type", JSON).accept(GRAPHQL).send();

        assertEquals(400, reply.status());
        assertNotExecuted(reply);
        assertEquals(message, reply.message());
    }

    @Test
    void refusesABodyThatIsNotUtf8() throws Exception {
        byte[] body = "{\"query\": \"{ dataset { slug } } # Türkiye\"}".getBytes(StandardCharsets.ISO_8859_1);

        Reply reply = Call.post(body).header("Content-Type", JSON).send();

        assertEquals(400, reply.status());
        assertNotExecuted(reply);
    }

    @Test
    void refusesVariablesThatNestWithoutEnd() throws Exception {
        String body = "{\"query\": \"{ dataset { slug } }\", \"variables\": {\"deep\": %s1%s}}"
                .formatted("[".repeat(100_000), "]".repeat(100_000));

        Reply reply = Call.post(body).header("Content-Type", JSON).send();

        assertEquals(400, reply.status());
        assertNotExecuted(reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1000000000", "-1e400", "123456789012345678901234567890"})
    void refusesANumberThatIsNoInt(String number) throws Exception {
        Reply reply = Call.post("""
                        {"query": "query ($first: Int) { quotes(first: $first) { totalCount } }", "variables": {"first": %s}}""".formatted(number))
                .header("Content-Type", JSON)
                .accept(GRAPHQL)
                .send();

        assertEquals(400, reply.status());
        assertEquals("BAD_USER_INPUT", reply.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, GRAPHQL})
    void refusesASubscription(String type) throws Exception {
        Reply reply = Call.post(Map.of("query", "subscription { __typename }"))
                .accept(type)
                .send();

        assertEquals(400, reply.status());
        assertEquals("Subscriptions are not answered here: ask with a query again", reply.message());
    }

    @ParameterizedTest
    @ValueSource(ints = {MOST_BYTES - 1, MOST_BYTES})
    void takesTheLargestBody(int bytes) throws Exception {
        Reply reply = Call.post(bodyOf(bytes)).header("Content-Type", JSON).send();

        assertEquals(200, reply.status());
        assertTrue(reply.data().path("dataset").path("slug").isTextual(), reply::toString);
    }

    @Test
    void takesTheLargestBodyInChunks() throws Exception {
        Reply reply = Call.postChunked(bodyOf(MOST_BYTES))
                .header("Content-Type", JSON)
                .send();

        assertEquals(200, reply.status());
        assertTrue(reply.data().path("dataset").path("slug").isTextual(), reply::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {MOST_BYTES + 1, 10_000_000})
    void refusesALargerBody(int bytes) throws Exception {
        Reply reply = Call.post(bodyOf(bytes)).header("Content-Type", JSON).send();

        assertTooLarge(reply);
    }

    @ParameterizedTest
    @ValueSource(ints = {MOST_BYTES + 1, 10_000_000})
    void refusesALargerBodyInChunks(int bytes) throws Exception {
        Reply reply =
                Call.postChunked(bodyOf(bytes)).header("Content-Type", JSON).send();

        assertTooLarge(reply);
    }

    private static byte[] bodyOf(int bytes) {
        byte[] body = " ".repeat(bytes).getBytes(StandardCharsets.UTF_8);
        byte[] request = Call.json(Map.of("query", DATASET)).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(request, 0, body, 0, request.length);
        return body;
    }

    private static void assertTooLarge(Reply reply) {
        assertEquals(413, reply.status());
        assertEquals(JSON, reply.mediaType());
        assertEquals("BODY_TOO_LARGE", reply.code());
        assertEquals("The body has more than 262144 bytes", reply.message());
        assertEquals(
                MOST_BYTES, reply.error().path("extensions").path("maximum").asInt());
    }

    /** More refusals than a client may have requests under way. */
    @Test
    void answersAClientThatWasRefusedOften() throws Exception {
        String client = "10.8.0.1";
        for (int i = 0; i < 20; i++) {
            Call.of("PUT", "/graphql").from(client).send();
            Call.post(Map.of("query", DATASET)).accept("text/html").from(client).send();
            Call.post(DATASET).header("Content-Type", "text/plain").from(client).send();
            Call.post("{").header("Content-Type", JSON).from(client).send();
            Call.post(bodyOf(MOST_BYTES + 1))
                    .header("Content-Type", JSON)
                    .from(client)
                    .send();
        }

        Reply reply = Call.post(Map.of("query", DATASET)).from(client).send();

        assertEquals(200, reply.status());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /graphql?query=%7B__typename%7D, 200",
        "GET, /graphql?query=%7Bnope%7D, 200",
        "GET, /graphql, 400",
        "PUT, /graphql, 405",
        "POST, /graphql, 415",
        "GET, /graphql/schema.graphql, 200",
        "POST, /graphql/schema.graphql, 405",
        "OPTIONS, /graphql/schema.graphql, 405",
        "GET, /graphiql, 200",
        "GET, /graphiql/graphiql.min.js, 200",
        "GET, /graphiql/nothing, 404",
        "GET, /nothing, 404",
    })
    void tellsBrowsersToBeCareful(String method, String path, int status) throws Exception {
        Reply reply = Call.of(method, path).send();

        assertEquals(status, reply.status());
        List<String> policy =
                List.of(reply.header("Content-Security-Policy").orElse("none").split("; "));
        assertTrue(policy.containsAll(List.of("default-src 'none'", "frame-ancestors 'none'")), policy::toString);
        assertEquals(List.of("nosniff"), reply.response().headers().allValues("X-Content-Type-Options"));
        assertEquals(List.of("DENY"), reply.response().headers().allValues("X-Frame-Options"));
        assertEquals(List.of("no-referrer"), reply.response().headers().allValues("Referrer-Policy"));
        assertEquals(List.of("same-origin"), reply.response().headers().allValues("Cross-Origin-Opener-Policy"));
    }

    @Test
    void letsNoPageOfAnotherOriginReadAnAnswer() throws Exception {
        Reply reply = Call.post(Map.of("query", DATASET))
                .header("Origin", "https://elsewhere.example")
                .send();

        assertEquals(200, reply.status());
        assertEquals(List.of(), corsHeaders(reply));
    }

    @Test
    void grantsNoPreflight() throws Exception {
        Reply reply = Call.of("OPTIONS", "/graphql")
                .header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type")
                .send();

        assertEquals(List.of(), corsHeaders(reply));
    }

    private static List<String> corsHeaders(Reply reply) {
        return reply.response().headers().map().keySet().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"))
                .toList();
    }

    private static void assertNotExecuted(Reply reply) {
        assertEquals("BAD_REQUEST", reply.code());
        assertEquals(Optional.empty(), reply.header("GraphQL-Cost"));
    }
}
