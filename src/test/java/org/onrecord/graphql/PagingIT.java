package org.onrecord.graphql;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Tag;

/** The same, of the native executable. */
@Tag("native")
@Tag("one-service")
@QuarkusIntegrationTest
class PagingIT extends PagingTest {}
