package org.onrecord.quote;

import org.eclipse.microprofile.graphql.Description;

@Description("How close a quote is to the words that were spoken.")
public enum QuoteForm {
    @Description("A whole sentence or more, in quotation marks in the source.")
    DIRECT,
    @Description("Some words of a sentence, in quotation marks in the source.")
    PARTIAL,
    @Description("The source's own words for what was said.")
    PARAPHRASE
}
