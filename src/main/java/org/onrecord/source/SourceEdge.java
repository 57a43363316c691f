package org.onrecord.source;

import org.eclipse.microprofile.graphql.Description;
import org.onrecord.graphql.relay.Edge;

@Description("A source's place in a list.")
public class SourceEdge extends Edge<Source> {}
