package org.onrecord.pledge;

import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.LocalDate;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.onrecord.source.Evidence;

@Embeddable
@Description("A step in the life of a pledge: since when it has had a status, and the proof.")
public class PledgeStatusChange {

    @NonNull
    @Enumerated(EnumType.STRING)
    @Description("The status from then on.")
    public PledgeStatus status;

    @Description("The day from which it holds; null where no source read gives one.")
    public LocalDate changedOn;

    @Description("The words of the source that stand for the date.")
    public String changedOnText;

    @NonNull
    @Embedded
    @Description("The proof of the change.")
    public Evidence evidence;
}
