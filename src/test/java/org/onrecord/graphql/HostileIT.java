package org.onrecord.graphql;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, of the packaged service. */
@QuarkusIntegrationTest
class HostileIT extends HostileTest {

    /** Its memory is that of another process, which does not collect its garbage when told to: {@code bench/Hostile.java} shows it. */
    @Override
    void hasItsMemoryBack() {}
}
