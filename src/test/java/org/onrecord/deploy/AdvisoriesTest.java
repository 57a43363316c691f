package org.onrecord.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onrecord.deploy.Advisories.Advisory;

/** The list of advisories is of its form, and finds what it should in an SBOM. */
class AdvisoriesTest {

    private static final String SBOM = """
            {
              "bomFormat": "CycloneDX",
              "components": [
                { "name": "netty-codec-http2", "purl": "pkg:maven/io.netty/netty-codec-http2@%s?type=jar" },
                { "name": "netty-buffer", "purl": "pkg:maven/io.netty/netty-buffer@4.1.130.Final?type=jar" }
              ]
            }""";

    @ParameterizedTest
    @ValueSource(strings = {"4.1.99.Final", "4.1.130.Final", "4.1.131.Final", "4.1.132.Beta1", "4.1.9.Final"})
    void findsAnAffectedVersion(String version) throws IOException {
        Map<String, String> versions = Advisories.versions(SBOM.formatted(version));

        List<Advisory> found = Advisories.affecting(versions, Advisories.read());

        assertTrue(found.stream().anyMatch(advisory -> advisory.id().equals("CVE-2026-33871")), found::toString);
        Set<String> artifacts = new HashSet<>();
        found.forEach(advisory -> artifacts.add(advisory.artifact()));
        assertEquals(Set.of("io.netty:netty-codec-http2"), artifacts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.1.138.Final", "4.1.1000.Final", "4.2.11.Final"})
    void findsNothingInAFixedVersion(String version) throws IOException {
        Map<String, String> versions = Advisories.versions(SBOM.formatted(version));

        List<Advisory> found = Advisories.affecting(versions, Advisories.read());

        assertEquals(List.of(), found);
    }

    @ParameterizedTest
    @CsvSource({
        "42.7.3, false",
        "42.7.4, true",
        "42.7.10, true",
        "42.7.11, true",
        "42.7.12, false",
        "42.7.13, false",
        "42.10.0, false"
    })
    void comparesNumbersAndNotTheirDigits(String version, boolean affected) {
        Advisory advisory = new Advisory("CVE-2026-54291", "org.postgresql:postgresql", "42.7.4", "42.7.12", "");

        assertEquals(affected, advisory.affects(version));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CVE-2026-33871\tio.netty:netty-codec-http2\t4.1.132.Final",
                "33871\tio.netty:netty-codec-http2\t0\t4.1.132.Final",
                "CVE-2026-33871\tnetty-codec-http2\t0\t4.1.132.Final",
                "CVE-2026-33871\tio.netty:netty-codec-http2\t4.1.132.Final\t4.1.132.Final",
                "CVE-2026-33871 io.netty:netty-codec-http2 0 4.1.132.Final"
            })
    void refusesALineThatIsNotOfItsForm(String line) {
        assertThrows(IllegalArgumentException.class, () -> Advisories.read(List.of(line)));
    }

    @Test
    void listsNothingTwice() throws IOException {
        Set<String> seen = new HashSet<>();
        for (Advisory advisory : Advisories.read()) {
            assertTrue(seen.add(advisory.id() + ' ' + advisory.artifact() + ' ' + advisory.from()), advisory::toString);
        }
        assertFalse(seen.isEmpty());
    }
}
