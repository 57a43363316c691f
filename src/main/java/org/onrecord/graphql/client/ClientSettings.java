package org.onrecord.graphql.client;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import org.onrecord.settings.Form;
import org.onrecord.settings.Range;
import org.onrecord.settings.Takes;

/** How clients are told apart, and what each may ask for. */
// The annotations of its methods are read at start, in the native executable too.
@RegisterForReflection
@ConfigMapping(prefix = "onrecord")
public interface ClientSettings {

    Limits limits();

    Clients clients();

    /** What one client may ask for. */
    interface Limits {

        /** The connections to the database that are left to others, however many one client may have. */
        int CONNECTIONS_OF_OTHERS = 2;

        /** Requests of one client under way at the same time. */
        @Range(min = "1", max = "10000")
        @WithDefault("16")
        int concurrentRequestsOfClient();

        /** Operations of one client that are worked out at the same time, each on one database connection. */
        @Range(min = "1", max = "998")
        @WithDefault("4")
        int connectionsOfClient();

        /** Requests of one client: so many at once, and from then on as they come back evenly over a minute. */
        @Range(min = "1", max = "1000000000")
        @WithDefault("600")
        int requestsPerMinute();

        /**
         * What the operations of one client cost: so much at once, and from then on as it comes back evenly over a
         * minute.
         */
        @Range(min = "1", max = "1000000000")
        @WithDefault("90000")
        int costPerMinute();
    }

    /** How clients are told apart. */
    interface Clients {

        /**
         * Addresses or networks ({@code 10.0.0.0/8}) of proxies whose header {@code X-Forwarded-For} is believed. A
         * client is an address that is none of them; of IPv6, its /64 network.
         */
        @Takes(Form.NETWORKS)
        Optional<List<String>> trustedProxies();

        /**
         * Networks each of whose addresses, or /64 networks of IPv6, may have a multiple of what one client may: {@code
         * 10.1.0.0/16=20} for a server that asks for all its users.
         */
        @Takes(Form.FACTORS)
        Optional<List<String>> networks();
    }
}
