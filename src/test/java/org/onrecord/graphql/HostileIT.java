package org.onrecord.graphql;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Tag;

/** The same, of the native executable. */
@Tag("native")
@Tag("one-service")
@QuarkusIntegrationTest
class HostileIT extends HostileTest {

    /**
     * Its memory is that of another process, which does not collect its garbage when told to: {@code
     * bench/Hostile.java} shows it.
     */
    @Override
    void hasItsMemoryBack() {}
}
