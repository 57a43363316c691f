package org.onrecord.source;

import io.smallrye.graphql.api.AdaptToScalar;
import io.smallrye.graphql.api.Scalar;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

@Input("SourceFilter")
@Description("Which sources: those that match every field given. A list means any of its values.")
public class SourceFilter {

    @Description("Published by one of these, whatever the case and accents of the name.")
    public List<@NonNull String> publisher;

    @Description("Of one of these kinds.")
    public List<@NonNull SourceKind> kind;

    @Description("In one of these languages, as BCP 47 tags.")
    public List<@NonNull String> language;

    @AdaptToScalar(Scalar.Date.class)
    @Description("Published on this day or later. Where only the month is known, it counts with all its days.")
    public String publishedFrom;

    @AdaptToScalar(Scalar.Date.class)
    @Description("Published on this day or earlier. Where only the month is known, it counts with all its days.")
    public String publishedTo;
}
