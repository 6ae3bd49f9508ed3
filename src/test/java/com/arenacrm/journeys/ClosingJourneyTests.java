package com.arenacrm.journeys;

import com.microsoft.playwright.Locator;
import java.time.Duration;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Lucía closes what is left of last week at the door, with a list and a thumb; then the teams close
 * the week together, and what is put right later is seen as put right.
 */
@JourneyTest
class ClosingJourneyTests {

  private static final String LAST_WEEK = "2026-W46";

  @Autowired Arena arena;

  @BeforeEach
  void theSampleCompany() {
    arena.asNew();
  }

  @Test
  void atADesk() {
    theWholeWay(Look.DESK);
  }

  @Test
  void onATelephoneWithoutScripts() {
    theWholeWay(Look.PHONE.withoutScripts());
  }

  @Test
  void inEnglishOnATelephone() {
    theWholeWay(Look.PHONE.inEnglish());
  }

  private void theWholeWay(Look look) {
    Tab lucia = arena.visitor(look);
    Words say = new Words(look);
    lucia.open("/");
    setUp(lucia);
    lucia.go(() -> lucia.click(lucia.main().locator(".buttons .btn-primary").last()));
    lucia.go(() -> lucia.click(lucia.main().locator("button").filter(hasText("Lucía")).first()));
    callsTheRollAndCloses(lucia, say);
    closesTheWeekInAMeeting(lucia, say);
    putsItRight(lucia, say);
  }

  private void callsTheRollAndCloses(Tab lucia, Words say) {
    lucia.open("/planner/week/closing?week=" + LAST_WEEK);
    lucia.go(() -> lucia.click(lucia.main().locator(".closing .what a").first()));
    lucia.fill(say.of("touch.list"), "Rosa Neira, rosa@neira.example\nLois Seara");
    lucia.choose(say.of("touch.kind"), say.of("touch.INVITED"));
    lucia.press(say.of("touch.do")).press(say.of("stranger.do"));

    lucia.press(say.of("attendance.go")).shows(say.of("attendance.title"));
    Locator rosa = lucia.main().locator(".roll li").filter(hasText("Rosa Neira"));
    if (lucia.look().scripts()) {
      lucia.main().locator("#q").fill("ROSA");
      lucia.page().waitForCondition(() -> lucia.main().locator(".roll li:visible").count() == 1);
    }
    lucia.check(rosa.locator("input[type=checkbox]"));
    lucia.press(say.of("attendance.do"));

    lucia.click(
        lucia
            .main()
            .getByText(say.of("result.DONE"), new Locator.GetByTextOptions().setExact(true)));
    lucia.fill(say.of("result.spent"), "38").press(say.of("result.do"));
    if (lucia.look().scripts()) {
      lucia.settle();
    }
    // Without scripts the verdict comes next by itself.
    lucia.says(say.of("verdict.RELATIONSHIP")).says("30");
  }

  private void closesTheWeekInAMeeting(Tab lucia, Words say) {
    lucia.open("/planner/week/meeting?week=" + LAST_WEEK);
    for (String step : new String[] {"missed", "demand", "next", "learned"}) {
      lucia.go(() -> lucia.click(lucia.main().locator(".pager .btn-primary")));
      lucia.settle();
      lucia.says(say.of("meeting.step." + step));
    }
    lucia.fill(say.of("closing.learned.label"), "Vino una de dos.").press(say.of("closing.do"));
    lucia.says("Vino una de dos.").says(say.of("meeting.corrections.none"));
  }

  private void putsItRight(Tab lucia, Words say) {
    arena.clock().pass(Duration.ofMinutes(5));
    lucia.open("/planner/week?week=" + LAST_WEEK);
    lucia.go(() -> lucia.click(lucia.page().locator(".phase-try .act a").first()));
    lucia.main().locator("details.correct > summary").click();
    lucia.fill(say.of("result.attended"), "2").press(say.of("result.correct.do"));
    lucia.open("/planner/week/meeting?step=learned&week=" + LAST_WEEK);
    lucia.says(say.of("correction.attended") + ":").says("1").says("→ 2");
  }

  private static void setUp(Tab ana) {
    ana.page().locator("[name=company]").fill("Cafés Almendro, S.L.");
    ana.page().locator("[name=name]").fill("Ana Molina");
    ana.page().locator("[name=email]").fill("ana@almendro.example");
    ana.page().locator("[name=password]").fill("correct horse 9");
  }

  private static Locator.FilterOptions hasText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  /** What the pages say, in the language of whoever reads them. */
  private record Words(ResourceBundle planner, ResourceBundle insight) {

    Words(Look look) {
      this(bundle("planner", look), bundle("insight", look));
    }

    private static ResourceBundle bundle(String module, Look look) {
      Locale locale = look.language().startsWith("en") ? Locale.ENGLISH : Locale.ROOT;
      return ResourceBundle.getBundle(
          "messages." + module,
          locale,
          ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    String of(String key) {
      return planner.containsKey(key) ? planner.getString(key) : insight.getString(key);
    }
  }
}
