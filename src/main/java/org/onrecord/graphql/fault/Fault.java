package org.onrecord.graphql.fault;

import java.util.Map;

/**
 * A fault that says itself what a client is told of it, so that who shapes errors need not know where they come from.
 */
public interface Fault {

    /** One of the codes in {@code docs/api.md}. */
    String code();

    /** What is wrong, without any value of the request. */
    String getMessage();

    /** What the error's {@code extensions} have beside the code. */
    Map<String, Object> extensions();
}
