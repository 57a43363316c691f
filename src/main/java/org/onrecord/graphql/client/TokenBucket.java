package org.onrecord.graphql.client;

/** Lets so much pass at once, and as much again over a minute. */
final class TokenBucket {

    private static final double NANOS_OF_MINUTE = 60e9;

    private final double quota;
    private double tokens;
    private long filledAt = System.nanoTime();

    /** @param quota how much passes at once, and in a minute */
    TokenBucket(long quota) {
        this.quota = quota;
        this.tokens = quota;
    }

    /** Takes so many tokens, or none of them where there are less; then false. */
    synchronized boolean take(long wanted) {
        fill();
        if (tokens < wanted) {
            return false;
        }
        tokens -= wanted;
        return true;
    }

    /** How long until there are so many tokens: in whole seconds, one at least. */
    synchronized long secondsTo(long wanted) {
        fill();
        return Math.max(1, (long) Math.ceil((wanted - tokens) * 60 / quota));
    }

    synchronized boolean isFull() {
        fill();
        return tokens >= quota;
    }

    /** The policy as an item of the header {@code RateLimit-Policy}. */
    String policy(String name) {
        return '"' + name + "\";q=" + (long) quota + ";w=60";
    }

    /** What was left when something was taken last, as an item of the header {@code RateLimit}. */
    synchronized String left(String name) {
        return '"' + name + "\";r=" + (long) tokens + ";t=" + (long) Math.ceil((quota - tokens) * 60 / quota);
    }

    private void fill() {
        long now = System.nanoTime();
        tokens = Math.min(quota, tokens + (now - filledAt) / NANOS_OF_MINUTE * quota);
        filledAt = now;
    }
}
