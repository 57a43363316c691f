package org.onrecord.actor;

import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.onrecord.graphql.relay.Node;

@Description("Who speaks, pledges, or is spoken about.")
public interface Actor extends Node {

    @NonNull
    @Description("Stable public key: lower case, with hyphens.")
    String getSlug();

    @NonNull
    @Description("What the actor is. The type of the object says the same.")
    ActorKind getKind();

    @NonNull
    @Description("The name under which the record keeps the actor.")
    String getName();

    @NonNull
    @Description("Other names and spellings that sources use.")
    List<@NonNull String> getAliases();

    @NonNull
    @Description("Keys of the actor in registers outside this record.")
    List<@NonNull Identifier> getIdentifiers();

    @Description("What a reader should know about this entry.")
    String getNote();
}
