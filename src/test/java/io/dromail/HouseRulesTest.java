package io.dromail;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which room may know which, and what a class may be called. */
class HouseRulesTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.dromail");

  private static final List<String> ROOMS =
      List.of(
          "ingest",
          "spool",
          "broker",
          "enrich",
          "sign",
          "throttle",
          "send",
          "failures",
          "journal",
          "deadletter",
          "live",
          "sandbox",
          "health",
          "log",
          "trace",
          "contentcheck",
          "console",
          "doctor");

  @Test
  void roomsKnowEachOtherOnlyThroughTheMail() {
    ArchRule rule =
        slices()
            .matching("io.dromail.(*)..")
            .namingSlices("room $1")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(resideInAPackage("io.dromail.command.."), alwaysTrue())
            .ignoreDependency(alwaysTrue(), resideInAPackage("io.dromail.mail.."))
            .ignoreDependency(
                resideInAPackage("io.dromail.send.."), resideInAPackage("io.dromail.smtp.."));

    rule.check(CLASSES);
  }

  @Test
  void thereAreNoCycles() {
    ArchRule rule = slices().matching("io.dromail.(*)..").should().beFreeOfCycles();

    rule.check(CLASSES);
  }

  @Test
  void theMailKnowsNoRoomAndNoCamel() {
    ArchRule rule =
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

    rule.check(CLASSES);
  }

  @Test
  void theProtocolKnowsNothingElse() {
    ArchRule rule =
        classes()
            .that()
            .resideInAPackage("io.dromail.smtp..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.dromail.smtp..", "java..");

    rule.check(CLASSES);
  }

  @Test
  void onlyTheMainClassKnowsTheCommands() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage("io.dromail.command..")
            .and()
            .doNotHaveFullyQualifiedName("io.dromail.Dromail")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.dromail.command..");

    rule.check(CLASSES);
  }

  @Test
  void onlyCommandsReadTheSettings() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackages("io.dromail.settings..", "io.dromail.command..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.dromail.settings..");

    rule.check(CLASSES);
  }

  @Test
  void namesSayWhatAClassIs() {
    ArchRule rule =
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

    rule.check(CLASSES);
  }

  @Test
  void classesAreFinal() {
    ArchRule rule =
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

    rule.check(CLASSES);
  }
}
