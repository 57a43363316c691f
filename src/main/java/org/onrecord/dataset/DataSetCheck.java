package org.onrecord.dataset;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.onrecord.source.PartialDate;

/** Finds all faults of a data set: first against its JSON Schema, then what a schema cannot say. */
final class DataSetCheck {

    /** Keywords under which the validator only repeats that something below them failed. */
    private static final Set<String> AGGREGATES = Set.of("properties", "items", "$ref");

    private final DataSetFiles files;
    private final BiPredicate<String, String> onRecord;
    private final List<DataSetFault> faults;
    /** The records of each type by their slugs, for look-ups: where a slug stands twice, the first. */
    private final Map<String, Map<String, JsonNode>> records = new HashMap<>();

    /** The record that is being checked, as faults name it. */
    private String current;

    /**
     * @param onRecord whether the record already has a slug, of the type that a file's name stands for: a data set may refer
     *     to what an earlier one brought
     */
    DataSetCheck(DataSetFiles files, BiPredicate<String, String> onRecord) {
        this.files = files;
        this.onRecord = onRecord;
        this.faults = new ArrayList<>(files.faults());
    }

    List<DataSetFault> faults() {
        checkSchema();
        for (String part : DataSetFiles.PARTS) {
            collect(part);
        }
        Optional<LocalDate> through = date(files.part("dataset").path("dataThrough"));
        for (String part : DataSetFiles.PARTS) {
            JsonNode content = files.part(part);
            for (int place = 0; content.isArray() && place < content.size(); place++) {
                current = slug(content.path(place), String.valueOf(place));
                check(part, content.path(place), through);
            }
        }
        checkIdentifiers();
        checkParents();
        return List.copyOf(new LinkedHashSet<>(faults));
    }

    // --- The schema ------------------------------------------------------------------------------------------------

    private void checkSchema() {
        JsonObject content = new JsonObject();
        files.parts()
                .forEach((part, node) -> content.put(
                        part,
                        node.isArray()
                                ? new JsonArray(node.toString())
                                : node.isObject() ? new JsonObject(node.toString()) : node.asText()));
        List<OutputUnit> units = validator().validate(content).getErrors();
        if (units == null) {
            return;
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
            faults.add(faultAt(
                    unit.getInstanceLocation(), unknownField ? "is not a field of this type" : unit.getError()));
        }
    }

    private static Validator validator() {
        try (InputStream schema = DataSetCheck.class.getResourceAsStream("/dataset/dataset.schema.json")) {
            JsonObject content = new JsonObject(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
            return Validator.create(
                    JsonSchema.of(content),
                    new JsonSchemaOptions()
                            .setBaseUri(content.getString("$id"))
                            .setDraft(Draft.DRAFT202012)
                            .setOutputFormat(OutputFormat.Basic));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String keyword(OutputUnit unit) {
        return unit.getKeywordLocation().substring(unit.getKeywordLocation().lastIndexOf('/') + 1);
    }

    /** {@code #/quotes/3/about/0} becomes the file quotes.json, the slug of its record 3, and the field about[0]. */
    private DataSetFault faultAt(String location, String message) {
        String[] steps = location.split("/");
        if (steps.length < 2) {
            return new DataSetFault(null, null, null, message);
        }
        String part = steps[1];
        int next = 2;
        String slug = null;
        if (files.part(part).isArray() && steps.length > 2) {
            slug = slug(files.part(part).path(Integer.parseInt(steps[2])), steps[2]);
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

    private static String slug(JsonNode record, String place) {
        return record.path("slug").isTextual() ? record.path("slug").asText() : '[' + place + ']';
    }

    // --- What the schema cannot say --------------------------------------------------------------------------------

    private void collect(String part) {
        JsonNode content = files.part(part);
        for (int place = 0; content.isArray() && place < content.size(); place++) {
            JsonNode record = content.path(place);
            current = slug(record, String.valueOf(place));
            remember(part, record, part, "slug");
            int claim = 0;
            for (JsonNode sizeClaim : record.path("sizeClaims")) {
                remember("sizeClaims", sizeClaim, part, "sizeClaims[" + claim + "].slug");
                claim++;
            }
        }
    }

    private void remember(String type, JsonNode record, String part, String field) {
        if (record.path("slug").isTextual()
                && records.computeIfAbsent(type, any -> new HashMap<>())
                                .putIfAbsent(record.path("slug").asText(), record)
                        != null) {
            fault(part, field, "stands twice");
        }
    }

    private void check(String part, JsonNode record, Optional<LocalDate> through) {
        switch (part) {
            case "sources" -> checkSource(record, through);
            case "actors" -> checkActor(record, through);
            case "events" -> {
                checkDate(part, record, "on", through);
                checkCountry(part, record);
                checkReferences(part, "participants", record.path("participants"), "actors");
                checkEvidences(part, record.path("evidence"));
            }
            case "coalitions" -> checkCoalition(record, through);
            case "quotes" -> {
                checkDate(part, record, "saidOn", through);
                checkReference(part, "speaker", record.path("speaker"), "actors");
                checkReferences(part, "about", record.path("about"), "actors");
                checkReference(part, "occasion", record.path("occasion"), "events");
                checkReference(part, "source", record.path("source"), "sources");
                if (!record.path("standing").asText("PUBLISHED").equals("PUBLISHED") && !record.has("standingReason")) {
                    fault(part, "standingReason", "must be given for a quote that is disputed or retracted");
                }
            }
            case "pledges" -> checkPledge(record, through);
            default -> {}
        }
    }

    private void checkSource(JsonNode source, Optional<LocalDate> through) {
        JsonNode published = source.path("publishedOn");
        if (published.isTextual()) {
            try {
                LocalDate day = new PartialDate(published.asText()).firstDay();
                checkCovered("sources", "publishedOn", Optional.of(day), through);
            } catch (DateTimeException neither) {
                fault("sources", "publishedOn", "must be a day (2025-03-24) or a month (2025-03)");
            }
        }
    }

    private void checkActor(JsonNode actor, Optional<LocalDate> through) {
        String kind = actor.path("kind").asText();
        Map<String, String> fieldsOfOneKind =
                Map.of("iso2", "COUNTRY", "country", "ORGANISATION", "positions", "PERSON");
        fieldsOfOneKind.forEach((field, itsKind) -> {
            if (actor.has(field) && !kind.equals(itsKind)) {
                fault("actors", field, "is a field of actors of the kind " + itsKind + " only");
            }
        });
        checkCountry("actors", actor);
        int place = 0;
        for (JsonNode position : actor.path("positions")) {
            String path = "positions[" + place + "].";
            checkReference("actors", path + "of", position.path("of"), "actors");
            checkReference("actors", path + "source", position.path("source"), "sources");
            checkDate("actors", position, "statedOn", path, through);
            Optional<LocalDate> from = date(position.path("from"));
            Optional<LocalDate> to = date(position.path("to"));
            if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
                fault("actors", path + "from", "is after the field to");
            }
            place++;
        }
    }

    private void checkCoalition(JsonNode coalition, Optional<LocalDate> through) {
        String part = "coalitions";
        checkDate(part, coalition, "foundedOn", through);
        checkReferences(part, "leads", coalition.path("leads"), "actors");
        checkReference(part, "parent", coalition.path("parent"), "coalitions");
        checkEvidence(part, coalition.path("foundedEvidence"), "foundedEvidence");
        checkEvidence(part, coalition.path("leadsEvidence"), "leadsEvidence");
        int place = 0;
        for (JsonNode claim : coalition.path("sizeClaims")) {
            String path = "sizeClaims[" + place + "].";
            checkReference(part, path + "claimant", claim.path("claimant"), "actors");
            checkEvidence(part, claim.path("evidence"), path + "evidence");
            checkDate(part, claim, "claimedOn", path, through);
            checkRange(part, claim, path);
            place++;
        }
    }

    private void checkPledge(JsonNode pledge, Optional<LocalDate> through) {
        String part = "pledges";
        checkDate(part, pledge, "announcedOn", through);
        checkReference(part, "pledger", pledge.path("pledger"), "actors");
        checkReference(part, "coalition", pledge.path("coalition"), "coalitions");
        checkReference(part, "announcedBy", pledge.path("announcedBy"), "actors");
        checkReference(part, "occasion", pledge.path("occasion"), "events");
        checkReferences(part, "conflictsWith", pledge.path("conflictsWith"), "pledges");
        checkEvidences(part, pledge.path("evidence"));
        checkRange(part, pledge.path("quantity"), "quantity.");
        for (JsonNode other : pledge.path("conflictsWith")) {
            if (other.equals(pledge.path("slug"))) {
                fault(part, "conflictsWith", "names the pledge itself");
            }
        }
        JsonNode history = pledge.path("statusHistory");
        int place = 0;
        for (JsonNode change : history) {
            checkEvidence(part, change.path("evidence"), "statusHistory[" + place + "].evidence");
            checkDate(part, change, "changedOn", "statusHistory[" + place + "].", through);
            place++;
        }
        if (place > 0 && !history.path(place - 1).path("status").equals(pledge.path("status"))) {
            fault(part, "statusHistory", "must end with the field status");
        }
    }

    private void checkIdentifiers() {
        Map<String, String> owners = new HashMap<>();
        records.getOrDefault("actors", Map.of()).forEach((slug, actor) -> {
            current = slug;
            for (String scheme : DataSetFiles.IDENTIFIERS.keySet()) {
                if (actor.path(scheme).isTextual()) {
                    String owner =
                            owners.putIfAbsent(scheme + ' ' + actor.path(scheme).asText(), slug);
                    if (owner != null) {
                        fault("actors", scheme, "is the same as that of the actor " + owner);
                    }
                }
            }
        });
    }

    private void checkParents() {
        Map<String, JsonNode> coalitions = records.getOrDefault("coalitions", Map.of());
        coalitions.forEach((slug, coalition) -> {
            current = slug;
            Set<String> passed = new HashSet<>();
            for (String next = slug;
                    coalitions.containsKey(next);
                    next = coalitions.get(next).path("parent").asText()) {
                if (!passed.add(next)) {
                    fault("coalitions", "parent", "leads in a circle");
                    return;
                }
            }
        });
    }

    private void checkCountry(String part, JsonNode record) {
        JsonNode country = record.path("country");
        if (!country.isTextual()) {
            return;
        }
        JsonNode actor = records.getOrDefault("actors", Map.of()).get(country.asText());
        if (actor != null
                ? !actor.path("kind").asText().equals("COUNTRY")
                : !onRecord.test("countries", country.asText())) {
            fault(part, "country", "must be the slug of an actor of the kind COUNTRY");
        }
    }

    private void checkDate(String part, JsonNode record, String field, Optional<LocalDate> through) {
        checkDate(part, record, field, "", through);
    }

    private void checkDate(String part, JsonNode owner, String field, String path, Optional<LocalDate> through) {
        checkCovered(part, path + field, date(owner.path(field)), through);
    }

    private void checkCovered(String part, String path, Optional<LocalDate> date, Optional<LocalDate> through) {
        if (date.isPresent() && through.isPresent() && date.get().isAfter(through.get())) {
            fault(part, path, "is after the day through which the data set says to go");
        }
    }

    private void checkRange(String part, JsonNode range, String path) {
        if (range.path("min").isNumber()
                && range.path("max").isNumber()
                && range.path("min").decimalValue().compareTo(range.path("max").decimalValue()) > 0) {
            fault(part, path + "min", "is greater than the field max");
        }
    }

    private void checkEvidences(String part, JsonNode evidences) {
        int place = 0;
        for (JsonNode evidence : evidences) {
            checkEvidence(part, evidence, "evidence[" + place + ']');
            place++;
        }
    }

    private void checkEvidence(String part, JsonNode evidence, String path) {
        checkReference(part, path + ".source", evidence.path("source"), "sources");
    }

    private void checkReferences(String part, String field, JsonNode references, String target) {
        int place = 0;
        for (JsonNode reference : references) {
            checkReference(part, field + '[' + place + ']', reference, target);
            place++;
        }
    }

    private void checkReference(String part, String path, JsonNode reference, String target) {
        if (reference.isTextual()
                && !records.getOrDefault(target, Map.of()).containsKey(reference.asText())
                && !onRecord.test(target, reference.asText())) {
            fault(part, path, "refers to " + reference.asText() + ", which is not among the " + target);
        }
    }

    private static Optional<LocalDate> date(JsonNode node) {
        try {
            return node.isTextual() ? Optional.of(LocalDate.parse(node.asText())) : Optional.empty();
        } catch (DateTimeException theSchemaTells) {
            return Optional.empty();
        }
    }

    private void fault(String part, String field, String message) {
        faults.add(new DataSetFault(part + ".json", current, field, message));
    }
}
