package org.onrecord;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, of the packaged service. */
@QuarkusIntegrationTest
class OperationsIT extends OperationsTest {}
