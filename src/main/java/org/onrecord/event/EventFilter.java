package org.onrecord.event;

import io.smallrye.graphql.api.AdaptToScalar;
import io.smallrye.graphql.api.Scalar;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

@Input("EventFilter")
@Description("Which events: those that match every field given. A list means any of its values.")
public class EventFilter {

    @Description("Of one of these kinds.")
    public List<@NonNull EventKind> kind;

    @Description("In which one of these actors took part, by their slugs.")
    public List<@NonNull String> participant;

    @Description("Held at one of these towns or places, whatever the case and accents of the name.")
    public List<@NonNull String> place;

    @Description("Held in one of these countries, by their slugs.")
    public List<@NonNull String> country;

    @AdaptToScalar(Scalar.Date.class)
    @Description("Held on this day or later. Events without a date do not match.")
    public String heldFrom;

    @AdaptToScalar(Scalar.Date.class)
    @Description("Held on this day or earlier. Events without a date do not match.")
    public String heldTo;
}
