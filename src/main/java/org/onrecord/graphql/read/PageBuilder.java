package org.onrecord.graphql.read;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.onrecord.graphql.relay.Connection;
import org.onrecord.graphql.relay.Edge;
import org.onrecord.graphql.relay.NodeEntity;
import org.onrecord.graphql.relay.PageInfo;
import org.onrecord.graphql.rows.NodeRows.Order;
import org.onrecord.graphql.rows.NodeRows.PageList;

/** A page as its rows come in. */
final class PageBuilder<T extends NodeEntity> {

    private final PageList<T> list;
    private final Order order;
    private final Page page;
    private final List<T> nodes = new ArrayList<>();
    private final List<Cursor> cursors = new ArrayList<>();
    /** Whether the list goes on where the page ends, in the direction in which it was read. */
    boolean more;

    /** Whether there is a row at the page's cursor {@code after} or before it. */
    boolean beyondAfter;

    /** Whether there is a row at the page's cursor {@code before} or after it. */
    boolean beyondBefore;

    /** Null where nobody asked for it. */
    Integer totalCount;

    PageBuilder(PageList<T> list, Order order, Page page) {
        this.list = list;
        this.order = order;
        this.page = page;
    }

    boolean isFull() {
        return nodes.size() == page.size();
    }

    void add(T node, Cursor cursor) {
        nodes.add(node);
        cursors.add(cursor);
    }

    @SuppressWarnings("unchecked") // a list's connection and edges are of the list's type
    Connection<?, ?> build() {
        if (page.backward()) {
            Collections.reverse(nodes);
            Collections.reverse(cursors);
        }
        var connection =
                (Connection<Object, Edge<Object>>) list.rows().connection().get();
        connection.nodes = List.copyOf(nodes);
        connection.edges = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Edge<Object> edge = (Edge<Object>) list.rows().edge().get();
            edge.node = nodes.get(i);
            edge.cursor = text(cursors.get(i));
            connection.edges.add(edge);
        }
        PageInfo info = new PageInfo();
        info.hasNextPage = (!page.backward() && more) || beyondBefore;
        info.hasPreviousPage = (page.backward() && more) || beyondAfter;
        if (!cursors.isEmpty()) {
            info.startCursor = text(cursors.get(0));
            info.endCursor = text(cursors.get(cursors.size() - 1));
        }
        connection.pageInfo = info;
        connection.totalCount = totalCount;
        return connection;
    }

    private String text(Cursor cursor) {
        return cursor == null ? null : cursor.encode(list.name(), order);
    }
}
