package org.onrecord.graphql.fault;

import java.util.Map;

/** The database cannot answer, and neither the request nor the service is at fault. */
public final class Unavailable extends RuntimeException implements Fault {

    private static final long serialVersionUID = 1;

    /** What is told of the cause is in the log. */
    public Unavailable() {
        super("The record cannot be read right now; try again in a moment", null, false, false);
    }

    @Override
    public String code() {
        return "UNAVAILABLE";
    }

    @Override
    public Map<String, Object> extensions() {
        return Map.of();
    }
}
