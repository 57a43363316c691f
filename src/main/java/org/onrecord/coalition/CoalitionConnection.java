package org.onrecord.coalition;

import org.eclipse.microprofile.graphql.Description;
import org.onrecord.graphql.relay.Connection;

@Description("A page of a list of coalitions.")
public class CoalitionConnection extends Connection<Coalition, CoalitionEdge> {}
