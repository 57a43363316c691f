package org.onrecord.coalition;

import org.eclipse.microprofile.graphql.Description;
import org.onrecord.graphql.relay.Edge;

@Description("A coalition's place in a list.")
public class CoalitionEdge extends Edge<Coalition> {}
