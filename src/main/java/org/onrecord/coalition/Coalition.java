package org.onrecord.coalition;

import jakarta.persistence.AssociationOverride;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OrderColumn;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.onrecord.actor.Actor;
import org.onrecord.actor.ActorEntity;
import org.onrecord.graphql.relay.Node;
import org.onrecord.graphql.relay.NodeEntity;
import org.onrecord.source.Evidence;

@Entity
@Description(
        "A group of actors with a common purpose, to which pledges are made. It has no list of members: who is in it is"
                + " itself a claim; see `sizeClaims` and `pledges`.")
public class Coalition extends NodeEntity implements Node {

    @NonNull
    @Description("The name under which the record keeps it.")
    public String name;

    @NonNull
    @Column(columnDefinition = "text[]")
    @Description("Other names and spellings that sources use.")
    public List<@NonNull String> aliases = new ArrayList<>();

    @NonNull
    @Description("What it is for.")
    public String purpose;

    @Description("The day on which it was founded or announced; null where no source read gives a day.")
    public LocalDate foundedOn;

    @Embedded
    @AssociationOverride(name = "source", joinColumns = @JoinColumn(name = "founded_source_id"))
    @AttributeOverride(name = "excerpt", column = @Column(name = "founded_excerpt"))
    @Description("The proof of its founding.")
    public Evidence foundedEvidence;

    @NonNull
    @ManyToMany(targetEntity = ActorEntity.class)
    @JoinTable(
            name = "coalition_lead",
            joinColumns = @JoinColumn(name = "coalition_id"),
            inverseJoinColumns = @JoinColumn(name = "actor_id"))
    @OrderColumn(name = "position")
    @Description("Who leads it: countries, organisations or persons.")
    public List<@NonNull Actor> leads = new ArrayList<>();

    @Embedded
    @AssociationOverride(name = "source", joinColumns = @JoinColumn(name = "leads_source_id"))
    @AttributeOverride(name = "excerpt", column = @Column(name = "leads_excerpt"))
    @Description("The proof of who leads it.")
    public Evidence leadsEvidence;

    @ManyToOne(fetch = FetchType.LAZY)
    @Description("The coalition that this one is a part of.")
    public Coalition parent;

    @Description("What a reader should know about this entry.")
    public String note;

    @Override
    protected String idType() {
        return "Coalition";
    }
}
