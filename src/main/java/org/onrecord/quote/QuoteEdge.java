package org.onrecord.quote;

import org.eclipse.microprofile.graphql.Description;
import org.onrecord.graphql.relay.Edge;

@Description("A quote's place in a list.")
public class QuoteEdge extends Edge<Quote> {}
