package org.onrecord.coalition;

import org.eclipse.microprofile.graphql.Description;

@Description("Orders of coalitions.")
public enum CoalitionOrder {
    @Description("By name, from A to Z, whatever the case and accents.")
    NAME_ASC,
    @Description("By name, from Z to A, whatever the case and accents.")
    NAME_DESC,
    @Description("Latest founding first; those without a date last.")
    FOUNDED_ON_DESC,
    @Description("Earliest founding first; those without a date last.")
    FOUNDED_ON_ASC
}
