package org.onrecord.event;

import org.eclipse.microprofile.graphql.Description;

@Description("Orders of events.")
public enum EventOrder {
    @Description("Latest first; those without a date last.")
    HELD_ON_DESC,
    @Description("Earliest first; those without a date last.")
    HELD_ON_ASC,
    @Description("By name, from A to Z, whatever the case and accents.")
    NAME_ASC,
    @Description("By name, from Z to A, whatever the case and accents.")
    NAME_DESC
}
