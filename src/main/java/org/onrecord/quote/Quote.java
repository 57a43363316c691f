package org.onrecord.quote;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Transient;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.onrecord.actor.Actor;
import org.onrecord.actor.ActorEntity;
import org.onrecord.actor.Position;
import org.onrecord.event.Event;
import org.onrecord.graphql.relay.Node;
import org.onrecord.graphql.relay.NodeEntity;
import org.onrecord.source.Source;

@Entity
@Description("Words attributed to someone in one source.")
public class Quote extends NodeEntity implements Node {

    @NonNull
    @Enumerated(EnumType.STRING)
    @Description("How close it is to the words that were spoken.")
    public QuoteForm form;

    @ManyToOne(fetch = FetchType.LAZY, targetEntity = ActorEntity.class)
    @Description("Who said it; null where the source does not tell.")
    public Actor speaker;

    @Transient
    @Description(
            "The speaker's office or role when it was said: the one that the quote's own source gives, or else the one"
                    + " stated closest to that day and not known to have begun later or ended before. Its `statedOn` "
                    + "and"
                    + " `source` tell what it rests on. Null where the speaker is no person or no position is on "
                    + "record.")
    public Position speakerPosition;

    @NonNull
    @Description("The words, exactly as printed.")
    public String text;

    @NonNull
    @Column(columnDefinition = "language_tag")
    @Description("Language of the words as printed, as a BCP 47 tag.")
    public String language;

    @NonNull
    @Description("Whether the words as printed are a translation of what was said.")
    public Boolean translated;

    @NonNull
    @ManyToMany(targetEntity = ActorEntity.class)
    @JoinTable(
            name = "quote_about",
            joinColumns = @JoinColumn(name = "quote_id"),
            inverseJoinColumns = @JoinColumn(name = "actor_id"))
    @OrderColumn(name = "position")
    @Description("Whom the words are about.")
    public List<@NonNull Actor> about = new ArrayList<>();

    @NonNull
    @Column(columnDefinition = "text[]")
    @Description("What the words are about: keywords in lower case with hyphens.")
    public List<@NonNull String> topics = new ArrayList<>();

    @Description("The day on which it was said; null where no source read gives one.")
    public LocalDate saidOn;

    @Description("The words of the source that stand for the date, or explain it.")
    public String saidOnText;

    @Description("What the words answer or refer to, in a sentence.")
    public String context;

    @ManyToOne(fetch = FetchType.LAZY)
    @Description("The occasion on which it was said.")
    public Event occasion;

    @NonNull
    @ManyToOne(fetch = FetchType.LAZY)
    @Description("Where it is printed.")
    public Source source;

    @Description("Through whom the source has it, where it did not hear the words itself.")
    public String reportedVia;

    @NonNull
    @Enumerated(EnumType.STRING)
    @Description("How the quote stands today.")
    public QuoteStanding standing;

    @Description("Why it is disputed or retracted; null while it stands as published.")
    public String standingReason;

    @Description("What a reader should know about this entry.")
    public String note;

    @Override
    protected String idType() {
        return "Quote";
    }
}
