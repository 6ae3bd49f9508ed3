package com.arenacrm.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Marcos' day: a task that he wrote down on a card and a deal wait in one queue; he calls, notes
 * what was said and what comes next in one form of three clicks, and sees what he has done.
 */
class DayJourneyTests extends Journey {

  private int clicks;

  @Test
  void atTheDeskInSpanish() {
    go(Look.DESK);
  }

  @Test
  void onATelephoneInSpanish() {
    go(Look.PHONE);
  }

  @Test
  void atTheDeskInEnglishInTheDark() {
    go(Look.DESK.inEnglish().inTheDark());
  }

  @Test
  void onATelephoneInEnglish() {
    go(Look.PHONE.inEnglish());
  }

  @Test
  void withoutScripts() {
    go(Look.DESK.withoutScripts());
  }

  @Override
  void walk(Look look) {
    Tab marcos = arena.marcos(look);
    String eva = marcosKnowsEva(marcos);
    hePutsATaskOnHerCard(marcos, eva);
    heOpensADealWithHer(marcos, eva);

    marcos.open("/pipeline/day");
    Locator task = marcos.main().locator("[data-row]:has-text('Mandar la ficha')");
    assertThat(task.locator(".reach a")).hasCount(3);
    assertThat(task.locator(".reach a").all().stream().map(a -> a.getAttribute("href")).toList())
        .isEqualTo(
            List.of(
                "tel:+34611223344", "https://wa.me/34611223344", "/leads/people/" + eva + "/kit"));

    if (look.scripts()) {
      keysDoNothingWhereTheyAreOff(marcos);
    }
    notes(marcos, task);
    marcos.open("/pipeline/day");
    assertThat(task).hasCount(0);
    notes(marcos, marcos.main().locator("[data-row]:has-text('Llamar por la mañana')"));

    marcos.open("/pipeline/day");
    assertThat(marcos.main().locator("#done-today")).hasText("2");
    marcos.go(() -> marcos.click(marcos.main().locator("a:has(#done-today)")));
    marcos.shows(word("day.done.title")).says("Mandar la ficha").says("Quiere 20 kg");
    marcos.open("/pipeline/tasks").says("Llamar otra vez");
  }

  private void keysDoNothingWhereTheyAreOff(Tab marcos) {
    Locator main = marcos.main().locator("[data-row] [data-main]").first();
    marcos.open("/help").main().locator("[data-keys]").uncheck();
    marcos.open("/pipeline/day").page().keyboard().press("h");
    assertThat(main).not().isFocused();
    assertThat(marcos.main().locator("form.log")).hasCount(0);
    Locator row = marcos.main().locator("[data-row]").first().locator("a").first();
    row.focus();
    for (String key : List.of("j", "o")) {
      marcos.page().keyboard().press(key);
      assertThat(row).isFocused();
    }
    assertThat(marcos.open("/help").main().locator("[data-keys]")).not().isChecked();
    marcos.main().locator("[data-keys]").check();
    marcos.open("/pipeline/day").page().keyboard().press("h");
    assertThat(marcos.main().locator("form.log")).hasCount(1);
    marcos.open("/pipeline/day");
  }

  private String marcosKnowsEva(Tab marcos) {
    marcos.open("/contacts/people/new");
    marcos
        .fill(word("person.name"), "Eva Soto")
        .fill(word("person.email"), "eva@faro.example")
        .fill(word("person.phone"), "611 22 33 44");
    marcos.press(word("ui.save")).shows("Eva Soto");
    return marcos.page().url().replaceAll(".*/people/([0-9a-f-]+).*", "$1");
  }

  private void hePutsATaskOnHerCard(Tab marcos, String eva) {
    if (!marcos.look().scripts()) {
      marcos.follow(word("tasks.link"));
    }
    marcos.click(
        marcos
            .main()
            .locator("summary", new Locator.LocatorOptions().setHasText(word("task.new"))));
    marcos.page().locator("[name=what]").fill("Mandar la ficha");
    pick(marcos, marcos.main().locator(".log-task"), "step.pick.today");
    marcos.press(word("task.do")).says(word("task.given", "Mandar la ficha"));
    assertThat(marcos.page().url()).contains("/contacts/people/" + eva);
  }

  private void heOpensADealWithHer(Tab marcos, String eva) {
    marcos.open("/pipeline/opportunities/new?person=" + eva);
    marcos.page().locator("#name").fill("Café para el Faro");
    marcos.page().locator("main [name=step]").fill("Llamar por la mañana");
    pick(marcos, marcos.main(), "step.pick.today");
    marcos.go(() -> marcos.click(marcos.main().locator("form .btn-primary").last()));
    marcos.says("Llamar por la mañana").says(word("deal.spoken.counts"));
  }

  /** Notes a talk and what comes next; the mouse is needed three times at most. */
  private void notes(Tab marcos, Locator row) {
    clicks = 0;
    marcos.stay(() -> click(marcos, row.locator("[data-done]")));
    Locator form = marcos.main().locator("form.log:has([name=result])");
    form.locator("[name=result]").selectOption("TALKED");
    form.locator("[name=note]").fill("Quiere 20 kg");
    form.locator("[name=step]").fill("Llamar otra vez");
    pick(marcos, form, "step.pick.week");
    clicks++;
    marcos.stay(() -> click(marcos, form.locator(".btn-primary")));
    assertThat(clicks).isLessThanOrEqualTo(3);
    if (marcos.look().scripts()) {
      assertThat(marcos.main().locator("[data-finished]")).containsText("Llamar otra vez");
    }
  }

  private void click(Tab marcos, Locator target) {
    clicks++;
    marcos.click(target);
  }

  private void pick(Tab marcos, Locator form, String day) {
    marcos.click(
        form.locator(".log-when label", new Locator.LocatorOptions().setHasText(word(day)))
            .first());
  }
}
