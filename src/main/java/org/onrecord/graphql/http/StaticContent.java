package org.onrecord.graphql.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.onrecord.graphql.answer.Answer;
import org.onrecord.graphql.answer.EntityTag;
import org.onrecord.graphql.answer.MediaType;
import org.onrecord.graphql.client.Admission;
import org.onrecord.graphql.exchange.Delivery;
import org.onrecord.graphql.fault.Refusal;
import org.onrecord.graphql.request.Sha256;

/**
 * Serves what stays the same for as long as the service runs. It is compressed once and not for each who asks, given
 * only to those who do not have it, and counts among the requests of a client. (Quarkus' handlers for GraphiQL and the
 * schema make it anew each time, or copy it to a disk.)
 */
@Singleton
class StaticContent {

    private final Admission admission;
    private final Delivery delivery;

    StaticContent(Admission admission, Delivery delivery) {
        this.admission = admission;
        this.delivery = delivery;
    }

    /**
     * Serves a resource at a path.
     *
     * @param mediaType of what is text in UTF-8
     * @param headers that its answers have beside those about the content
     * @param content is asked for once, when the resource is
     */
    void serve(Router router, String path, String mediaType, Map<String, String> headers, Supplier<String> content) {
        Resource resource = new Resource(mediaType + "; charset=utf-8", headers, content);
        router.route(path).order(-1).handler(routing -> answer(routing, resource));
    }

    /** Hides what Quarkus has built in at some paths. */
    void hide(Router router, String paths) {
        router.route(paths)
                .order(-1)
                .handler(routing -> routing.response().setStatusCode(404).end());
    }

    private void answer(RoutingContext routing, Resource resource) {
        try {
            Delivery.afterwards(routing, admission.enter(routing.request())::leave);
            HttpMethod method = routing.request().method();
            if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
                throw Refusal.ofHttp(
                        405, "BAD_REQUEST", "This can only be read, by GET", Map.of(), Map.of("Allow", "GET, HEAD"));
            }
        } catch (Refusal refusal) {
            Answer answer = Answer.of(refusal);
            answer.headers().forEach(routing.response()::putHeader);
            routing.response()
                    .setStatusCode(answer.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.JSON + "; charset=utf-8")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            delivery.send(routing, answer.body());
            return;
        }
        routing.vertx()
                .executeBlocking(resource::prepared, false)
                .onSuccess(prepared -> answer(routing, resource, prepared))
                .onFailure(routing::fail);
    }

    private void answer(RoutingContext routing, Resource resource, Prepared prepared) {
        HttpServerRequest request = routing.request();
        HttpServerResponse response = routing.response();
        resource.headers.forEach(response::putHeader);
        response.putHeader(HttpHeaders.ETAG, prepared.tag.toString())
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (prepared.tag.isKnownTo(request)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, resource.mediaType);
        String codings =
                String.valueOf(request.getHeader(HttpHeaders.ACCEPT_ENCODING)).replace(" ", "");
        // A client that takes it unwillingly gets it plain, too.
        boolean takesGzip = codings.contains("gzip") && !codings.contains("gzip;q=0");
        response.putHeader(HttpHeaders.CONTENT_ENCODING, takesGzip ? "gzip" : "identity");
        delivery.sendKept(routing, takesGzip ? prepared.compressed : prepared.content);
    }

    private static final class Resource {

        private final String mediaType;
        private final Map<String, String> headers;
        private final Supplier<String> content;
        private Prepared prepared;

        Resource(String mediaType, Map<String, String> headers, Supplier<String> content) {
            this.mediaType = mediaType;
            this.headers = headers;
            this.content = content;
        }

        synchronized Prepared prepared() {
            if (prepared == null) {
                prepared = Prepared.of(content.get());
            }
            return prepared;
        }
    }

    private record Prepared(Buffer content, Buffer compressed, EntityTag tag) {

        static Prepared of(String text) {
            Buffer content = Buffer.buffer(text);
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write(content.getBytes());
            } catch (IOException never) {
                throw new UncheckedIOException(never);
            }
            return new Prepared(content, Buffer.buffer(compressed.toByteArray()), new EntityTag(Sha256.of(text)));
        }
    }
}
