package org.onrecord.graphql.client;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.onrecord.settings.Network;
import org.onrecord.settings.NetworkFactor;

/**
 * Tells by its address who a client is. A proxy's {@code X-Forwarded-For} is read from its end, for as long as proxies
 * that are trusted have written it: what a client puts there itself counts for nothing. (Quarkus' own forwarding
 * believes its start.)
 */
@Singleton
public class ClientAddress {

    /** An address with a port, which some proxies add. */
    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[(?<v6>[^]]*)]|(?<v4>[0-9.]*)):\\d{1,5}");

    private final List<Network> trusted;
    private final List<NetworkFactor> factors;
    private final Subnets subnets = new Subnets();

    ClientAddress(ClientSettings settings) {
        this.factors = settings.clients().networks().orElse(List.of()).stream()
                .map(NetworkFactor::parse)
                .toList();
        this.trusted = settings.clients().trustedProxies().orElse(List.of()).stream()
                .map(Network::parse)
                .toList();
    }

    /** The client's address, of IPv6 its network: see {@link Subnets}. */
    public String of(HttpServerRequest request) {
        // It has none where it comes over a socket of this machine.
        InetAddress address =
                parse(String.valueOf(request.remoteAddress().hostAddress())).orElse(InetAddress.getLoopbackAddress());
        List<String> forwarded = request.headers().getAll("X-Forwarded-For");
        String[] hops = String.join(",", forwarded).split(",", -1);
        for (int i = hops.length - 1; i >= 0 && isTrusted(address); i--) {
            Optional<InetAddress> hop = parse(hops[i].trim());
            if (hop.isEmpty()) {
                break;
            }
            address = hop.get();
        }
        return nameOf(address);
    }

    /** The client that a connection comes from; empty where that is a trusted proxy, behind which there are many. */
    public Optional<String> ofDirect(InetAddress address) {
        return isTrusted(address) ? Optional.empty() : Optional.of(nameOf(address));
    }

    private String nameOf(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        int bits = subnets.bits(bytes);
        Arrays.fill(bytes, bits / 8, 16, (byte) 0);
        return of(bytes).getHostAddress() + '/' + bits;
    }

    /**
     * By how much the limits of a client are multiplied: the factor of the first network of the setting that the client
     * belongs to, or 1.
     *
     * @param client as {@link #of(HttpServerRequest)} names it
     */
    int factor(String client) {
        Optional<InetAddress> address = Network.address(client.replaceFirst("/.*", ""));
        return factors.stream()
                .filter(known -> address.filter(known.network()::contains).isPresent())
                .map(NetworkFactor::factor)
                .findFirst()
                .orElse(1);
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    /** An address as such, of IPv6 also in brackets or with a zone. */
    private static Optional<InetAddress> parse(String text) {
        Matcher withPort = WITH_PORT.matcher(text);
        String address = text;
        if (withPort.matches()) {
            address = withPort.group("v6") == null ? withPort.group("v4") : withPort.group("v6");
        }
        return Network.address(address);
    }

    private static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException never) {
            throw new IllegalStateException(never);
        }
    }
}
