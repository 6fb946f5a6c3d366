package org.ocibench;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data flows one way: a package knows only those before it. */
class PackageRulesTest {

    private static final String ROOT = "org.ocibench.";
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/")).importPackages("org.ocibench");

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "host, -",
        "runtime, host",
        "bundle, host",
        "engine, runtime bundle host",
        "campaign, engine host",
        "compare, campaign engine host",
        "report, compare campaign engine host",
        "benchmark, engine bundle runtime host",
        "schedule, benchmark report compare campaign engine bundle runtime host",
        "cli, schedule benchmark report compare campaign engine bundle runtime host"})
    void aStationKnowsOnlyThoseBeforeIt(String station, String before) {
        String[] known = Stream.concat(Stream.of(station), before == null ? Stream.empty() : Stream.of(before.split(" ")))
                .map(name -> ROOT + name + "..").toArray(String[]::new);
        classes().that().resideInAPackage(ROOT + station + "..").should()
                .onlyDependOnClassesThat(not(resideInAPackage("org.ocibench..")).or(resideInAnyPackage(known))).check(OURS);
    }

    @Test
    void everyPackageHasARule() {
        Set<String> packages = OURS.stream().map(c -> c.getPackageName().substring(ROOT.length()).split("\\.")[0])
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(Set.of("host", "runtime", "bundle", "engine", "campaign", "compare", "report", "benchmark",
                "schedule", "cli")), packages);
    }

    @Test
    void noPackageDependsOnItselfThroughOthers() {
        slices().matching("org.ocibench.(*)..").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void theCoreKnowsNothingOfJmh() {
        noClasses().that().resideInAPackage("org.ocibench..")
                .and().resideOutsideOfPackages("org.ocibench.benchmark..", "org.ocibench.schedule..", "org.ocibench.cli..")
                .should().dependOnClassesThat().resideInAPackage("org.openjdk.jmh..").check(OURS);
    }

    /** A clock that is stepped must not change a duration: the wall clock only names folders and says since when a campaign runs. */
    @Test
    void onlyTheStartOfACampaignIsReadFromTheWallClock() {
        noClasses().that().doNotHaveFullyQualifiedName(ROOT + "schedule.Campaign")
                .and().doNotHaveFullyQualifiedName(ROOT + "schedule.Explanation")
                .and().doNotHaveFullyQualifiedName(ROOT + "engine.WorldSetup")
                .should().callMethod(System.class, "currentTimeMillis").orShould().callMethod(Instant.class, "now")
                .orShould().callMethod(LocalDateTime.class, "now").orShould().callConstructor(Date.class)
                .orShould().dependOnClassesThat().areAssignableTo(Clock.class).check(OURS);
    }
}
