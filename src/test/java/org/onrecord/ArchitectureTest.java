package org.onrecord;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
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

/** One folder a feature; features reach each other through what is public; {@code graphql} knows no feature. */
@AnalyzeClasses(packages = "org.onrecord", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule featuresDoNotDependOnEachOtherInCircles =
            slices().matching("org.onrecord.(*)..").should().beFreeOfCycles();

    /** Each room below {@code graphql} knows only what stands here; docs/design.md says what is in each. */
    @ArchTest
    static final ArchRule roomsKnowNoMoreThanTheyMay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("fault")
            .definedBy("org.onrecord.graphql.fault..")
            .layer("relay")
            .definedBy("org.onrecord.graphql.relay..")
            .layer("rows")
            .definedBy("org.onrecord.graphql.rows..")
            .layer("capacity")
            .definedBy("org.onrecord.graphql.capacity..")
            .layer("jdbc")
            .definedBy("org.onrecord.graphql.jdbc..")
            .layer("client")
            .definedBy("org.onrecord.graphql.client..")
            .layer("request")
            .definedBy("org.onrecord.graphql.request..")
            .layer("answer")
            .definedBy("org.onrecord.graphql.answer..")
            .layer("execution")
            .definedBy("org.onrecord.graphql.execution..")
            .layer("read")
            .definedBy("org.onrecord.graphql.read..")
            .layer("transport")
            .definedBy("org.onrecord.graphql.transport..")
            .layer("exchange")
            .definedBy("org.onrecord.graphql.exchange..")
            .layer("stage")
            .definedBy("org.onrecord.graphql.stage..")
            .layer("http")
            .definedBy("org.onrecord.graphql.http..")
            .whereLayer("fault")
            .mayNotAccessAnyLayer()
            .whereLayer("relay")
            .mayNotAccessAnyLayer()
            .whereLayer("rows")
            .mayOnlyAccessLayers("fault", "relay")
            .whereLayer("capacity")
            .mayOnlyAccessLayers("fault")
            .whereLayer("jdbc")
            .mayOnlyAccessLayers("fault", "capacity")
            .whereLayer("client")
            .mayOnlyAccessLayers("fault", "capacity", "jdbc")
            .whereLayer("request")
            .mayOnlyAccessLayers("fault", "capacity")
            .whereLayer("answer")
            .mayOnlyAccessLayers("fault", "capacity", "jdbc", "request")
            .whereLayer("execution")
            .mayOnlyAccessLayers("fault", "relay", "capacity", "jdbc", "client", "request", "answer")
            .whereLayer("read")
            .mayOnlyAccessLayers("fault", "relay", "rows", "jdbc", "capacity", "execution")
            .whereLayer("transport")
            .mayOnlyAccessLayers("fault", "capacity", "client", "answer")
            .whereLayer("exchange")
            .mayOnlyAccessLayers("fault", "capacity", "client", "request", "answer")
            .whereLayer("stage")
            .mayOnlyAccessLayers(
                    "fault", "capacity", "jdbc", "client", "request", "answer", "execution", "transport", "exchange")
            .whereLayer("http")
            .mayOnlyAccessLayers("fault", "client", "request", "answer", "exchange", "stage");

    @ArchTest
    static final ArchRule graphqlKnowsNoFeature = noClasses()
            .that()
            .resideInAPackage("org.onrecord.graphql..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.onrecord",
                    "org.onrecord.actor..",
                    "org.onrecord.source..",
                    "org.onrecord.event..",
                    "org.onrecord.quote..",
                    "org.onrecord.coalition..",
                    "org.onrecord.pledge..",
                    "org.onrecord.dataset..",
                    "org.onrecord.database..");

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
            .should(new ArchCondition<>("be public only where another package uses them") {
                @Override
                public void check(JavaClass rows, ConditionEvents events) {
                    boolean used = rows.getDirectDependenciesToSelf().stream()
                            .anyMatch(use -> !use.getOriginClass().getPackage().equals(rows.getPackage()));
                    if (rows.getModifiers().contains(JavaModifier.PUBLIC) && !used) {
                        events.add(SimpleConditionEvent.violated(
                                rows, rows.getName() + " is public and used nowhere else"));
                    }
                }
            });
}
