package org.onrecord.actor;

import org.eclipse.microprofile.graphql.Description;
import org.onrecord.graphql.relay.Edge;

@Description("An actor's place in a list.")
public class ActorEdge extends Edge<Actor> {}
