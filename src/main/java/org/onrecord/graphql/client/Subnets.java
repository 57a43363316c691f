package org.onrecord.graphql.client;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells how much of an IPv6 address names a client: its /64 network, as one customer of a provider has as many
 * addresses as that; but its /48 where more than {@value #MOST_OF_48} of the /64 networks in it have asked, as one
 * customer may have 65,536 of those.
 */
final class Subnets {

    /** How many /64 networks of a /48 count as clients of their own. */
    private static final int MOST_OF_48 = 16;

    /** How many /48 networks are remembered: about 300 bytes each. */
    private static final int MOST_REMEMBERED = 2000;

    /** After which time the /64 networks of a /48 are counted anew. */
    private static final long REMEMBERED_NANOS = Duration.ofHours(1).toNanos();

    private final Map<Long, Seen> seenOf48 = new LinkedHashMap<>(16, 0.75f, true);

    /** The bits of an address that name its client: 64 or 48. */
    synchronized int bits(byte[] address) {
        long of64 = ByteBuffer.wrap(address).getLong();
        long of48 = of64 >>> 16;
        Seen seen = seenOf48.get(of48);
        if (seen == null || System.nanoTime() - seen.since > REMEMBERED_NANOS) {
            seen = new Seen();
            seenOf48.put(of48, seen);
            if (seenOf48.size() > MOST_REMEMBERED) {
                Iterator<Long> oldest = seenOf48.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
        return seen.isTooMuch(of64) ? 48 : 64;
    }

    /** The /64 networks of a /48 that have asked. */
    private static final class Seen {

        private final long since = System.nanoTime();
        private long[] networks = {};
        private boolean hasMore;

        boolean isTooMuch(long network) {
            if (hasMore || Arrays.stream(networks).anyMatch(known -> known == network)) {
                return hasMore;
            }
            if (networks.length == MOST_OF_48) {
                hasMore = true;
                networks = new long[0];
                return true;
            }
            networks = Arrays.copyOf(networks, networks.length + 1);
            networks[networks.length - 1] = network;
            return false;
        }
    }
}
