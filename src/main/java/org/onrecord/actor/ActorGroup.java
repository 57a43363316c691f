package org.onrecord.actor;

import jakarta.persistence.DiscriminatorValue;
import jakarta.persistence.Entity;
import org.eclipse.microprofile.graphql.Description;

@Entity
@DiscriminatorValue("GROUP")
@Description("Several actors that a source speaks of without naming them all (\"more than 30 countries\"). The record "
        + "does not"
        + " guess who they are.")
public class ActorGroup extends ActorEntity implements Actor {

    @Override
    protected ActorKind kind() {
        return ActorKind.GROUP;
    }
}
