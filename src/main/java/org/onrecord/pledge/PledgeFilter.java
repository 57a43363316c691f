package org.onrecord.pledge;

import io.smallrye.graphql.api.AdaptToScalar;
import io.smallrye.graphql.api.Scalar;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;
import org.onrecord.actor.ActorKind;

@Input("PledgeFilter")
@Description("Which pledges: those that match every field given. A list means any of its values.")
public class PledgeFilter {

    @Description("Made by one of these actors, by their slugs.")
    public List<@NonNull String> pledger;

    @Description("Made by an actor of one of these kinds.")
    public List<@NonNull ActorKind> pledgerKind;

    @Description("Announced by one of these actors, by their slugs.")
    public List<@NonNull String> announcedBy;

    @Description("Made to one of these coalitions, by their slugs.")
    public List<@NonNull String> coalition;

    @Description("Whether `coalition` also means the coalitions that are a part of those named, at any depth. Without"
            + " `coalition` it has no effect.")
    public Boolean includeChildren;

    @Description("Of one of these kinds.")
    public List<@NonNull PledgeKind> kind;

    @Description("With one of these statuses today.")
    public List<@NonNull PledgeStatus> status;

    @Description("Held with one of these degrees of confidence.")
    public List<@NonNull Confidence> confidence;

    @AdaptToScalar(Scalar.Date.class)
    @Description("Announced on this day or later. Pledges without a date do not match.")
    public String announcedFrom;

    @AdaptToScalar(Scalar.Date.class)
    @Description("Announced on this day or earlier. Pledges without a date do not match.")
    public String announcedTo;

    @Description("With evidence from one of these sources, by their slugs.")
    public List<@NonNull String> source;

    @Description("Announced at one of these events, by their slugs.")
    public List<@NonNull String> event;

    @Description("True: only those that name a condition. False: only those that name none.")
    public Boolean hasConditions;

    @Description("True: only those that another pledge on record contradicts. False: only those that none does.")
    public Boolean disputed;
}
