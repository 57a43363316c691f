package org.onrecord.dataset;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a data set, read but not yet checked.
 *
 * @param name where they came from, for messages
 * @param parts the content of each file by the file's name without its ending; a file that is missing or is not JSON
 *     has none
 * @param faults what was wrong with the files as such
 */
record DataSetFiles(String name, Map<String, JsonNode> parts, List<DataSetFault> faults) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** The data set in a folder. */
    static DataSetFiles inFolder(Path folder, List<String> names) {
        return read(folder.toString(), names, file -> {
            Path path = folder.resolve(file);
            return Files.isRegularFile(path) ? Files.newInputStream(path) : null;
        });
    }

    /** A data set that the service brings with it. */
    static DataSetFiles bundled(String name, List<String> names) {
        return read(name, names, file -> DataSetFiles.class.getResourceAsStream("/dataset/" + name + '/' + file));
    }

    /** The content of a file; one that yields nothing where it could not be read. */
    JsonNode part(String part) {
        return parts.getOrDefault(part, MissingNode.getInstance());
    }

    private static DataSetFiles read(String name, List<String> names, Opener opener) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        List<DataSetFault> faults = new ArrayList<>();
        for (String part : names) {
            String file = part + ".json";
            try (InputStream content = opener.open(file)) {
                if (content == null) {
                    faults.add(new DataSetFault(file, null, null, "is missing"));
                } else {
                    parts.put(part, JSON.readTree(content));
                }
            } catch (JsonProcessingException notJson) {
                JsonLocation place = notJson.getLocation();
                String at = place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
                faults.add(
                        new DataSetFault(file, null, null, "is not JSON" + at + ": " + notJson.getOriginalMessage()));
            } catch (IOException unreadable) {
                faults.add(new DataSetFault(file, null, null, "cannot be read: " + unreadable.getMessage()));
            }
        }
        return new DataSetFiles(name, parts, faults);
    }

    @FunctionalInterface
    private interface Opener {
        /** The file's content, or null where there is no such file. */
        InputStream open(String file) throws IOException;
    }
}
