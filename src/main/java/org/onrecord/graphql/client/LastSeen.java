package org.onrecord.graphql.client;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Keeps a state for each key, for so many keys at most. Only a state that is as good as a new one is forgotten: whoever
 * is held to a limit does not get rid of it by a flood of new keys. Where all are in use, new keys share one state.
 */
final class LastSeen<V> {

    /** How many states are looked at to find one that can be forgotten. */
    private static final int MOST_LOOKED_AT = 100;

    private final int most;
    private final Predicate<V> isAsNew;
    private final Function<String, V> make;
    private final Map<String, V> states = new LinkedHashMap<>(16, 0.75f, true);
    private final V shared;

    /**
     * @param most how many keys there may be
     * @param isAsNew whether a state can be forgotten without a difference
     */
    LastSeen(int most, String nameOfShared, Predicate<V> isAsNew, Function<String, V> make) {
        this.most = most;
        this.isAsNew = isAsNew;
        this.make = make;
        this.shared = make.apply(nameOfShared);
    }

    synchronized V get(String key) {
        V known = states.get(key);
        if (known != null) {
            return known;
        }
        if (states.size() >= most && !forgetOne()) {
            return shared;
        }
        V made = make.apply(key);
        states.put(key, made);
        return made;
    }

    /** Those that are in use go to the end, so that others are looked at next. */
    private boolean forgetOne() {
        for (int i = 0; i < MOST_LOOKED_AT; i++) {
            Iterator<Map.Entry<String, V>> oldest = states.entrySet().iterator();
            Map.Entry<String, V> entry = oldest.next();
            oldest.remove();
            if (isAsNew.test(entry.getValue())) {
                return true;
            }
            states.put(entry.getKey(), entry.getValue());
        }
        return false;
    }
}
