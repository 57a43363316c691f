package org.onrecord.graphql.transport;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.onrecord.graphql.fault.Refusal;

/**
 * What the head of a request of HTTP/1 must be like, beyond what its decoder asks: where a proxy in front could read it
 * otherwise than this service, one could hide a request inside another.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112, HTTP/1.1</a>
 */
final class RequestHead {

    /** The methods of RFC 9110 and RFC 5789. Metrics have a series for each method. */
    static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    /** Stands for any other method. */
    static final String OTHER_METHOD = "OTHER";

    /** A host with or without a port (RFC 3986, 3.2.2). */
    private static final Pattern HOST =
            Pattern.compile("(?:\\[[0-9A-Fa-f:.]{2,45}]|[\\w.~!$&'()*+,;=%-]{1,255})(?::\\d{0,5})?");

    private RequestHead() {}

    /**
     * Makes sure that a request may be read, and takes from it what is not to be acted on.
     *
     * @throws Refusal where it may not
     */
    static void requireFit(HttpRequest request) {
        requireHost(request);
        requireFraming(request);
        if (!METHODS.contains(request.method().name())) {
            request.setMethod(HttpMethod.valueOf(OTHER_METHOD));
        }
        HttpHeaders headers = request.headers();
        List<String> upgrades = tokens(headers, HttpHeaderNames.UPGRADE).toList();
        if (upgrades.stream().anyMatch(protocol -> protocol.split("/", -1)[0].equalsIgnoreCase("websocket"))) {
            throw malformed("There are no WebSockets here: send a request by POST or GET");
        }
        boolean isComplete = upgrades.equals(List.of("h2c"))
                && headers.contains("HTTP2-Settings")
                && Stream.of("upgrade", "http2-settings")
                        .allMatch(name ->
                                tokens(headers, HttpHeaderNames.CONNECTION).anyMatch(name::equalsIgnoreCase));
        if (!isComplete) {
            // A server may go on with what it speaks (RFC 9110, 7.8); Vert.x would refuse it.
            headers.remove(HttpHeaderNames.UPGRADE);
        }
    }

    private static void requireHost(HttpRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        boolean isNeeded = request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
        if (hosts.size() > 1 || (isNeeded && hosts.isEmpty())) {
            throw malformed("Send one header Host");
        }
        if (!hosts.isEmpty() && !HOST.matcher(hosts.get(0)).matches()) {
            throw malformed("The header Host must be a host, with or without a port");
        }
    }

    private static void requireFraming(HttpRequest request) {
        HttpHeaders headers = request.headers();
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            return;
        }
        if (codings.size() > 1
                || !codings.get(0).equalsIgnoreCase("chunked")
                || headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                || request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0) {
            throw malformed("Send the body with a Content-Length, or with Transfer-Encoding: chunked over HTTP/1.1");
        }
    }

    private static Stream<String> tokens(HttpHeaders headers, CharSequence name) {
        return headers.getAll(name).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .filter(token -> !token.isEmpty());
    }

    static Refusal malformed(String message) {
        return Refusal.ofHttp(400, "BAD_REQUEST", message, Map.of(), Map.of());
    }
}
