package org.onrecord.graphql.transport;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.onrecord.graphql.answer.Answer;
import org.onrecord.graphql.answer.MediaType;
import org.onrecord.graphql.capacity.Budget;
import org.onrecord.graphql.fault.Refusal;

/**
 * Stands before all else on a connection and sees to it that
 *
 * <ul>
 *   <li>one request after the other is read and answered, and no more than 16 KiB of what was sent ahead are in memory;
 *   <li>what a proxy might read otherwise is not read at all, but refused ({@link RequestHead});
 *   <li>no WebSocket is opened: what libraries answer there would pass by the limits;
 *   <li>a head that does not arrive, or a connection of HTTP/2 on which nothing is asked, is not kept for ever.
 * </ul>
 *
 * <p>Vert.x calls for the next request inside the answer to the one before: who sends many at once would choose how
 * deep.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a write or a timer is told by the connection itself
final class ConnectionGuard extends ChannelDuplexHandler {

    /** How many bytes are read at once: a few dozen of the smallest requests at most. */
    private static final int SLICE = 1024;

    /** How many bytes are taken from the socket at once. */
    private static final int MOST_AT_ONCE = 16 * 1024;

    /** How long a client that is refused, and may still be sending, has to read why. */
    private static final int LINGER_SECONDS = 1;

    private static final int CHECKED_EVERY_SECONDS = 1;

    private final HttpConnections.Connection connection;
    private final HttpConnections connections;
    private final Budget.Arrival arrival;
    private final Queue<ByteBuf> unread = new ArrayDeque<>();
    private final Requests requests = new Requests();
    private Protocol protocol = Protocol.UNKNOWN;
    private ChannelHandlerContext context;
    private Future<?> check;
    private Http2Connection streams;
    private boolean isReading;
    /** Whether no more is taken from the socket, by this guard and not by Vert.x. */
    private boolean isStopped;

    private boolean isRefused;
    /** Whether no more is read, and the connection is closed after the answer that is under way. */
    private boolean isLast;

    private long headBytes;
    private long held;
    /** When the head that is arriving began, or the last stream ended. */
    private long since;

    private enum Protocol {
        UNKNOWN,
        HTTP_1,
        HTTP_2
    }

    ConnectionGuard(HttpConnections.Connection connection, HttpConnections connections) {
        this.connection = connection;
        this.connections = connections;
        this.arrival = connections.budget().begin(this::drop);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext newContext) {
        context = newContext;
        // Of each connection so much at once: between them, those for which there is no room are closed.
        context.channel()
                .config()
                .setRecvByteBufAllocator(
                        new AdaptiveRecvByteBufAllocator(512, 2048, MOST_AT_ONCE).maxMessagesPerRead(1));
    }

    @Override
    public void channelActive(ChannelHandlerContext same) {
        since = System.nanoTime();
        check = context.executor()
                .scheduleAtFixedRate(this::check, CHECKED_EVERY_SECONDS, CHECKED_EVERY_SECONDS, SECONDS);
        context.channel().closeFuture().addListener(closed -> {
            check.cancel(false);
            arrival.end();
            release(unread);
            release(requests.ahead);
            requests.ended();
        });
        context.fireChannelActive();
    }

    private static void release(Queue<?> messages) {
        messages.forEach(ReferenceCountUtil::release);
        messages.clear();
    }

    @Override
    public void channelRead(ChannelHandlerContext same, Object bytes) {
        if (isRefused || isLast) {
            ReferenceCountUtil.release(bytes);
        } else {
            unread.add((ByteBuf) bytes);
            readOn();
        }
    }

    /** Is called where Vert.x takes more again. */
    @Override
    public void read(ChannelHandlerContext same) {
        if (!isReading && !unread.isEmpty() && !isStopped) {
            context.executor().execute(this::goOn);
        }
        context.read();
    }

    private void goOn() {
        if (isLast && !requests.isAnswering) {
            context.channel().close();
            return;
        }
        if (context.isRemoved() || isRefused || (unread.isEmpty() && requests.ahead.isEmpty())) {
            return;
        }
        requests.handOnNext();
        if (isStopped && requests.takesMore()) {
            isStopped = false;
            context.channel().config().setAutoRead(true);
        }
        readOn();
        // Vert.x sends what it has written once it is told that nothing more comes for now.
        context.fireChannelReadComplete();
    }

    private void readOn() {
        if (isReading) {
            return;
        }
        isReading = true;
        try {
            while (!unread.isEmpty() && takesMore()) {
                if (protocol == Protocol.HTTP_2) {
                    context.fireChannelRead(unread.poll());
                } else {
                    readSlice();
                }
            }
        } finally {
            isReading = false;
        }
        if (!unread.isEmpty() && !isStopped && context.channel().config().isAutoRead()) {
            isStopped = true;
            context.channel().config().setAutoRead(false);
        }
        count();
    }

    private boolean takesMore() {
        boolean vertxTakesMore = context.channel().config().isAutoRead();
        return protocol == Protocol.HTTP_2 || (!isRefused && vertxTakesMore && requests.takesMore());
    }

    private void readSlice() {
        ByteBuf first = unread.element();
        // Until it is known what is spoken, nothing may be read before the handlers for that are there.
        int bytes = protocol == Protocol.UNKNOWN ? 1 : Math.min(SLICE, first.readableBytes());
        ByteBuf slice = first.readRetainedSlice(bytes);
        if (!first.isReadable()) {
            unread.remove().release();
        }
        if (headBytes == 0) {
            since = System.nanoTime();
        }
        headBytes += bytes;
        context.fireChannelRead(slice);
        if (protocol == Protocol.UNKNOWN && !context.isRemoved()) {
            recognise();
        }
    }

    private void recognise() {
        if (context.pipeline().get("httpEncoder") != null) {
            protocol = Protocol.HTTP_1;
            context.pipeline().addAfter("httpEncoder", "requests", requests);
        } else {
            recogniseHttp2();
        }
    }

    private void recogniseHttp2() {
        Http2ConnectionHandler handler = context.pipeline().get(Http2ConnectionHandler.class);
        if (handler == null) {
            return;
        }
        protocol = Protocol.HTTP_2;
        headBytes = 0;
        streams = handler.connection();
        streams.addListener(new Streams(streams.newKey()));
        handler.decoder().frameListener(new StreamHeads(handler.decoder().frameListener()));
    }

    /** Where the connection goes on as HTTP/2, all others of its handlers are taken away. */
    @Override
    public void handlerRemoved(ChannelHandlerContext same) {
        while (!unread.isEmpty()) {
            context.fireChannelRead(unread.poll());
        }
        count();
    }

    /** Counts what has arrived and is no request yet. */
    private void count() {
        long now = 0;
        for (ByteBuf bytes : unread) {
            now += bytes.readableBytes();
        }
        now += requests.isOpen ? 0 : headBytes;
        if (now != held) {
            held = now;
            arrival.set(now);
        }
    }

    private void check() {
        long waited = System.nanoTime() - since;
        if (protocol == Protocol.HTTP_2) {
            if (streams.numActiveStreams() == 0
                    && waited > connections.idleTime().toNanos()) {
                context.channel().close();
            }
        } else if (headBytes > 0
                && !requests.isOpen
                && !requests.isAnswering
                && waited > connections.arrivalTime().toNanos()) {
            refuse(Refusal.ofHttp(
                    408, "BAD_REQUEST", "The request took too long to arrive", Map.of("limit", "body-time"), Map.of()));
        }
    }

    /**
     * There is no room for what has arrived and is no request yet. A request that is being answered is answered all the
     * same.
     */
    private void drop() {
        connections.counters().count("memory");
        if (context.executor().inEventLoop() && !isReading) {
            dropNow();
        } else {
            context.executor().execute(this::dropNow);
        }
    }

    private void dropNow() {
        if (!requests.hasArrived) {
            context.channel().close();
            return;
        }
        isLast = true;
        release(unread);
        release(requests.ahead);
    }

    /** Answers with a refusal, reads no more, and closes. */
    private void refuse(Refusal refusal) {
        if (isRefused) {
            return;
        }
        isRefused = true;
        release(unread);
        release(requests.ahead);
        count();
        Channel channel = context.channel();
        channel.config().setAutoRead(true);
        if (protocol != Protocol.HTTP_1 || requests.isAnswerBegun) {
            channel.close();
            return;
        }
        // Not at once: a client that is still sending would lose the answer.
        Answer answer = Answer.of(refusal);
        answer.limits().forEach(connections.counters()::count);
        requests.answer(answer).addListener(sent -> {
            ((SocketChannel) channel).shutdownOutput();
            context.executor().schedule(() -> channel.close(), LINGER_SECONDS, SECONDS);
        });
    }

    /** The requests of HTTP/1, between their decoder and Vert.x. */
    private final class Requests extends ChannelDuplexHandler {

        /** What was read of requests before the answer to the one before them had been written. */
        private final Queue<Object> ahead = new ArrayDeque<>();

        private ChannelHandlerContext own;
        /** Whether more of a request is still to come. */
        private boolean isOpen;

        /** Whether all of a request is there that is being answered. */
        private boolean hasArrived;

        private boolean isAnswering;
        private boolean isAnswerBegun;

        @Override
        public void handlerAdded(ChannelHandlerContext newContext) {
            own = newContext;
        }

        boolean takesMore() {
            return ahead.isEmpty() && (isOpen || !isAnswering);
        }

        @Override
        public void channelRead(ChannelHandlerContext same, Object message) {
            if (isRefused) {
                ReferenceCountUtil.release(message);
            } else if (protocol == Protocol.HTTP_1 && mustWait(message)) {
                ahead.add(message);
            } else {
                handOn(message);
            }
        }

        private boolean mustWait(Object message) {
            return !ahead.isEmpty() || (message instanceof HttpRequest && isAnswering);
        }

        /** Hands on what was read ahead, up to the request after the next one. */
        void handOnNext() {
            while (!ahead.isEmpty() && !isRefused && !(ahead.element() instanceof HttpRequest && isAnswering)) {
                handOn(ahead.remove());
            }
        }

        private void handOn(Object message) {
            if (message instanceof HttpRequest request) {
                headBytes = 0;
                isOpen = true;
                isAnswering = true;
                if (request.decoderResult().isSuccess() && !isFit(request)) {
                    ReferenceCountUtil.release(message);
                    return;
                }
            } else if (message instanceof HttpContent part
                    && part.decoderResult().isFailure()) {
                ReferenceCountUtil.release(message);
                refuse(RequestHead.malformed("The body is not framed as HTTP/1.1 has it"));
                return;
            }
            if (message instanceof LastHttpContent) {
                headBytes = 0;
                isOpen = false;
                hasArrived = true;
                connection.requestArrived();
            }
            own.fireChannelRead(message);
            if (message instanceof HttpRequest) {
                recogniseHttp2();
            }
        }

        private boolean isFit(HttpRequest request) {
            try {
                RequestHead.requireFit(request);
                return true;
            } catch (Refusal refusal) {
                refuse(refusal);
                return false;
            }
        }

        @Override
        public void write(ChannelHandlerContext same, Object message, ChannelPromise promise) {
            if (isRefused) {
                ReferenceCountUtil.release(message);
                promise.setFailure(new IllegalStateException("The request was refused"));
                return;
            }
            own.write(message, promise);
            if (!(message instanceof HttpObject)
                    || (message instanceof HttpResponse response
                            && response.status().codeClass() == HttpStatusClass.INFORMATIONAL)) {
                return;
            }
            isAnswerBegun = true;
            if (message instanceof LastHttpContent) {
                // Not inside of this answer: see above. And by then it is sent.
                own.executor().execute(() -> {
                    ended();
                    goOn();
                });
            }
        }

        void ended() {
            isAnswering = false;
            isAnswerBegun = false;
            if (hasArrived) {
                hasArrived = false;
                connection.requestEnded();
            }
        }

        Future<Void> answer(Answer answer) {
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(answer.status()),
                    Unpooled.wrappedBuffer(answer.body().getBytes()));
            HttpHeaders headers = response.headers();
            answer.headers().forEach(headers::set);
            headers.set(HttpHeaderNames.CONTENT_TYPE, MediaType.JSON + "; charset=utf-8");
            headers.set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length());
            headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
            headers.set(HttpHeaderNames.CONNECTION, "close");
            return own.writeAndFlush(response);
        }
    }

    /** Tells which requests of HTTP/2 have arrived and are being answered. */
    private final class Streams extends Http2ConnectionAdapter {

        private final PropertyKey hasArrived;

        Streams(PropertyKey hasArrived) {
            this.hasArrived = hasArrived;
        }

        @Override
        public void onStreamActive(Http2Stream stream) {
            onStreamHalfClosed(stream);
        }

        @Override
        public void onStreamHalfClosed(Http2Stream stream) {
            if (stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE) {
                stream.setProperty(hasArrived, true);
                connection.requestArrived();
            }
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            since = System.nanoTime();
            if (stream.getProperty(hasArrived) != null) {
                connection.requestEnded();
            }
        }
    }

    /** Does for the heads of HTTP/2 what {@link RequestHead} does for the others, as far as HTTP/2 leaves it to do. */
    private static final class StreamHeads extends Http2FrameListenerDecorator {

        StreamHeads(Http2FrameListener listener) {
            super(listener);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean isLast)
                throws Http2Exception {
            prepare(headers);
            super.onHeadersRead(context, stream, headers, padding, isLast);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int stream,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean isExclusive,
                int padding,
                boolean isLast)
                throws Http2Exception {
            prepare(headers);
            super.onHeadersRead(context, stream, headers, dependency, weight, isExclusive, padding, isLast);
        }

        private static void prepare(Http2Headers headers) {
            if (headers.method() != null
                    && !RequestHead.METHODS.contains(headers.method().toString())) {
                headers.method(RequestHead.OTHER_METHOD);
            }
            List.of(":protocol", "upgrade").forEach(headers::remove);
        }
    }
}
