package org.onrecord.actor;

import org.eclipse.microprofile.graphql.Description;

@Description("What an actor is.")
public enum ActorKind {
    @Description("A human being.")
    PERSON,
    @Description("A state.")
    COUNTRY,
    @Description("A government office, party, alliance, broadcaster, agency or other body.")
    ORGANISATION,
    @Description("Several actors that a source speaks of without naming them all.")
    GROUP
}
