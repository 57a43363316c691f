package org.onrecord.pledge;

import org.eclipse.microprofile.graphql.Description;
import org.onrecord.graphql.relay.Edge;

@Description("A pledge's place in a list.")
public class PledgeEdge extends Edge<Pledge> {}
