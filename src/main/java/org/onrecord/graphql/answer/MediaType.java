package org.onrecord.graphql.answer;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The two media types that an answer can have, and which of them a client prefers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-accept">RFC 9110, Accept</a>
 */
public enum MediaType {
    JSON("application/json"),
    GRAPHQL_RESPONSE("application/graphql-response+json");

    private static final Pattern WEIGHT = Pattern.compile("q=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)");

    /** Browsers and libraries name fewer than ten. */
    private static final int MOST_RANGES = 50;

    private final String text;

    MediaType(String text) {
        this.text = text;
    }

    /**
     * The type with the higher weight. Where both weigh the same it is that which is named first; JSON, which every
     * client takes, where neither is named or the client says nothing. Empty where it takes neither.
     *
     * @param accept the header fields {@code Accept}
     */
    public static Optional<MediaType> preferred(List<String> accept) {
        if (accept.stream().allMatch(String::isBlank)) {
            return Optional.of(JSON);
        }
        Map<String, Double> weights = weights(String.join(",", accept).toLowerCase(Locale.ROOT));
        double json = JSON.weight(weights);
        double graphql = GRAPHQL_RESPONSE.weight(weights);
        if (Math.max(json, graphql) <= 0) {
            return Optional.empty();
        }
        boolean namesGraphqlFirst = weights.keySet().stream()
                .filter(range -> range.equals(JSON.text) || range.equals(GRAPHQL_RESPONSE.text))
                .findFirst()
                .filter(GRAPHQL_RESPONSE.text::equals)
                .isPresent();
        return Optional.of(graphql > json || (graphql == json && namesGraphqlFirst) ? GRAPHQL_RESPONSE : JSON);
    }

    /** The weight of each of the first ranges, in the order in which they are named. */
    private static Map<String, Double> weights(String accept) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String range : accept.split(",", MOST_RANGES)) {
            String[] parts = range.split(";", -1);
            double weight = Arrays.stream(parts)
                    .skip(1)
                    .map(String::trim)
                    .filter(parameter -> WEIGHT.matcher(parameter).matches())
                    .findFirst()
                    .map(parameter -> Double.parseDouble(parameter.substring("q=".length())))
                    .orElse(1.0);
            weights.putIfAbsent(parts[0].trim(), weight);
        }
        return weights;
    }

    /** That of the narrowest range that it is in; 0 where it is in none. */
    private double weight(Map<String, Double> weights) {
        return Stream.of(text, "application/*", "*/*")
                .filter(weights::containsKey)
                .findFirst()
                .map(weights::get)
                .orElse(0.0);
    }

    /** As a header field has it. */
    @Override
    public String toString() {
        return text;
    }
}
