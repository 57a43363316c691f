package org.onrecord.pledge;

import org.eclipse.microprofile.graphql.Description;

@Description("How well the evidence carries what the record states.")
public enum Confidence {
    @Description("A source states it clearly, in the pledger's words or in an official text.")
    HIGH,
    @Description("Reported, but at second hand, or not precisely.")
    MEDIUM,
    @Description("Vague, or open to another reading.")
    LOW
}
