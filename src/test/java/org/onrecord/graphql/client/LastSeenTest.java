package org.onrecord.graphql.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How many clients are known at once, which is too many to ask as each of them. */
class LastSeenTest {

    private final Set<String> inUse = new HashSet<>();
    private int made;

    private final LastSeen<State> states = new LastSeen<>(3, "shared", state -> !inUse.contains(state.key), key -> {
        made++;
        return new State(key);
    });

    private record State(String key) {}

    @Test
    void keepsAsManyAsItMay() {
        State one = states.get("one");
        states.get("two");
        states.get("three");

        assertSame(one, states.get("one"));
        assertEquals(4, made, "with the one that is shared");
    }

    @Test
    void forgetsOneThatIsAsNewForOneMore() {
        State one = states.get("one");
        State two = states.get("two");
        states.get("three");
        states.get("one");
        states.get("four");

        assertSame(one, states.get("one"));
        assertNotSame(two, states.get("two"), "the one that was asked for longest ago");
    }

    /** Whoever is held to a limit does not get rid of it, and the others are no more than there may be. */
    @Test
    void forgetsNoneThatIsInUse() {
        inUse.addAll(Set.of("one", "two", "three"));
        State one = states.get("one");
        State two = states.get("two");
        State three = states.get("three");

        State four = states.get("four");

        assertEquals("shared", four.key);
        assertSame(four, states.get("five"));
        assertSame(one, states.get("one"));
        assertSame(two, states.get("two"));
        assertSame(three, states.get("three"));
    }
}
