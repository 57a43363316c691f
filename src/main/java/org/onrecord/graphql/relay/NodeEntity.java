package org.onrecord.graphql.relay;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Transient;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;

/** What every entity with a slug shares: its row's key, and the lists that were read together with it. */
@MappedSuperclass
public abstract class NodeEntity extends PanacheEntityBase {

    /** Primary key of the row. It never leaves the service: outside, the slug and the id made from it stand for it. */
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "id")
    @Ignore
    public Long rowId;

    @NonNull
    @Description("Stable public key: lower case, with hyphens.")
    @Column(columnDefinition = "slug")
    public String slug;

    /** The connections that the request selects on this row, as they were read together with it. */
    @Transient
    private final transient Map<ListRequest, Connection<?, ?>> lists = new HashMap<>();

    /**
     * Name of the GraphQL type that ids are made with: one for all kinds of an interface, so that an id outlives a
     * change of kind.
     */
    protected abstract String idType();

    /** Keeps a list that was read together with the row. */
    public final void keep(ListRequest request, Connection<?, ?> list) {
        lists.put(request, list);
    }

    /** A list that was read together with the row. */
    public final Connection<?, ?> kept(ListRequest request) {
        return lists.get(request);
    }

    /** The id that Relay and other clients keep it under. */
    public String getId() {
        return new NodeId(idType(), slug).toString();
    }

    /** A connection field as a row was asked for it: the same field with other arguments is another list. */
    public record ListRequest(String field, Map<String, Object> arguments) {}
}
