package org.onrecord.actor;

import jakarta.persistence.DiscriminatorValue;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;
import org.eclipse.microprofile.graphql.Description;

@Entity
@DiscriminatorValue("ORGANISATION")
@Description("A government office, party, alliance, broadcaster, agency or other body.")
public class Organisation extends ActorEntity implements Actor {

    @ManyToOne(fetch = FetchType.LAZY)
    @Description("The country that the organisation belongs to; null where it belongs to none or to several.")
    public Country country;

    @Override
    protected ActorKind kind() {
        return ActorKind.ORGANISATION;
    }
}
