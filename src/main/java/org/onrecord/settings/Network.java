package org.onrecord.settings;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Addresses that begin with the same bits, as an operator writes them: {@code 10.0.0.0/8}, or one address.
 *
 * @param bits how many bits are the same
 */
public record Network(InetAddress first, int bits) {

    /**
     * Reads an address or a network.
     *
     * @throws IllegalArgumentException where the text is neither; the message says so
     */
    public static Network parse(String text) {
        String[] parts = text.trim().split("/", 2);
        InetAddress address = address(parts[0]).orElseThrow(() -> wrong(text));
        int most = address.getAddress().length * 8;
        int bits = most;
        if (parts.length == 2) {
            bits = parts[1].matches("\\d{1,3}") ? Integer.parseInt(parts[1]) : -1;
        }
        if (bits < 0 || bits > most) {
            throw wrong(text);
        }
        return new Network(address, bits);
    }

    /** The address that a text is, if it is one; a name is none, and is not looked up. */
    public static Optional<InetAddress> address(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException never) {
            throw new IllegalStateException(never);
        }
    }

    /** Whether an address is one of this network's. */
    public boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        return mine.length == other.length && prefix(mine).equals(prefix(other));
    }

    private BigInteger prefix(byte[] address) {
        return new BigInteger(1, address).shiftRight(address.length * 8 - bits);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException('"' + text.trim() + "\" is neither an address nor a network");
    }
}
