package org.onrecord.coalition;

import org.eclipse.microprofile.graphql.Description;

@Description("Orders of claims about a coalition's size.")
public enum SizeClaimOrder {
    @Description("Latest claim first; those without a date last.")
    CLAIMED_ON_DESC,
    @Description("Earliest claim first; those without a date last.")
    CLAIMED_ON_ASC
}
