package org.onrecord.graphql.http;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * The route of GraphQL, in the place of Quarkus' own, which differs from the specification in many points.
 *
 * @see <a href="https://graphql.github.io/graphql-over-http/draft/">GraphQL over HTTP</a>
 */
@Singleton
class GraphqlEndpoint {

    private static final String PATH = "/graphql";

    private final Pipeline pipeline;

    GraphqlEndpoint(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    void addRoutes(@Observes Router router) {
        router.route(PATH).order(-1).handler(pipeline::answer);
    }
}
