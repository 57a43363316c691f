package org.onrecord.settings;

/**
 * A network whose clients may have a multiple of what others may, as an operator writes it: {@code 10.1.0.0/16=20}.
 *
 * @param factor from 1 to {@value #MOST}
 */
public record NetworkFactor(Network network, int factor) {

    private static final int MOST = 1000;

    /**
     * Reads a network and its factor.
     *
     * @throws IllegalArgumentException where the text is none; the message says so
     */
    public static NetworkFactor parse(String text) {
        String[] parts = text.trim().split("=", 2);
        Network network = Network.parse(parts[0]);
        int factor = parts.length == 2 && parts[1].trim().matches("\\d{1,4}") ? Integer.parseInt(parts[1].trim()) : 0;
        if (factor < 1 || factor > MOST) {
            throw new IllegalArgumentException('"' + text.trim() + "\" has no factor from 1 to " + MOST);
        }
        return new NetworkFactor(network, factor);
    }
}
