package org.onrecord.graphql.relay;

import java.util.regex.Pattern;

/** The form of slugs, the stable public keys: lower-case letters and digits in parts joined by hyphens. */
public final class Slugs {

    /** As the domain {@code slug} of the database has it. */
    private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private static final int MAX_LENGTH = 120;

    private Slugs() {}

    /** Whether a record can have this slug at all. */
    public static boolean isSlug(String text) {
        return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
    }
}
