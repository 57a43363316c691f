package org.onrecord.source;

import jakarta.persistence.Embeddable;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

@Embeddable
@Description("The proof of a statement: a source, and the words in it that say so.")
public class Evidence {

    @NonNull
    @ManyToOne(fetch = FetchType.LAZY)
    @Description("Where the words are printed.")
    public Source source;

    @NonNull
    @Description("The words themselves, to the letter.")
    public String excerpt;
}
