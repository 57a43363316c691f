package org.onrecord.graphql.http;

import graphql.schema.GraphQLSchema;
import io.smallrye.graphql.execution.SchemaPrinter;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Map;
import org.onrecord.graphql.exchange.HttpSettings;
import org.onrecord.graphql.request.RequestSettings;

/** The schema in GraphQL's own language, for people and for tools. */
@Singleton
class SchemaText {

    private static final String PATH = "/graphql/schema.graphql";

    private final Instance<GraphQLSchema> schema;
    private final StaticContent staticContent;
    private final boolean isShown;

    SchemaText(
            Instance<GraphQLSchema> schema,
            StaticContent staticContent,
            HttpSettings settings,
            RequestSettings request) {
        this.schema = schema;
        this.staticContent = staticContent;
        this.isShown = request.schema().introspection() && settings.schema().sdl();
    }

    void addRoutes(@Observes Router router) {
        if (isShown) {
            staticContent.serve(
                    router,
                    PATH,
                    "text/plain",
                    Map.of("Cache-Control", "no-cache"),
                    () -> new SchemaPrinter().print(schema.get()));
        } else {
            staticContent.hide(router, PATH);
        }
    }
}
