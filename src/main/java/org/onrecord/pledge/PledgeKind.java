package org.onrecord.pledge;

import org.eclipse.microprofile.graphql.Description;

@Description("What a pledge offers.")
public enum PledgeKind {
    @Description("Soldiers or peacekeepers on land.")
    TROOPS,
    @Description("Aircraft, or the protection of airspace.")
    AIR,
    @Description("Ships, or the protection of sea lanes.")
    NAVAL,
    @Description("Bases, transport, transit, supplies and other support from behind.")
    LOGISTICS,
    @Description("The training of soldiers.")
    TRAINING,
    @Description("Reconnaissance and intelligence.")
    INTELLIGENCE,
    @Description("Weapons, ammunition and other equipment.")
    EQUIPMENT,
    @Description("An amount of money.")
    FUNDING,
    @Description("Backing in words, diplomacy or votes.")
    POLITICAL_SUPPORT,
    @Description("The sources do not say what is offered.")
    UNSPECIFIED
}
