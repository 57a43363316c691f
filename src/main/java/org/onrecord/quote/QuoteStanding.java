package org.onrecord.quote;

import org.eclipse.microprofile.graphql.Description;

@Description("How a quote stands today. Nothing published is deleted.")
public enum QuoteStanding {
    @Description("It stands as published.")
    PUBLISHED,
    @Description("Someone contests that it was said, or said like this; the reason is given.")
    DISPUTED,
    @Description("The record or its source took it back; the reason is given.")
    RETRACTED
}
