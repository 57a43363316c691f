package org.onrecord.actor;

import org.eclipse.microprofile.graphql.Description;

@Description("A register that gives actors keys.")
public enum IdentifierScheme {
    @Description("Two-letter country codes of ISO 3166-1: `GB`.")
    ISO_3166_1_ALPHA_2,
    @Description("Items of Wikidata: `Q145`.")
    WIKIDATA
}
