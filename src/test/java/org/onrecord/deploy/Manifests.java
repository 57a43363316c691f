package org.onrecord.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The folder {@code deploy}, as an operator who has filled in the settings renders it. */
final class Manifests {

    static final Map<String, String> SETTINGS = Map.of(
            "IMAGE",
            "registry.example.org/onrecord@sha256:" + "0".repeat(64),
            "DATABASE_URL",
            "jdbc:postgresql://database.example.org:5432/onrecord?sslmode=verify-full",
            "HOST",
            "onrecord.example.org",
            "TRUSTED_PROXIES",
            "10.42.7.0/24",
            "BACKUP_PATH",
            "s3://backups/onrecord",
            "BACKUP_ENDPOINT",
            "https://s3.example.org",
            "TRACES_ENDPOINT",
            "http://collector.observability:4317",
            "RUNBOOK_URL",
            "https://git.example.org/onrecord/docs/operating.md");

    private static final YAMLMapper YAML = new YAMLMapper();

    /** What renders: {@code kubectl} has kustomize in it. */
    private static final List<List<String>> COMMANDS =
            List.of(List.of("kubectl", "kustomize"), List.of("kustomize", "build"));

    private final Path copy;

    /** Copies the folder to where it can be changed. */
    Manifests(Path directory) throws IOException {
        copy = directory.resolve("deploy");
        try (Stream<Path> files = Files.walk(Path.of("deploy"))) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.toString()));
            }
        }
    }

    /** With all components, and everything filled in. */
    static Manifests filledIn(Path directory) throws IOException {
        Manifests manifests = new Manifests(Files.createTempDirectory(directory, "rendered"));
        manifests.takeAllComponents();
        for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
            manifests.fillIn(setting.getKey(), setting.getValue());
        }
        return manifests;
    }

    static boolean canRender() {
        // Where everything is installed by a script, a missing program is a fault and not a reason to skip.
        return Boolean.parseBoolean(System.getenv("CI")) || !command().isEmpty();
    }

    /** Fills in a value in the one place for them. */
    void fillIn(String name, String value) throws IOException {
        replace("overlays/production/settings/settings.env", '#' + name + "=.*", name + '=' + value);
    }

    /** Takes all components into the production overlay that it has as comments. */
    void takeAllComponents() throws IOException {
        replace("overlays/production/kustomization.yaml", "# - ../../components/", "- ../../components/");
    }

    void leaveOut(String component) throws IOException {
        replace("overlays/production/kustomization.yaml", "  - ../../components/" + component + "\n", "");
    }

    List<JsonNode> render(String overlay) throws IOException {
        Programs.Outcome rendering = tryRender(overlay);
        if (rendering.exitCode() != 0) {
            throw new AssertionError(rendering.output());
        }
        return YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(rendering.output())
                .readAll();
    }

    Programs.Outcome tryRender(String overlay) throws IOException {
        List<String> command = new ArrayList<>(command());
        command.add(copy.resolve("overlays").resolve(overlay).toString());
        return Programs.run(copy, command);
    }

    private void replace(String file, String from, String to) throws IOException {
        Path path = copy.resolve(file);
        String content = Files.readString(path);
        String replaced = content.replaceAll(from, to);
        if (replaced.equals(content)) {
            throw new AssertionError(file + " has no " + from);
        }
        Files.writeString(path, replaced);
    }

    private static List<String> command() {
        return COMMANDS.stream()
                .filter(command -> Programs.isInstalled(command.get(0)))
                .findFirst()
                .orElse(List.of());
    }

    static List<JsonNode> readAll(Path file) {
        try {
            return YAML.readerFor(JsonNode.class)
                    .<JsonNode>readValues(file.toFile())
                    .readAll();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
