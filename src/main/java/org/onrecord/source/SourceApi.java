package org.onrecord.source;

import io.smallrye.common.annotation.NonBlocking;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.onrecord.graphql.read.Reads;
import org.onrecord.graphql.relay.Paging;

@GraphQLApi
@NonBlocking
public class SourceApi {

    private final Reads reads;
    private final SourceRows rows;

    SourceApi(Reads reads, SourceRows rows) {
        this.reads = reads;
        this.rows = rows;
    }

    @Query
    @Description("The source with this slug; null where there is none.")
    public CompletionStage<Source> source(@NonNull @Description("The source's slug.") String slug) {
        return reads.one(rows);
    }

    @Query
    @NonNull
    @Description("All sources of the record.")
    public CompletionStage<SourceConnection> sources(
            @Description(Paging.FIRST) Integer first,
            @Description(Paging.AFTER) String after,
            @Description(Paging.LAST) Integer last,
            @Description(Paging.BEFORE) String before,
            @Description(Paging.FILTER) SourceFilter filter,
            @Description(Paging.ORDER) @DefaultValue("PUBLISHED_ON_DESC") SourceOrder orderBy) {
        return reads.list(rows, SourceConnection.class);
    }
}
