package org.onrecord.graphql;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Tag;

@Tag("native")
@Tag("one-service")
@QuarkusIntegrationTest
class ConnectionIT extends ConnectionTest {}
