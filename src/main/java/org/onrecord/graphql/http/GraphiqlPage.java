package org.onrecord.graphql.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Supplier;
import org.onrecord.graphql.document.RegisteredDocuments;
import org.onrecord.graphql.document.RegisteredDocuments.Example;
import org.onrecord.graphql.exchange.HttpSettings;
import org.onrecord.graphql.request.RequestSettings;

/**
 * GraphiQL, with the example questions as its tabs. The scripts and styles are those that Quarkus brings; the page
 * around them is this service's own.
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
    private final StaticContent staticContent;

    GraphiqlPage(
            HttpSettings settings,
            RequestSettings request,
            RegisteredDocuments documents,
            StaticContent staticContent) {
        this.documents = documents;
        this.staticContent = staticContent;
        this.enabled = settings.graphiql().enabled() && request.schema().introspection();
    }

    void addRoutes(@Observes Router router) {
        if (!enabled) {
            staticContent.hide(router, PATH + "*");
            return;
        }
        serve(router, "", "text/html", () -> RegisteredDocuments.resource("/graphiql/index.html"));
        serve(router, "/onrecord.js", "text/javascript", () -> RegisteredDocuments.resource("/graphiql/onrecord.js"));
        serve(router, "/tabs.json", "application/json", this::tabs);
        if (GraphiqlPage.class.getResource(FILES + "graphiql.min.js") == null) {
            // As in development mode: they are elsewhere, and Quarkus serves them.
            return;
        }
        TYPES_BY_FILE.forEach((file, type) -> staticContent.serve(
                router,
                PATH + '/' + file,
                type,
                Map.of("Cache-Control", "public, max-age=86400"),
                () -> RegisteredDocuments.resource(FILES + file)));
        staticContent.hide(router, PATH + "/*");
    }

    private void serve(Router router, String path, String type, Supplier<String> content) {
        staticContent.serve(
                router,
                PATH + path,
                type,
                Map.of("Cache-Control", "no-cache", "Content-Security-Policy", CONTENT_SECURITY_POLICY),
                content);
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
