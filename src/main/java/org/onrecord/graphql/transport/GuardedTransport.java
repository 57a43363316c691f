package org.onrecord.graphql.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.spi.VertxServiceProvider;
import java.util.List;

/**
 * The transport of Vert.x, of which each connection that a server accepts gets a {@link ConnectionGuard} before all
 * else. Vert.x and Quarkus have no hook for that: what they call sees a request once its head has been read, or after
 * they have answered it themselves.
 */
public final class GuardedTransport extends JDKTransport implements VertxServiceProvider {

    @Override
    public void init(VertxBuilder builder) {
        builder.findTransport(this);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return domainSocket ? super.serverChannelFactory(true) : GuardedServerChannel::new;
    }

    private static final class GuardedServerChannel extends NioServerSocketChannel {

        /** The connections of this port. */
        private final HttpConnections.Port port = new HttpConnections.Port();

        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int before = accepted.size();
            int more = super.doReadMessages(accepted);
            for (int i = accepted.size() - 1; i >= before; i--) {
                Channel channel = (Channel) accepted.get(i);
                if (!port.admit(channel)) {
                    channel.unsafe().closeForcibly();
                    accepted.remove(i);
                }
            }
            // Zero would tell that there is none left to accept.
            return more;
        }
    }
}
