package org.onrecord.coalition;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;
import java.time.LocalDate;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.onrecord.actor.Actor;
import org.onrecord.actor.ActorEntity;
import org.onrecord.graphql.relay.Node;
import org.onrecord.graphql.relay.NodeEntity;
import org.onrecord.source.Evidence;

@Entity
@Description(
        "What someone said about how large a coalition is, or what it consists of. Claims stand side by side: none of"
                + " them wins.")
public class SizeClaim extends NodeEntity implements Node {

    @NonNull
    @ManyToOne(fetch = FetchType.LAZY)
    @Description("The coalition that the claim is about.")
    public Coalition coalition;

    @NonNull
    @Description("What is counted or described: `members`, `countries ready to enforce a peace deal`.")
    public String metric;

    @NonNull
    @Description("The number or description, in the words of the source.")
    public String text;

    @Column(name = "min_count")
    @Description("The least number that the words stand for; null where they give none.")
    public Integer min;

    @Column(name = "max_count")
    @Description("The greatest number that the words stand for; null where they set no upper bound.")
    public Integer max;

    @ManyToOne(fetch = FetchType.LAZY, targetEntity = ActorEntity.class)
    @Description("Who made the claim; null where it is the source's own.")
    public Actor claimant;

    @Description("The day on which the claim was made; null where no source read gives one.")
    public LocalDate claimedOn;

    @Description("The words of the source that stand for the date.")
    public String claimedOnText;

    @NonNull
    @Embedded
    @Description("The proof that the claim was made.")
    public Evidence evidence;

    @Override
    protected String idType() {
        return "SizeClaim";
    }
}
