package org.onrecord.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIf;
import org.onrecord.deploy.Advisories.Advisory;

/** The SBOM of this build, of the jar or of the native executable, has no library with a known advisory. */
@EnabledIf(
        value = "org.onrecord.deploy.AdvisoriesIT#hasSbom",
        disabledReason = "a build offline makes no SBOM: CycloneDX's plugin has to be online")
class AdvisoriesIT {

    private static final Path SBOM = Path.of("target", "onrecord-sbom.json");

    private static final Path LIBRARIES = Path.of("target", "quarkus-app", "lib", "main");

    private static Map<String, String> versions;

    static boolean hasSbom() {
        // Where everything is installed by a script, a missing one is a fault and not a reason to skip.
        return Boolean.parseBoolean(System.getenv("CI")) || Files.exists(SBOM);
    }

    @BeforeAll
    static void read() throws IOException {
        versions = Advisories.versions(Files.readString(SBOM));
    }

    @Test
    void hasNoVersionWithAKnownAdvisory() throws IOException {
        List<Advisory> found = Advisories.affecting(versions, Advisories.read()).stream()
                .filter(advisory -> !advisory.isAccepted())
                .toList();

        assertEquals(List.of(), found);
    }

    @Test
    void acceptsNoAdvisoryForLongerThanItMust() throws IOException {
        List<Advisory> accepted =
                Advisories.read().stream().filter(Advisory::isAccepted).toList();

        assertEquals(accepted, Advisories.affecting(versions, accepted));
    }

    @Test
    @DisabledIfSystemProperty(named = "native.image.path", matches = ".+", disabledReason = "it has no files of them")
    void namesEveryLibraryOfTheJar() throws IOException {
        TreeSet<String> missing;
        try (Stream<Path> files = Files.list(LIBRARIES)) {
            missing = files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
        assertTrue(missing.size() > 100, missing::toString);

        versions.forEach((artifact, version) -> missing.remove(artifact.replace(':', '.') + '-' + version + ".jar"));

        assertEquals(List.of(), List.copyOf(missing));
    }
}
