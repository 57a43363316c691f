package org.onrecord.pledge;

import org.eclipse.microprofile.graphql.Description;

@Description("How far a pledge has come.")
public enum PledgeStatus {
    @Description("The pledger said it was thinking about it, or did not rule it out.")
    CONSIDERING,
    @Description("Offered on conditions that were not met when it was said.")
    CONDITIONAL,
    @Description("Offered in public.")
    ANNOUNCED,
    @Description("Decided in a binding way: by law, vote, order or signature.")
    CONFIRMED,
    @Description("Carried out.")
    DELIVERED,
    @Description("Refused: the pledger said that it will not do it.")
    DECLINED,
    @Description("Taken back after it was offered.")
    WITHDRAWN
}
