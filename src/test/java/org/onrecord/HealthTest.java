package org.onrecord;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class HealthTest {

    @Test
    void isReadyOnceTheRecordCanBeRead() {
        get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void isAlive() {
        get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
    }
}
