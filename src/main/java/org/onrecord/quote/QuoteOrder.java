package org.onrecord.quote;

import org.eclipse.microprofile.graphql.Description;

@Description("Orders of quotes.")
public enum QuoteOrder {
    @Description("Latest first; those without a date last.")
    SAID_ON_DESC,
    @Description("Earliest first; those without a date last.")
    SAID_ON_ASC
}
