package org.onrecord.graphql.rows;

import java.util.List;
import org.onrecord.graphql.fault.BadUserInput.Violation;

/** What strings a request may carry. */
public final class Texts {

    /** The most characters of one string argument: longer than any slug, name or cursor. */
    static final int MAX_LENGTH = 1000;

    private Texts() {}

    /** Returns the text, or an empty one where the database could not take it: then a violation is noted. */
    public static String check(String text, String path, List<Violation> violations) {
        String fault = fault(text);
        if (fault == null) {
            return text;
        }
        violations.add(new Violation(path, fault));
        return "";
    }

    private static String fault(String text) {
        if (text.length() > MAX_LENGTH) {
            return "must have at most " + MAX_LENGTH + " characters";
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "must not contain the character NUL (U+0000)";
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return "must be valid Unicode: it contains a lone surrogate";
            }
        }
        return null;
    }
}
