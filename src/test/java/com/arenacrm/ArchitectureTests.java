package com.arenacrm;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Entity;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;

/** The house style, as far as a machine can see it (STYLE.md). */
class ArchitectureTests {

  private static final int MOST_TYPES_IN_A_PACKAGE = 60;
  private static final int MOST_SHARED_TYPES = 15;

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("com.arenacrm");

  @Test
  void typesAreNamedAfterTheBusinessAndNotAfterALayer() {
    ArchRule rule =
        noClasses()
            .should()
            .haveSimpleNameEndingWith("Service")
            .orShould()
            .haveSimpleNameEndingWith("ServiceImpl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Dto")
            .orShould()
            .haveSimpleNameEndingWith("DTO")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .because("a name says what a thing is in the business: Lead, Handoffs, RouteMatrix");
    rule.check(CLASSES);
  }

  @Test
  void controllersStayInsideTheirModule() {
    classes()
        .that()
        .areAnnotatedWith(Controller.class)
        .should()
        .bePackagePrivate()
        .because("a page is reached by its address, never from another class")
        .check(CLASSES);
  }

  @Test
  void nothingAsksTheSystemWhatTimeItIs() {
    noClasses()
        .that()
        .doNotHaveSimpleName("TimeConfiguration")
        .and()
        .resideOutsideOfPackage("com.arenacrm.platform.database..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.util.Date.class)
        .because("time is a parameter, or comes from the application's Clock, so tests can set it")
        .check(CLASSES);
  }

  @Test
  void rowsAreReadIntoLists() {
    noClasses()
        .should()
        .callMethod(JdbcClient.MappedQuerySpec.class, "stream")
        .because("a stream of rows keeps its connection until somebody closes it; use list()")
        .check(CLASSES);
  }

  @Test
  void aggregatesHoldNoOtherAggregates() {
    for (Class<? extends java.lang.annotation.Annotation> association :
        List.of(ManyToOne.class, OneToOne.class)) {
      noFields()
          .should()
          .beAnnotatedWith(association)
          .because("an aggregate holds the typed id of another, not the other itself")
          .check(CLASSES);
    }
  }

  @Test
  void everyAggregateNoticesThatSomebodyElseChangedIt() {
    List<String> without =
        CLASSES.stream()
            .filter(c -> c.isAnnotatedWith(Entity.class))
            .filter(c -> c.getAllFields().stream().noneMatch(f -> f.isAnnotatedWith(Version.class)))
            .map(JavaClass::getName)
            .toList();
    assertThat(without).as("entities without @Version overwrite one another silently").isEmpty();
  }

  @Test
  void dependenciesComeThroughConstructors() {
    noFields().should().beAnnotatedWith(Autowired.class).check(CLASSES);
  }

  @Test
  void nobodyStreamsFromTheDatabaseAndForgetsToClose() {
    noClasses()
        .should()
        .callMethod(JdbcClient.MappedQuerySpec.class, "stream")
        .because("outside a transaction that stream keeps a connection; list() does not")
        .check(CLASSES);
  }

  @Test
  void sharedWordsAreFewAndPlain() {
    List<String> shared =
        CLASSES.stream()
            .filter(resideInAPackage("com.arenacrm.shared"))
            .filter(c -> c.isTopLevelClass() && !c.getSimpleName().equals("package-info"))
            .map(JavaClass::getSimpleName)
            .toList();
    assertThat(shared)
        .as("shared is for words that all modules use, not a place to put things")
        .hasSizeLessThanOrEqualTo(MOST_SHARED_TYPES);
    noClasses()
        .that()
        .resideInAPackage("com.arenacrm.shared")
        .and()
        .doNotHaveSimpleName("package-info")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .check(CLASSES);
  }

  @Test
  void packagesStaySmallEnoughToRead() {
    Map<String, Integer> sizes = new TreeMap<>();
    CLASSES.stream()
        .filter(JavaClass::isTopLevelClass)
        .forEach(c -> sizes.merge(c.getPackageName(), 1, Integer::sum));
    assertThat(sizes)
        .as("past that, a concept becomes a nested module")
        .allSatisfy((name, size) -> assertThat(size).as(name).isLessThan(MOST_TYPES_IN_A_PACKAGE));
  }

  @Test
  void collectionsOfOtherAggregatesAreNotMapped() {
    List<String> crossing =
        CLASSES.stream()
            .flatMap(c -> c.getFields().stream())
            .filter(f -> f.isAnnotatedWith(OneToMany.class))
            .filter(
                f ->
                    f.getAllInvolvedRawTypes().stream()
                        .anyMatch(
                            t ->
                                t.isAnnotatedWith(Entity.class)
                                    && !t.getPackageName().equals(f.getOwner().getPackageName())))
            .map(f -> f.getFullName())
            .toList();
    assertThat(crossing).as("no association crosses modules").isEmpty();
  }
}
