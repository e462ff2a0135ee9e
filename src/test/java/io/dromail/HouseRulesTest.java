package io.dromail;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** Which room may know which, and what a class may be called. */
@AnalyzeClasses(packages = "io.dromail", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {

  private static final List<String> ROOMS =
      List.of(
          "ingest", "broker", "enrich", "throttle", "send", "failures", "journal", "deadletter",
          "live", "sandbox", "health");

  @ArchTest
  static final ArchRule ROOMS_KNOW_EACH_OTHER_ONLY_THROUGH_THE_MAIL =
      slices()
          .matching("io.dromail.(*)..")
          .namingSlices("room $1")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                  "io.dromail.command.."),
              com.tngtech.archunit.base.DescribedPredicate.alwaysTrue())
          .ignoreDependency(
              com.tngtech.archunit.base.DescribedPredicate.alwaysTrue(),
              com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                  "io.dromail.mail.."));

  @ArchTest
  static final ArchRule THERE_ARE_NO_CYCLES =
      slices().matching("io.dromail.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_MAIL_KNOWS_NO_ROOM_AND_NO_CAMEL =
      noClasses()
          .that()
          .resideInAPackage("io.dromail.mail..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              Stream.concat(
                      ROOMS.stream().map(room -> "io.dromail." + room + ".."),
                      Stream.of(
                          "io.dromail.command..", "io.dromail.settings..", "org.apache.camel.."))
                  .toArray(String[]::new));

  @ArchTest
  static final ArchRule ONLY_THE_MAIN_CLASS_KNOWS_THE_COMMANDS =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.dromail.command..")
          .and()
          .doNotHaveFullyQualifiedName("io.dromail.Dromail")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.dromail.command..");

  @ArchTest
  static final ArchRule ONLY_COMMANDS_READ_THE_SETTINGS =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.dromail.settings..", "io.dromail.command..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.dromail.settings..");

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
      noClasses()
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
          .haveSimpleNameEndingWith("Common")
          .orShould()
          .haveSimpleNameStartingWith("Abstract");

  @ArchTest
  static final ArchRule CLASSES_ARE_FINAL =
      classes()
          .that()
          .areNotInterfaces()
          .and()
          .areNotAnonymousClasses()
          .and()
          .doNotHaveFullyQualifiedName("io.dromail.mail.PermanentFailure")
          .and()
          .areTopLevelClasses()
          .should()
          .haveModifier(JavaModifier.FINAL);
}
