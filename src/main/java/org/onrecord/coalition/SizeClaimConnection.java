package org.onrecord.coalition;

import org.eclipse.microprofile.graphql.Description;
import org.onrecord.graphql.relay.Connection;

@Description("A page of a list of claims about the size of a coalition.")
public class SizeClaimConnection extends Connection<SizeClaim, SizeClaimEdge> {}
