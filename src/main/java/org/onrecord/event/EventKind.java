package org.onrecord.event;

import org.eclipse.microprofile.graphql.Description;

@Description("What sort of occasion an event is.")
public enum EventKind {
    @Description("A meeting of heads of state or government, or of ministers, in person or by video.")
    SUMMIT,
    @Description("A telephone or video call.")
    CALL,
    @Description("An interview with a journalist.")
    INTERVIEW,
    @Description("Talks or a working meeting below the level of a summit.")
    TALKS
}
