package org.onrecord.pledge;

import org.eclipse.microprofile.graphql.Description;

@Description("Orders of pledges.")
public enum PledgeOrder {
    @Description("Latest announcement first; those without a date last.")
    ANNOUNCED_ON_DESC,
    @Description("Earliest announcement first; those without a date last.")
    ANNOUNCED_ON_ASC
}
