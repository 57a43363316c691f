package org.onrecord.coalition;

import io.smallrye.graphql.api.AdaptToScalar;
import io.smallrye.graphql.api.Scalar;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

@Input("SizeClaimFilter")
@Description("Which claims: those that match every field given. A list means any of its values.")
public class SizeClaimFilter {

    @Description("About one of these coalitions, by their slugs.")
    public List<@NonNull String> coalition;

    @Description("Made by one of these actors, by their slugs.")
    public List<@NonNull String> claimant;

    @Description("Printed in one of these sources, by their slugs.")
    public List<@NonNull String> source;

    @AdaptToScalar(Scalar.Date.class)
    @Description("Made on this day or later. Claims without a date do not match.")
    public String claimedFrom;

    @AdaptToScalar(Scalar.Date.class)
    @Description("Made on this day or earlier. Claims without a date do not match.")
    public String claimedTo;
}
