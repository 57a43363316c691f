package org.onrecord.dataset;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.NonNull;

@Entity
@Table(name = "data_set")
@Description("A collection of facts that was loaded into the record as a whole.")
public class DataSet extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "id")
    @Ignore
    public Long rowId;

    @NonNull
    @Column(columnDefinition = "slug")
    @Description("Stable public key: lower case, with hyphens.")
    public String slug;

    @NonNull
    @Description("Its name.")
    public String name;

    @NonNull
    @Description("What is in it, in a sentence.")
    public String description;

    @NonNull
    @Description("Which version of it was loaded.")
    public String version;

    @NonNull
    @Description("The last day that it covers.")
    public LocalDate dataThrough;

    @NonNull
    @Description("Under which licence the compilation may be used: an SPDX identifier. Excerpts stay their authors'.")
    public String licence;

    @NonNull
    @Description("When this version was loaded into this record.")
    public OffsetDateTime loadedAt;
}
