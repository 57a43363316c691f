package org.onrecord.quote;

import io.smallrye.graphql.api.AdaptToScalar;
import io.smallrye.graphql.api.Scalar;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

@Input("QuoteFilter")
@Description("Which quotes: those that match every field given. A list means any of its values.")
public class QuoteFilter {

    @Description("Said by one of these actors, by their slugs.")
    public List<@NonNull String> speaker;

    @Description("About one of these actors, by their slugs.")
    public List<@NonNull String> about;

    @Description("Printed in one of these sources, by their slugs.")
    public List<@NonNull String> source;

    @Description("Said at one of these events, by their slugs.")
    public List<@NonNull String> event;

    @Description("With one of these topics.")
    public List<@NonNull String> topic;

    @Description("Of one of these forms.")
    public List<@NonNull QuoteForm> form;

    @Description("Printed in one of these languages, as BCP 47 tags.")
    public List<@NonNull String> language;

    @Description("With one of these standings.")
    public List<@NonNull QuoteStanding> standing;

    @AdaptToScalar(Scalar.Date.class)
    @Description("Said on this day or later. Quotes without a date do not match.")
    public String saidFrom;

    @AdaptToScalar(Scalar.Date.class)
    @Description("Said on this day or earlier. Quotes without a date do not match.")
    public String saidTo;
}
