package org.onrecord.dataset;

import io.smallrye.common.annotation.NonBlocking;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Query;
import org.onrecord.graphql.read.Reads;

/** What the record was made from. */
@GraphQLApi
@NonBlocking
public class DataSetApi {

    private final Reads reads;
    private final DataSetRows rows;

    DataSetApi(Reads reads, DataSetRows rows) {
        this.reads = reads;
        this.rows = rows;
    }

    @Query
    @Description(
            "The data set that was loaded into this record last: its name, version, licence and the last day that it "
                    + "covers;"
                    + " null where none was.")
    public CompletionStage<DataSet> dataset() {
        return reads.first(rows, DataSetRows.ORDER);
    }
}
