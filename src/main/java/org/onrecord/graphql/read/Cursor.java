package org.onrecord.graphql.read;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.onrecord.graphql.rows.NodeRows;
import org.onrecord.graphql.rows.NodeRows.Order;

/**
 * A place in a list: the values of the sort keys there, as text. It belongs to one list and one order. A checksum
 * detects a cursor that was cut or edited by accident; who forges one reaches nothing but another place in the list.
 */
record Cursor(List<String> keys) {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int CHECKSUM_BYTES = 6;
    private static final char SEPARATOR = '\0'; // no text in PostgreSQL contains it

    String encode(String list, Order order) {
        byte[] content = String.join(String.valueOf(SEPARATOR), keys).getBytes(StandardCharsets.UTF_8);
        return ENCODER.encodeToString(ByteBuffer.allocate(CHECKSUM_BYTES + content.length)
                .put(checksum(list, order, content))
                .put(content)
                .array());
    }

    /** The cursor that a text stands for; empty where it is none of this list in this order. */
    static Optional<Cursor> decode(String text, String list, Order order) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        // Two texts can stand for the same bytes.
        if (bytes.length <= CHECKSUM_BYTES || !ENCODER.encodeToString(bytes).equals(text)) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOfRange(bytes, CHECKSUM_BYTES, bytes.length);
        byte[] checksum = Arrays.copyOf(bytes, CHECKSUM_BYTES);
        List<String> keys = List.of(new String(content, StandardCharsets.UTF_8).split(String.valueOf(SEPARATOR), -1));
        return MessageDigest.isEqual(checksum, checksum(list, order, content)) && fit(keys, order.keys())
                ? Optional.of(new Cursor(keys))
                : Optional.empty();
    }

    private static boolean fit(List<String> values, List<NodeRows.Key> keys) {
        if (values.size() != keys.size()) {
            return false;
        }
        for (int i = 0; i < values.size(); i++) {
            if (!fits(values.get(i), keys.get(i).type())) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(String value, String type) {
        try {
            switch (type) {
                case "bigint" -> Long.parseLong(value);
                case "date" -> {
                    if (!value.equals("infinity") && !value.equals("-infinity")) {
                        LocalDate.parse(value);
                    }
                }
                default -> {
                    return type.equals("text");
                }
            }
            return true;
        } catch (NumberFormatException | DateTimeParseException wrong) {
            return false;
        }
    }

    private static byte[] checksum(String list, Order order, byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((list + SEPARATOR + order.name() + SEPARATOR).getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(content), CHECKSUM_BYTES);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
