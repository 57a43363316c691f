package org.onrecord.event;

import org.eclipse.microprofile.graphql.Description;
import org.onrecord.graphql.relay.Connection;

@Description("A page of a list of events.")
public class EventConnection extends Connection<Event, EventEdge> {}
