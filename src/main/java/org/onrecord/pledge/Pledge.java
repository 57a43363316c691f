package org.onrecord.pledge;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OrderColumn;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;
import org.onrecord.actor.Actor;
import org.onrecord.actor.ActorEntity;
import org.onrecord.coalition.Coalition;
import org.onrecord.event.Event;
import org.onrecord.graphql.relay.Node;
import org.onrecord.graphql.relay.NodeEntity;
import org.onrecord.source.Evidence;

@Entity
@Description("What one actor offered to one coalition, or refused it.")
public class Pledge extends NodeEntity implements Node {

    @NonNull
    @ManyToOne(fetch = FetchType.LAZY, targetEntity = ActorEntity.class)
    @Description("Who is to do it.")
    public Actor pledger;

    @NonNull
    @ManyToOne(fetch = FetchType.LAZY)
    @Description("The coalition to which it is offered.")
    public Coalition coalition;

    @NonNull
    @Enumerated(EnumType.STRING)
    @Description("What is offered.")
    public PledgeKind kind;

    @NonNull
    @Enumerated(EnumType.STRING)
    @Description("How far it has come: the last status of `statusHistory`.")
    public PledgeStatus status;

    @NonNull
    @ElementCollection
    @CollectionTable(name = "pledge_status_change", joinColumns = @JoinColumn(name = "pledge_id"))
    @OrderColumn(name = "position")
    @Description("The statuses it has had, the first one first, each with its date and proof.")
    public List<@NonNull PledgeStatusChange> statusHistory = new ArrayList<>();

    @Embedded
    @Description("How much is offered; null where no amount was disclosed.")
    public Quantity quantity;

    @Description("The day on which it was announced; null where no source read gives one.")
    public LocalDate announcedOn;

    @Description("The words of the source that stand for the date.")
    public String announcedOnText;

    @ManyToOne(fetch = FetchType.LAZY, targetEntity = ActorEntity.class)
    @Description("On whose word it rests: who announced it. Null where the source names nobody.")
    public Actor announcedBy;

    @ManyToOne(fetch = FetchType.LAZY)
    @Description("The occasion on which it was announced.")
    public Event occasion;

    @Description("Where or for what it holds, where that is limited.")
    public String scope;

    @Description("What must happen first, in the words of the record; null where no condition was named.")
    public String conditions;

    @NonNull
    @Enumerated(EnumType.STRING)
    @Description("How well the evidence carries what is stated here.")
    public Confidence confidence;

    @NonNull
    @ElementCollection
    @CollectionTable(name = "pledge_evidence", joinColumns = @JoinColumn(name = "pledge_id"))
    @OrderColumn(name = "position")
    @Description("The proof: one or more sources with their words.")
    public List<@NonNull Evidence> evidence = new ArrayList<>();

    /** Both sides of a contradiction have each other here. */
    @Ignore
    @ManyToMany
    @JoinTable(
            name = "pledge_conflict",
            joinColumns = @JoinColumn(name = "pledge_id"),
            inverseJoinColumns = @JoinColumn(name = "other_id"))
    public Set<Pledge> conflictsWith = new HashSet<>();

    @Description("What a reader should know about this entry.")
    public String note;

    @Override
    protected String idType() {
        return "Pledge";
    }
}
