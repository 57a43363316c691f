package org.onrecord.coalition;

import org.eclipse.microprofile.graphql.Description;
import org.onrecord.graphql.relay.Edge;

@Description("A claim's place in a list.")
public class SizeClaimEdge extends Edge<SizeClaim> {}
