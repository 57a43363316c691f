package org.onrecord.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.artifact.versioning.ComparableVersion;

/** The list of known advisories, {@code .ci/advisories.tsv}, and what a build has of them. */
final class Advisories {

    static final Path LIST = Path.of(".ci", "advisories.tsv");

    private static final Pattern ID = Pattern.compile("CVE-\\d{4}-\\d{4,}|GHSA(-[2-9cfghjmpqrvwx]{4}){3}");
    private static final Pattern ARTIFACT = Pattern.compile("[\\w.-]+:[\\w.-]+");

    /** The package URL of a Maven artifact, as CycloneDX writes it. */
    private static final Pattern PACKAGE = Pattern.compile("pkg:maven/([^/]+)/([^@]+)@([^?]+).*");

    /**
     * One advisory for one artifact.
     *
     * @param from the first version that is affected
     * @param fixed the first version that is not
     * @param acceptedBecause why the service may have an affected version; empty where it may not
     */
    record Advisory(String id, String artifact, String from, String fixed, String acceptedBecause) {

        boolean affects(String version) {
            ComparableVersion compared = new ComparableVersion(version);
            return compared.compareTo(new ComparableVersion(from)) >= 0
                    && compared.compareTo(new ComparableVersion(fixed)) < 0;
        }

        boolean isAccepted() {
            return !acceptedBecause.isEmpty();
        }
    }

    private Advisories() {}

    /** Reads the list, and fails on a line that is not of its form. */
    static List<Advisory> read(List<String> lines) {
        List<Advisory> advisories = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            String[] fields = line.split("\t", -1);
            if (fields.length < 4 || fields.length > 5) {
                throw new IllegalArgumentException("not four or five fields by tabs: " + line);
            }
            if (!ID.matcher(fields[0]).matches() || !ARTIFACT.matcher(fields[1]).matches()) {
                throw new IllegalArgumentException("not an advisory's id and group:artifact: " + line);
            }
            if (new ComparableVersion(fields[2]).compareTo(new ComparableVersion(fields[3])) >= 0) {
                throw new IllegalArgumentException("fixed before it began: " + line);
            }
            advisories.add(
                    new Advisory(fields[0], fields[1], fields[2], fields[3], fields.length == 5 ? fields[4] : ""));
        }
        return advisories;
    }

    static List<Advisory> read() throws IOException {
        return read(Files.readAllLines(LIST));
    }

    /** The versions in a CycloneDX SBOM, by {@code group:artifact}. */
    static Map<String, String> versions(String sbom) throws IOException {
        Map<String, String> versions = new TreeMap<>();
        for (JsonNode component : new ObjectMapper().readTree(sbom).path("components")) {
            Matcher artifact = PACKAGE.matcher(component.path("purl").asText());
            if (artifact.matches()) {
                versions.put(artifact.group(1) + ':' + artifact.group(2), artifact.group(3));
            }
        }
        return versions;
    }

    /** The advisories that affect a version of these. */
    static List<Advisory> affecting(Map<String, String> versions, List<Advisory> advisories) {
        return advisories.stream()
                .filter(advisory -> versions.containsKey(advisory.artifact())
                        && advisory.affects(versions.get(advisory.artifact())))
                .toList();
    }
}
