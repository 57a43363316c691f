package org.onrecord.graphql.exchange;

import graphql.language.Document;
import graphql.language.OperationDefinition;
import io.opentelemetry.context.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.onrecord.graphql.answer.EntityTag;
import org.onrecord.graphql.answer.MediaType;
import org.onrecord.graphql.capacity.Processors.Work;
import org.onrecord.graphql.client.Admission.Client;
import org.onrecord.graphql.client.Admission.Slot;
import org.onrecord.graphql.request.GraphqlRequest;

/**
 * One request over HTTP, and what the stages before have found out of it. One thread after the other goes on with it;
 * what is asked for before a stage has set it is null, unless it says otherwise.
 */
public final class Exchange {

    private final long start = System.nanoTime();
    private final RoutingContext routing;
    private final io.vertx.core.Context context = Vertx.currentContext();
    private final Context trace = Context.current();
    private Slot slot;
    private MediaType mediaType = MediaType.JSON;
    private Buffer body;
    private boolean isCutOff;
    private long arrival;
    private Work work;
    private GraphqlRequest request;
    private String text = "";
    private Optional<EntityTag> tag = Optional.empty();
    private Document document;
    private OperationDefinition operation;

    /** Begins one on its event loop. */
    public Exchange(RoutingContext routing) {
        this.routing = routing;
    }

    /** Where Vert.x routes it. */
    public RoutingContext routing() {
        return routing;
    }

    /** The HTTP request. */
    public HttpServerRequest http() {
        return routing.request();
    }

    /** Whether it is a POST, and no GET or HEAD. */
    public boolean isPost() {
        return http().method().equals(HttpMethod.POST);
    }

    /** Where its span is. */
    public Context trace() {
        return trace;
    }

    /** The time since its head arrived. */
    long nanos() {
        return System.nanoTime() - start;
    }

    /** Has something done on its event loop: now, where this is the one. */
    public void onEventLoop(Runnable what) {
        if (io.vertx.core.Context.isOnEventLoopThread() && Vertx.currentContext() == context) {
            what.run();
        } else {
            context.runOnContext(now -> what.run());
        }
    }

    /** Its slot among the requests of its client, which it has from the entrance on; empty before. */
    public Optional<Slot> slot() {
        return Optional.ofNullable(slot);
    }

    /** Who has asked. */
    public Client client() {
        return slot.client();
    }

    public void setSlot(Slot slot) {
        this.slot = slot;
    }

    /** That of the answer; JSON until it is chosen. */
    public MediaType mediaType() {
        return mediaType;
    }

    public void setMediaType(MediaType mediaType) {
        this.mediaType = mediaType;
    }

    /** Hands out the body of a POST, once: it is not kept until the answer. */
    public Buffer takeBody() {
        Buffer taken = body;
        body = null;
        return taken;
    }

    public void setBody(Buffer body) {
        this.body = body;
    }

    /**
     * Whether more of the request is still to come when it is answered: its connection, or stream, is of no use any
     * more.
     */
    boolean isCutOff() {
        return isCutOff;
    }

    /** Notes that nothing is read of what is still to come. */
    public void cutOff() {
        isCutOff = true;
    }

    /**
     * When it was there as a whole, as {@link System#nanoTime} tells it: from then on, the time for its answer counts.
     */
    public long arrival() {
        return arrival;
    }

    /** The work on it. */
    public Work work() {
        return work;
    }

    /** Notes that the work on it begins. */
    public void setWork(long arrival, Work work) {
        this.arrival = arrival;
        this.work = work;
    }

    /** The GraphQL request in it. */
    public GraphqlRequest request() {
        return request;
    }

    public void setRequest(GraphqlRequest request) {
        this.request = request;
    }

    /** The text of its document; empty until it is known. */
    public String text() {
        return text;
    }

    public void setText(String text) {
        this.text = text;
    }

    /** What stands for its answer; empty where nothing does. */
    public Optional<EntityTag> tag() {
        return tag;
    }

    public void setTag(Optional<EntityTag> tag) {
        this.tag = tag;
    }

    /** Its document, which is valid. */
    public Document document() {
        return document;
    }

    /** The operation of the document that is asked for. */
    public OperationDefinition operation() {
        return operation;
    }

    public void setDocument(Document document, OperationDefinition operation) {
        this.document = document;
        this.operation = operation;
    }
}
