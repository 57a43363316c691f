package org.onrecord.graphql.relay;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The content of a global id: a type and the slug of one of its records. */
public record NodeId(String type, String slug) {

    /** Reads an id as the service gave it; empty for any other text. */
    public static Optional<NodeId> parse(String id) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(id), StandardCharsets.UTF_8).split(":", 2);
            return parts.length == 2 && Slugs.isSlug(parts[1])
                    ? Optional.of(new NodeId(parts[0], parts[1]))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((type + ':' + slug).getBytes(StandardCharsets.UTF_8));
    }
}
