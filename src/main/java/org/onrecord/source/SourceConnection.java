package org.onrecord.source;

import org.eclipse.microprofile.graphql.Description;
import org.onrecord.graphql.relay.Connection;

@Description("A page of a list of sources.")
public class SourceConnection extends Connection<Source, SourceEdge> {}
