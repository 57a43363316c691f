package org.onrecord.actor;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

@Input("IdentifierInput")
@Description("The key of an actor in a register outside this record.")
public class IdentifierInput {

    @NonNull
    @Description("The register.")
    public IdentifierScheme scheme;

    @NonNull
    @Description("The key in it, to the letter.")
    public String value;
}
