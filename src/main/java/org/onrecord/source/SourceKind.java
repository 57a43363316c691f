package org.onrecord.source;

import org.eclipse.microprofile.graphql.Description;

@Description("What sort of text a source is.")
public enum SourceKind {
    @Description("An article of a newspaper, broadcaster or news site.")
    NEWS,
    @Description("A dispatch of a news agency, also where another site carries it.")
    WIRE,
    @Description("A text that a government, parliament, ministry or organisation published itself.")
    OFFICIAL,
    @Description("A word-for-word record of what was said.")
    TRANSCRIPT,
    @Description("An article of an encyclopedia: it sums up other sources.")
    ENCYCLOPEDIA
}
