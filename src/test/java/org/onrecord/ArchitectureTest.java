package org.onrecord;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.onrecord.dataset.NodeFile;

/** One folder a feature; features reach each other through what is public; what they share knows no feature. */
@AnalyzeClasses(packages = "org.onrecord", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] FEATURES = {
        "org.onrecord.actor..",
        "org.onrecord.source..",
        "org.onrecord.event..",
        "org.onrecord.quote..",
        "org.onrecord.coalition..",
        "org.onrecord.pledge.."
    };

    private static final Pattern ROOM = Pattern.compile("org\\.onrecord\\.graphql\\.(\\w+)");

    @ArchTest
    static final ArchRule featuresDoNotDependOnEachOtherInCircles =
            slices().matching("org.onrecord.(*)..").should().beFreeOfCycles();

    /** By room, those that it knows, as docs/design.md has it. */
    private static final Map<String, Set<String>> ROOMS = rooms();

    @ArchTest
    static final ArchRule roomsKnowNoMoreThanTheyMay = layersOf(ROOMS);

    @ArchTest
    static final ArchRule roomsDoNotDependOnEachOtherInCircles =
            slices().matching("org.onrecord.graphql.(*)..").should().beFreeOfCycles();

    @ArchTest
    static void roomsAreAsDocumented(JavaClasses classes) {
        Map<String, Set<String>> rooms = new TreeMap<>();
        for (JavaClass one : classes) {
            roomOf(one).ifPresent(room -> {
                Set<String> known = rooms.computeIfAbsent(room, any -> new TreeSet<>());
                one.getDirectDependenciesFromSelf()
                        .forEach(arrow -> roomOf(arrow.getTargetClass())
                                .filter(other -> !other.equals(room))
                                .ifPresent(known::add));
            });
        }

        assertEquals(rooms, ROOMS);
    }

    private static Optional<String> roomOf(JavaClass one) {
        return Optional.of(ROOM.matcher(one.getPackageName()))
                .filter(Matcher::matches)
                .map(room -> room.group(1));
    }

    private static Map<String, Set<String>> rooms() {
        try {
            Map<String, Set<String>> rooms = new TreeMap<>();
            Pattern.compile("^\\| `(\\w+)` \\| [^|`]+ \\|(.*)\\|$", Pattern.MULTILINE)
                    .matcher(Files.readString(Path.of("docs/design.md")))
                    .results()
                    .forEach(row -> rooms.put(
                            row.group(1),
                            new TreeSet<>(Pattern.compile("\\w+")
                                    .matcher(row.group(2))
                                    .results()
                                    .map(MatchResult::group)
                                    .toList())));
            return rooms;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static ArchRule layersOf(Map<String, Set<String>> rooms) {
        LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String room : rooms.keySet()) {
            layers = layers.layer(room).definedBy("org.onrecord.graphql." + room + "..");
        }
        for (Map.Entry<String, Set<String>> room : rooms.entrySet()) {
            String[] known = room.getValue().toArray(String[]::new);
            layers = known.length == 0
                    ? layers.whereLayer(room.getKey()).mayNotAccessAnyLayer()
                    : layers.whereLayer(room.getKey()).mayOnlyAccessLayers(known);
        }
        return layers;
    }

    @ArchTest
    static final ArchRule graphqlKnowsNoFeature = noClasses()
            .that()
            .resideInAPackage("org.onrecord.graphql..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FEATURES)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("org.onrecord", "org.onrecord.dataset..", "org.onrecord.database..");

    @ArchTest
    static final ArchRule datasetKnowsNoFeature = noClasses()
            .that()
            .resideInAPackage("org.onrecord.dataset..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FEATURES);

    @ArchTest
    static final ArchRule onlyReadingBuildsSql = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.onrecord.graphql.read..",
                    "org.onrecord.graphql.jdbc..",
                    "org.onrecord.database..",
                    "org.onrecord.graphql.execution..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.sql.Connection")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.sql.PreparedStatement");

    /** But for the lock of a data set that is loaded, which no mapping has. */
    @ArchTest
    static final ArchRule nobodyElseRunsSqlPastTheEntities = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.onrecord.graphql.read..",
                    "org.onrecord.graphql.jdbc..",
                    "org.onrecord.dataset..",
                    "org.onrecord.database..")
            .should()
            .callMethodWhere(target(nameMatching("createNative(Query|MutationQuery)|prepareStatement|prepareCall")));

    @ArchTest
    static final ArchRule namesAreOfTheDomain = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Dto");

    @ArchTest
    static final ArchRule dependenciesAreInjectedIntoConstructors =
            fields().should().notBeAnnotatedWith(Inject.class);

    /** What nothing outside its package uses is not public; GraphQL's own types are, since the library calls them. */
    @ArchTest
    static final ArchRule whatOtherFeaturesDoNotNeedIsPackagePrivate = classes()
            .that()
            .haveSimpleNameEndingWith("Rows")
            .or()
            .areAssignableTo(NodeFile.class)
            .should(new ArchCondition<>("be public only where another package uses them") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean used = type.getDirectDependenciesToSelf().stream()
                            .anyMatch(use -> !use.getOriginClass().getPackage().equals(type.getPackage()));
                    if (type.getModifiers().contains(JavaModifier.PUBLIC) && !used) {
                        events.add(SimpleConditionEvent.violated(
                                type, type.getName() + " is public and used nowhere else"));
                    }
                }
            });
}
