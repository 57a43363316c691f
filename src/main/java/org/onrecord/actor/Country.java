package org.onrecord.actor;

import jakarta.persistence.DiscriminatorValue;
import jakarta.persistence.Entity;
import org.eclipse.microprofile.graphql.Description;

@Entity
@DiscriminatorValue("COUNTRY")
@Description("A state.")
public class Country extends ActorEntity implements Actor {

    @Override
    protected ActorKind kind() {
        return ActorKind.COUNTRY;
    }
}
