package org.onrecord.graphql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The two media types that an answer can have, and which of them a client prefers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-accept">RFC 9110, Accept</a>
 */
enum MediaType {
    JSON("application/json"),
    GRAPHQL_RESPONSE("application/graphql-response+json");

    private final String text;

    MediaType(String text) {
        this.text = text;
    }

    /**
     * The type with the higher weight; JSON, which every client takes, where they weigh the same or the client says nothing, unless only the
     * other is named. Empty where it takes neither.
     *
     * @param accept the header fields {@code Accept}
     */
    static Optional<MediaType> preferred(List<String> accept) {
        if (accept.stream().allMatch(String::isBlank)) {
            return Optional.of(JSON);
        }
        List<String> ranges =
                List.of(String.join(",", accept).toLowerCase(Locale.ROOT).split(",", -1));
        double json = JSON.weight(ranges);
        double graphql = GRAPHQL_RESPONSE.weight(ranges);
        if (Math.max(json, graphql) <= 0) {
            return Optional.empty();
        }
        boolean namesGraphqlFirst = ranges.stream()
                .map(MediaType::name)
                .filter(name -> name.equals(JSON.text) || name.equals(GRAPHQL_RESPONSE.text))
                .findFirst()
                .filter(GRAPHQL_RESPONSE.text::equals)
                .isPresent();
        return Optional.of(graphql > json || (graphql == json && namesGraphqlFirst) ? GRAPHQL_RESPONSE : JSON);
    }

    /** That of the narrowest range that it is in; 0 where it is in none. */
    private double weight(List<String> ranges) {
        for (String name : List.of(text, "application/*", "*/*")) {
            Optional<String> range =
                    ranges.stream().filter(each -> name(each).equals(name)).findFirst();
            if (range.isPresent()) {
                return weight(range.get());
            }
        }
        return 0;
    }

    private static String name(String range) {
        return range.replaceFirst(";.*", "").trim();
    }

    private static double weight(String range) {
        for (String parameter : range.split(";", -1)) {
            if (parameter.trim().matches("q=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")) {
                return Double.parseDouble(parameter.trim().substring(2));
            }
        }
        return 1;
    }

    /** As a header field has it. */
    @Override
    public String toString() {
        return text;
    }
}
