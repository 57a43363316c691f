package org.onrecord;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same, of the packaged service. */
@QuarkusIntegrationTest
class GraphiqlIT extends GraphiqlTest {

    /** What the page needs is there and may be kept; what Quarkus brings beside it is not. */
    @ParameterizedTest
    @CsvSource({
        "graphiql.min.js, 200, 'public, max-age=86400'",
        "graphiql.min.css, 200, 'public, max-age=86400'",
        "react.production.min.js, 200, 'public, max-age=86400'",
        "react-dom.production.min.js, 200, 'public, max-age=86400'",
        "index.html, 404,",
        "render.js, 404,",
        "graphiql.min.js.map, 404,",
    })
    void hasTheFilesOfThePageAlone(String file, int status, String cacheControl) {
        get("/graphiql/" + file).then().statusCode(status).header("Cache-Control", equalTo(cacheControl));
    }
}
