package org.onrecord.actor;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.DiscriminatorValue;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

@Entity
@DiscriminatorValue("PERSON")
@Description("A human being.")
public class Person extends ActorEntity implements Actor {

    @NonNull
    @ElementCollection
    @CollectionTable(name = "person_position", joinColumns = @JoinColumn(name = "person_id"))
    @OrderColumn(name = "position")
    @Description("The offices and roles that sources give the person, each with the day on which a source states it.")
    public List<@NonNull Position> positions = new ArrayList<>();

    @Override
    protected ActorKind kind() {
        return ActorKind.PERSON;
    }
}
