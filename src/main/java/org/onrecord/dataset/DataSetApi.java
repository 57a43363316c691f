package org.onrecord.dataset;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.transaction.Transactional;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Query;

/** What the record was made from. */
@GraphQLApi
@Transactional // or a request that is aborted keeps its connection
@RunOnVirtualThread
public class DataSetApi {

    @Query
    @Description(
            "The data set that was loaded into this record last: its name, version, licence and the last day that it covers;"
                    + " null where none was.")
    public DataSet dataset() {
        return DataSet.<DataSet>find("order by loadedAt desc, rowId desc").firstResult();
    }
}
