package org.onrecord.event;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
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
import org.onrecord.actor.ActorEntity;
import org.onrecord.actor.Country;
import org.onrecord.graphql.relay.Node;
import org.onrecord.graphql.relay.NodeEntity;
import org.onrecord.source.Evidence;

@Entity
@Description("An occasion on which something was said or pledged: a summit, a call, an interview, talks.")
public class Event extends NodeEntity implements Node {

    @NonNull
    @Enumerated(EnumType.STRING)
    @Description("What sort of occasion it is.")
    public EventKind kind;

    @NonNull
    @Description("A name that tells it from other events.")
    public String name;

    @Description("The day on which it was held; null where no source read gives one.")
    public LocalDate heldOn;

    @Description("The words of a source that stand for the date, or explain it.")
    public String heldOnText;

    @Description("The town or place where it was held.")
    public String place;

    @ManyToOne(fetch = FetchType.LAZY)
    @Description("The country where it was held.")
    public Country country;

    @Description("What happened, in a sentence.")
    public String description;

    @Ignore
    @ManyToMany
    @JoinTable(
            name = "event_participant",
            joinColumns = @JoinColumn(name = "event_id"),
            inverseJoinColumns = @JoinColumn(name = "actor_id"))
    public Set<ActorEntity> participants = new HashSet<>();

    @NonNull
    @ElementCollection
    @CollectionTable(name = "event_evidence", joinColumns = @JoinColumn(name = "event_id"))
    @OrderColumn(name = "position")
    @Description("The proof that it took place as stated here.")
    public List<@NonNull Evidence> evidence = new ArrayList<>();

    @Override
    protected String idType() {
        return "Event";
    }
}
