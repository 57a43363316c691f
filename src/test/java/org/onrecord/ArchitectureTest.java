package org.onrecord;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.inject.Inject;
import org.onrecord.dataset.NodeFile;

/** One folder a feature; features reach each other through what is public; what they share knows no feature. */
@AnalyzeClasses(packages = "org.onrecord", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule featuresDoNotDependOnEachOtherInCircles =
            slices().matching("org.onrecord.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule graphqlKnowsNoFeature = noClasses()
            .that()
            .resideInAPackage("org.onrecord.graphql")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.onrecord.actor",
                    "org.onrecord.source",
                    "org.onrecord.event",
                    "org.onrecord.quote",
                    "org.onrecord.coalition",
                    "org.onrecord.pledge",
                    "org.onrecord.dataset",
                    "org.onrecord.database");

    @ArchTest
    static final ArchRule datasetKnowsNoFeature = noClasses()
            .that()
            .resideInAPackage("org.onrecord.dataset..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.onrecord.actor..",
                    "org.onrecord.source..",
                    "org.onrecord.event..",
                    "org.onrecord.quote..",
                    "org.onrecord.coalition..",
                    "org.onrecord.pledge..");

    @ArchTest
    static final ArchRule onlyReadingBuildsSql = noClasses()
            .that()
            .resideOutsideOfPackages("org.onrecord.graphql", "org.onrecord.database")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.sql.Connection")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.sql.PreparedStatement");

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
