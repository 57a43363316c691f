package org.onrecord.actor;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

@Embeddable
@Description("The key of an actor in a register outside this record.")
public class Identifier {

    @NonNull
    @Enumerated(EnumType.STRING)
    @Description("The register.")
    public IdentifierScheme scheme;

    @NonNull
    @Description("The key in it.")
    public String value;
}
