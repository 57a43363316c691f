package org.onrecord.actor;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;
import java.time.LocalDate;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.onrecord.source.Source;

@Embeddable
@Description("An office or role that a source gives a person.")
public class Position {

    @NonNull
    @Description("The office or role, in the words of the source.")
    public String title;

    @ManyToOne(fetch = FetchType.LAZY, targetEntity = ActorEntity.class)
    @Description("The country or organisation in which the person holds it; null where the source names none.")
    public Actor of;

    @Column(name = "held_from")
    @Description("Since when the person holds it; null where no source read says.")
    public LocalDate from;

    @Column(name = "held_to")
    @Description("Until when the person held it; null where it is still held, or no source read says.")
    public LocalDate to;

    @Description("The day on which the source states it: the person held it then.")
    public LocalDate statedOn;

    @NonNull
    @ManyToOne(fetch = FetchType.LAZY)
    @Description("Where it is printed.")
    public Source source;
}
