package org.onrecord.actor;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Inheritance;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.onrecord.graphql.relay.NodeEntity;

/**
 * What the four kinds of actors share as rows of one table. It does not implement {@link Actor}: a class that does
 * becomes an object type of the schema.
 */
@Entity
@Table(name = "actor")
@Inheritance
@DiscriminatorColumn(name = "kind")
public abstract class ActorEntity extends NodeEntity {

    public String name;

    @ElementCollection
    @CollectionTable(name = "actor_alias", joinColumns = @JoinColumn(name = "actor_id"))
    @OrderColumn(name = "position")
    @Column(name = "alias")
    public List<String> aliases = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "actor_identifier", joinColumns = @JoinColumn(name = "actor_id"))
    public List<Identifier> identifiers = new ArrayList<>();

    public String note;

    /** A new actor of a kind. */
    public static ActorEntity ofKind(ActorKind kind) {
        return switch (kind) {
            case PERSON -> new Person();
            case COUNTRY -> new Country();
            case ORGANISATION -> new Organisation();
            case GROUP -> new ActorGroup();
        };
    }

    @Override
    protected String idType() {
        return "Actor";
    }

    protected abstract ActorKind kind();

    public ActorKind getKind() {
        return kind();
    }

    public String getSlug() {
        return slug;
    }

    public String getName() {
        return name;
    }

    @NonNull
    @Description("Other names and spellings that sources use.")
    public List<@NonNull String> getAliases() {
        return aliases;
    }

    @NonNull
    @Description("Keys of the actor in registers outside this record.")
    public List<@NonNull Identifier> getIdentifiers() {
        return identifiers;
    }

    public String getNote() {
        return note;
    }
}
