package org.onrecord.actor;

import org.eclipse.microprofile.graphql.Description;
import org.onrecord.graphql.relay.Connection;

@Description("A page of a list of actors.")
public class ActorConnection extends Connection<Actor, ActorEdge> {}
