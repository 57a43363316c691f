package org.onrecord.graphql.relay;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

@Description("Where a page stands in its list, and how to get to the pages beside it.")
public class PageInfo {

    @NonNull
    @Description("Whether the list goes on after this page: ask for it with `first` and `after: endCursor`.")
    public Boolean hasNextPage;

    @NonNull
    @Description("Whether the list has records before this page: ask for them with `last` and `before: startCursor`.")
    public Boolean hasPreviousPage;

    @Description("Cursor of the page's first record; null on an empty page.")
    public String startCursor;

    @Description("Cursor of the page's last record; null on an empty page.")
    public String endCursor;
}
