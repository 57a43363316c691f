package org.onrecord.dataset;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The JSON Schema of data sets. It also says which files there are, in the order of checking and writing. */
record DataSetSchema(JsonObject content) {

    /** Keywords under which the validator only repeats that something below them failed. */
    private static final Set<String> AGGREGATES = Set.of("properties", "items", "$ref");

    static DataSetSchema read() {
        try (InputStream schema = DataSetSchema.class.getResourceAsStream("/dataset/dataset.schema.json")) {
            return new DataSetSchema(new JsonObject(new String(schema.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The names of the files without their endings. */
    List<String> parts() {
        return List.copyOf(content.getJsonObject("properties").fieldNames());
    }

    /** What is wrong with the files as such, and what in them is not as the schema has it. */
    List<DataSetFault> faults(DataSetFiles files) {
        JsonObject dataSet = new JsonObject();
        files.parts()
                .forEach((part, node) -> dataSet.put(
                        part,
                        node.isArray()
                                ? new JsonArray(node.toString())
                                : node.isObject() ? new JsonObject(node.toString()) : node.asText()));
        List<OutputUnit> units = validator().validate(dataSet).getErrors();
        List<DataSetFault> faults = new ArrayList<>(files.faults());
        if (units == null) {
            return faults;
        }
        Set<String> known = new HashSet<>();
        units.stream()
                .filter(unit -> keyword(unit).equals("properties"))
                .forEach(unit -> known.add(unit.getInstanceLocation()));
        for (OutputUnit unit : units) {
            String keyword = keyword(unit);
            boolean unknownField = keyword.equals("additionalProperties");
            boolean missingFile =
                    keyword.equals("required") && unit.getInstanceLocation().equals("#");
            if (AGGREGATES.contains(keyword)
                    || missingFile
                    || (unknownField && known.contains(unit.getInstanceLocation()))) {
                continue;
            }
            String message = unknownField ? "is not a field of this type" : unit.getError();
            faults.add(faultAt(files, unit.getInstanceLocation(), message));
        }
        return faults;
    }

    private static String keyword(OutputUnit unit) {
        return unit.getKeywordLocation().substring(unit.getKeywordLocation().lastIndexOf('/') + 1);
    }

    /** {@code #/quotes/3/about/0} becomes the file quotes.json, the slug of its record 3, and the field about[0]. */
    private static DataSetFault faultAt(DataSetFiles files, String location, String message) {
        String[] steps = location.split("/");
        if (steps.length < 2) {
            return new DataSetFault(null, null, null, message);
        }
        String part = steps[1];
        int next = 2;
        String slug = null;
        if (files.part(part).isArray() && steps.length > 2) {
            slug = Entry.slug(files.part(part).path(Integer.parseInt(steps[2])), steps[2]);
            next = 3;
        }
        StringBuilder field = new StringBuilder();
        for (String step : List.of(steps).subList(next, steps.length)) {
            if (step.matches("[0-9]+")) {
                field.append('[').append(step).append(']');
            } else {
                field.append(field.isEmpty() ? "" : ".").append(step);
            }
        }
        return new DataSetFault(part + ".json", slug, field.toString(), message);
    }

    private Validator validator() {
        return Validator.create(
                JsonSchema.of(content),
                new JsonSchemaOptions()
                        .setBaseUri(content.getString("$id"))
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic));
    }
}
