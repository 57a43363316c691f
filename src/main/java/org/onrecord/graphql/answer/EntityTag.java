package org.onrecord.graphql.answer;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * What stands for a state of a resource. It is weak, as an answer may be compressed or of another media type and mean
 * the same.
 *
 * @param hash differs where the state does
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-etag">RFC 9110, ETag</a>
 */
public record EntityTag(String hash) {

    /** Whether the client that asks has this state already. */
    public boolean isKnownTo(HttpServerRequest request) {
        return request.headers().getAll(HttpHeaders.IF_NONE_MATCH).stream()
                // By a hash, which is a part of nothing else.
                .anyMatch(known -> known.contains(hash));
    }

    /** As a header field has it. */
    @Override
    public String toString() {
        return "W/\"" + hash + '"';
    }
}
