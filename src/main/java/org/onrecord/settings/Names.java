package org.onrecord.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** How near names are to each other, whatever their case and separators: in the environment, a setting's has others. */
final class Names {

    private Names() {}

    /** A name as it is in the environment: in capitals, with {@code _} for every other character. */
    static String inEnvironment(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** The nearest of some names. */
    static String nearest(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(other -> distance(name, other)))
                .orElseThrow();
    }

    /** How many letters are to be put in, left out, changed or swapped with the next to make one name of the other. */
    static int distance(String one, String other) {
        String a = inEnvironment(one);
        String b = inEnvironment(other);
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int changed = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                steps[i][j] = Math.min(changed, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[a.length()][b.length()];
    }
}
