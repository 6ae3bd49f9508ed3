package com.arenacrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each list of records goes out as a file, or is one of those that need not. */
class ListExportTests {

  private static final Path TEMPLATES = SourceFiles.RESOURCES.resolve("templates");

  /** Not paged, and records all the same. */
  private static final Set<String> ALSO_LISTS =
      Set.of(
          "leads/signals.html",
          "leads/forms.html",
          "leads/routing.html",
          "identity/users.html",
          "insight/coverage.html",
          "insight/forecast.html",
          "insight/goals.html",
          "insight/keeping.html",
          "insight/providers.html",
          "insight/results.html",
          "insight/segments.html");

  /** Files of their own, made for their readers: a week, an audience, refused rows. */
  private static final Set<String> OTHERWISE =
      Set.of("planner/week-list.html", "planner/audience-people.html", "integration/remarks.html");

  /** Rows behind one number of a report, or parts of one record. */
  private static final Set<String> PARTS =
      Set.of(
          "insight/agreement-rows.html",
          "insight/buyers-rows.html",
          "insight/coverage-rows.html",
          "insight/goal-rows.html",
          "insight/keeping-rows.html",
          "insight/results-rows.html",
          "insight/forecast-rows.html",
          "insight/forecast-change-rows.html",
          "insight/thread-offer.html",
          "insight/uses.html",
          "insight/uses-left.html",
          "insight/discounts.html",
          "integration/left.html",
          "icp/matches.html",
          "planner/activity.html",
          "leads/surveys.html",
          "customers/check-ins.html");

  /** What is to be done next, of records that have a list of their own. */
  private static final Set<String> WORK = Set.of("contacts/merges.html");

  /** What a company writes for itself, a page or two of it, and what is told to one person. */
  private static final Set<String> OURS =
      Set.of(
          "icp/research.html",
          "integration/imports.html",
          "notifications/inbox.html",
          "planner/reviews.html");

  @Test
  void eachListOfRecordsCanBeExported() {
    Set<String> without = new TreeSet<>();
    for (Path template : SourceFiles.under(TEMPLATES, ".html")) {
      String name = TEMPLATES.relativize(template).toString().replace('\\', '/');
      String text = SourceFiles.read(template);
      boolean list = text.contains("class=\"pager\"") || ALSO_LISTS.contains(name);
      if (list && !text.contains("ui/export :: ")) {
        without.add(name);
      }
    }
    without.removeAll(OTHERWISE);
    without.removeAll(PARTS);
    without.removeAll(WORK);
    without.removeAll(OURS);

    assertThat(without).as("lists without a way out").isEmpty();
  }
}
