package org.onrecord.coalition;

import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

@Input("CoalitionFilter")
@Description("Which coalitions: those that match every field given. A list means any of its values.")
public class CoalitionFilter {

    @Description("That are a part of one of these, by their slugs.")
    public List<@NonNull String> parent;

    @Description("Led by one of these actors, by their slugs.")
    public List<@NonNull String> lead;
}
