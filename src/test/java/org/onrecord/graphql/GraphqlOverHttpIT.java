package org.onrecord.graphql;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Tag;

/** The same, of the packaged service. */
@Tag("one-service")
@QuarkusIntegrationTest
class GraphqlOverHttpIT extends GraphqlOverHttpTest {}
