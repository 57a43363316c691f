package org.onrecord.quote;

import org.eclipse.microprofile.graphql.Description;
import org.onrecord.graphql.relay.Connection;

@Description("A page of a list of quotes.")
public class QuoteConnection extends Connection<Quote, QuoteEdge> {}
