package org.onrecord.actor;

import org.eclipse.microprofile.graphql.Description;

@Description("Orders of actors.")
public enum ActorOrder {
    @Description("By name, from A to Z, whatever the case and accents.")
    NAME_ASC,
    @Description("By name, from Z to A, whatever the case and accents.")
    NAME_DESC
}
