package org.onrecord.event;

import org.eclipse.microprofile.graphql.Description;
import org.onrecord.graphql.relay.Edge;

@Description("An event's place in a list.")
public class EventEdge extends Edge<Event> {}
