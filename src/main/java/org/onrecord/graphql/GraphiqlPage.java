package org.onrecord.graphql;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.onrecord.OnRecordConfig;
import org.onrecord.graphql.RegisteredDocuments.Example;

/**
 * GraphiQL, with the example questions as its tabs. The scripts and styles are those that Quarkus brings; the page around
 * them is this service's own.
 */
@Singleton
class GraphiqlPage {

    private static final String PATH = "/graphiql";

    /** Where Quarkus' build puts the files of GraphiQL. */
    private static final String FILES =
            "/META-INF/io.smallrye_smallrye-graphql-ui-graphiql__jar/META-INF/resources/graphql-ui/";

    private static final Map<String, String> TYPES_BY_FILE = Map.of(
            "graphiql.min.js", "text/javascript",
            "graphiql.min.css", "text/css",
            "react.production.min.js", "text/javascript",
            "react-dom.production.min.js", "text/javascript");

    /** GraphiQL's editor sets styles of its elements; all else comes from here, and goes nowhere else. */
    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'");

    private final boolean enabled;
    private final RegisteredDocuments documents;

    GraphiqlPage(OnRecordConfig config, RegisteredDocuments documents) {
        this.documents = documents;
        this.enabled = config.graphiql().enabled() && config.schema().introspection();
    }

    void addRoutes(@Observes Router router) {
        if (!enabled) {
            // Quarkus has built its own page in.
            router.route(PATH + "*")
                    .order(-1)
                    .handler(request -> request.response().setStatusCode(404).end());
            return;
        }
        String page = RegisteredDocuments.resource("/graphiql/index.html");
        String script = RegisteredDocuments.resource("/graphiql/onrecord.js");
        String tabs = tabs();
        router.get(PATH).order(-1).handler(request -> answer(request, "text/html", page));
        router.get(PATH + "/").order(-1).handler(request -> answer(request, "text/html", page));
        router.get(PATH + "/onrecord.js").order(-1).handler(request -> answer(request, "text/javascript", script));
        router.get(PATH + "/tabs.json").order(-1).handler(request -> answer(request, "application/json", tabs));
        TYPES_BY_FILE.forEach((file, type) ->
                router.get(PATH + '/' + file).order(-1).handler(request -> answerFile(request, file, type)));
    }

    /** In place of Quarkus' own handler, which copies each file to a disk first. */
    private static void answerFile(RoutingContext request, String file, String type) {
        try (InputStream content = GraphiqlPage.class.getResourceAsStream(FILES + file)) {
            if (content == null) { // as in development mode
                request.next();
                return;
            }
            request.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, type + "; charset=utf-8")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=86400")
                    .end(Buffer.buffer(content.readAllBytes()));
        } catch (IOException unreadable) {
            request.fail(unreadable);
        }
    }

    private static void answer(RoutingContext request, String type, String content) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type + "; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .end(content);
    }

    /** The example questions in the form of GraphiQL's tabs. */
    private String tabs() {
        JsonArray tabs = new JsonArray();
        for (Example example : documents.examples()) {
            JsonObject tab = new JsonObject().put("query", example.document());
            example.variables().ifPresent(variables -> tab.put("variables", variables.encodePrettily()));
            tabs.add(tab);
        }
        return tabs.encode();
    }
}
