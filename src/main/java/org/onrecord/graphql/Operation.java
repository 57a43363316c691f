package org.onrecord.graphql;

/**
 * What becomes known of one request to the endpoint while it is answered. {@link OperationInspection} fills it in once the
 * document is found valid; until then, and for a document that is not, it has no name, type and cost.
 */
final class Operation {

    /** The key in the GraphQL context of a request. */
    static final String KEY = Operation.class.getName();

    private final String document;
    private final long start = System.nanoTime();
    private String name;
    private String type;
    private int cost;

    /** @param document the request's document, empty where it has none */
    Operation(String document) {
        this.document = document;
    }

    void inspected(String validName, String validType, int validCost) {
        this.name = validName;
        this.type = validType;
        this.cost = validCost;
    }

    String document() {
        return document;
    }

    /** The name that the document gives it, which is one in the sense of GraphQL; null where it has none. */
    String name() {
        return name;
    }

    /** {@code query}, {@code mutation} or {@code subscription}. */
    String type() {
        return type;
    }

    /** The most values that an answer can have: see {@link Cost}. */
    int cost() {
        return cost;
    }

    long nanosSinceStart() {
        return System.nanoTime() - start;
    }
}
