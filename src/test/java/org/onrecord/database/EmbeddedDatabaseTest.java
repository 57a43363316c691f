package org.onrecord.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.onrecord.RecordDatabase;

@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class EmbeddedDatabaseTest {

    @Inject
    AgroalDataSource database;

    @Test
    void isOfTheVersionThatItSays() throws SQLException {
        try (Connection connection = database.getConnection()) {
            assertEquals(
                    EmbeddedDatabase.MAJOR_VERSION,
                    String.valueOf(connection.getMetaData().getDatabaseMajorVersion()));
        }
    }
}
