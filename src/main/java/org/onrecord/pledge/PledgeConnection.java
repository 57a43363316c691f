package org.onrecord.pledge;

import org.eclipse.microprofile.graphql.Description;
import org.onrecord.graphql.relay.Connection;

@Description("A page of a list of pledges.")
public class PledgeConnection extends Connection<Pledge, PledgeEdge> {}
