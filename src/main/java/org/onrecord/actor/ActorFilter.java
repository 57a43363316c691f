package org.onrecord.actor;

import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

@Input("ActorFilter")
@Description("Which actors: those that match every field given. A list means any of its values.")
public class ActorFilter {

    @Description("Of one of these kinds.")
    public List<@NonNull ActorKind> kind;

    @Description(
            "Organisations of one of these countries, and persons with a position in one of them, by the countries' "
                    + "slugs.")
    public List<@NonNull String> country;

    @Description("With one of these keys in a register outside this record.")
    public List<@NonNull IdentifierInput> identifier;

    @Description("Whose name or an alias starts with this text, whatever the case and accents.")
    public String namePrefix;
}
