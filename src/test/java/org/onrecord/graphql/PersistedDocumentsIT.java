package org.onrecord.graphql;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, of the packaged service. */
@QuarkusIntegrationTest
class PersistedDocumentsIT extends PersistedDocumentsTest {}
