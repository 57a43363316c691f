package org.onrecord.source;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.LocalDate;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;
import org.onrecord.graphql.relay.Node;
import org.onrecord.graphql.relay.NodeEntity;

@Entity
@Description("A text that proves what the record states: an article, an official document, a transcript.")
public class Source extends NodeEntity implements Node {

    @NonNull
    @Enumerated(EnumType.STRING)
    @Description("What sort of text it is.")
    public SourceKind kind;

    @NonNull
    @Description("Who published the copy that was read.")
    public String publisher;

    @Description("Who published the text first, where the copy that was read is not theirs and names them.")
    public String originalPublisher;

    @NonNull
    @Description("Whether the copy that was read is a repost on a site that did not write it.")
    public Boolean repost;

    @Description("The headline; null where the copy that was read shows none.")
    public String title;

    @NonNull
    @Description("Address of the copy that was read.")
    public String url;

    /** First day that the date of publication can be. */
    @Ignore
    public LocalDate publishedFrom;

    /** Last day that the date of publication can be: the same, or the end of a month of which no day is known. */
    @Ignore
    public LocalDate publishedTo;

    @NonNull
    @Column(columnDefinition = "language_tag")
    @Description("Language of the text, as a BCP 47 tag: `en`, `uk`.")
    public String language;

    @Description("Address of an archived copy of the page, where one is known.")
    public String archivedUrl;

    @Description("What a reader should know about this copy: what is missing in it, or inferred.")
    public String note;

    @Override
    protected String idType() {
        return "Source";
    }

    @Description("When it was published: a day, or only a month; null where the copy that was read does not say.")
    public PartialDate getPublishedOn() {
        return publishedFrom == null ? null : PartialDate.of(publishedFrom, publishedTo);
    }
}
