package com.arenacrm.leads.forms;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.leads.PlannedActivity;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * A thousand answers of eight kinds of bot and those of a hundred people who fill a form in as
 * people do, in random order: every human counts once, and at most one in a hundred of what bots
 * send (R018).
 */
@ArenaTest
class BotFireTests {

  private static final int BOTS = 1000;
  private static final int PEOPLE = 100;
  private static final String[] FIRST = {
    "Ana", "Luis", "Eva", "Mar", "Iria", "Xoán", "Sofía", "Hugo", "Nerea", "Brais"
  };
  private static final String[] LAST = {
    "Rey", "Lema", "Porto", "Sil", "Castro", "Ledo", "Prieto", "Cueto", "Llano", "Dacal"
  };

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired FormSubmissions submissions;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private LeadForm form;
  private Map<String, String> replayed;
  private final Random random = new Random(20261123);

  @Test
  void everyHumanCountsOnceAndHardlyAnyBot() {
    PlannedActivity tasting =
        PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18));
    form =
        FormFixture.offer(
            submissions,
            tasting.id(),
            cast.lucia().id(),
            clock.instant().minus(Duration.ofDays(2)));
    replayed = opened(aged(blank("203.0.113.77", true), 60));
    fill(replayed, "Primera Copia", "copia@bot.example", "Hola");
    // Whoever copies a page has opened it once; that one is not sent.

    List<Runnable> visits = new ArrayList<>();
    for (int i = 0; i < BOTS; i++) {
      int n = i;
      visits.add(() -> bot(n));
    }
    for (int i = 0; i < PEOPLE; i++) {
      int n = i;
      visits.add(() -> human(n));
    }
    Collections.shuffle(visits, random);
    visits.forEach(Runnable::run);

    List<String> counted =
        jdbc.sql(
                """
                select distinct l.person_name || ' ' || coalesce(s.email, '')
                from leads.form_submission s join leads.lead l on l.id = s.lead_id
                where s.form_id = ? and s.quarantine is null
                """)
            .param(form.id().id())
            .query(String.class)
            .list();
    long people = counted.stream().filter(c -> c.contains("@gente.example")).count();
    long junk = counted.size() - people;
    int aside = count("quarantine is not null");
    assertThat(people).as("each human is a lead").isEqualTo(PEOPLE);
    assertThat(count("quarantine is null and email like '%@gente.example'"))
        .as("each answer counts once; every tenth wrote on two days")
        .isEqualTo(PEOPLE + PEOPLE / 10);
    assertThat(
            jdbc.sql("select count(*) from leads.lead where form_id = ?")
                .param(form.id().id())
                .query(Integer.class)
                .single())
        .as("and has one lead, whatever they did")
        .isEqualTo(PEOPLE + (int) junk);
    assertThat(junk).as("of a thousand, set aside: " + aside).isLessThanOrEqualTo(BOTS / 100);
    Page page =
        Page.of(mvc.get().uri("/leads/forms/" + form.id()).with(cast.as(cast.lucia())).exchange());
    assertThat(page.texts(".seg a[aria-current]").get(0))
        .as("what was set aside is in no number")
        .endsWith(" " + (PEOPLE + PEOPLE / 10 + junk));
    System.out.printf(
        "Bots: %d sent, %d count, %d set aside, %d refused. People: %d of %d, once each.%n",
        BOTS, junk, aside, BOTS - junk - aside, people, PEOPLE);
  }

  private void bot(int n) {
    String place = "198.18.%d.%d".formatted(n / 200, n % 200);
    String name = FIRST[n % 10] + " " + LAST[n / 10 % 10];
    String email = "bot" + n + "@bot.example";
    switch (n % 20) {
      case 0, 1, 2, 3 -> send(filled(blank(place, false), name, email, "Buy followers now"), place);
      case 4, 5, 6 -> {
        Map<String, String> fields = filled(aged(blank(place, true), 40), name, email, "Hola");
        fields.put("website", "https://spam.example");
        send(fields, place);
      }
      case 7, 8 -> {
        Map<String, String> fields = filled(blank(place, false), name, email, "Hola");
        fields.put("stamp", "mk0ab123.0123456789abcdef");
        send(fields, place);
      }
      case 9, 10 -> {
        Map<String, String> fields = new LinkedHashMap<>(replayed);
        fields.put("id", UUID.randomUUID().toString());
        fields.put("email", email);
        send(fields, place);
      }
      case 11, 12 ->
          send(
              filled(aged(blank("203.0.113.5", false), 30), name, email, "Nota número " + n),
              "203.0.113.5");
      case 13 ->
          // With a browser of its own, so that nothing but the place tells.
          send(
              filled(aged(blank("203.0.113.6", true), 30), name, email, "Nota número " + n),
              "203.0.113.6");
      case 14, 15 ->
          send(
              filled(
                  aged(blank(place, true), 50),
                  name + " https://casino.example/" + n,
                  email,
                  "Great site"),
              place);
      case 16, 17 ->
          send(
              filled(
                  aged(blank(place, true), 90),
                  name,
                  email,
                  "Buenos días: me gusta vuestra página. Mirad también https://seo"
                      + n
                      + ".example, os gustará."),
              place);
      case 18 ->
          send(
              filled(
                  aged(blank(place, true), 70),
                  name,
                  email,
                  "Ofrecemos servicios de calidad a los mejores precios para su empresa, consulte"),
              place);
      default ->
          send(
              filled(aged(blank(place, true), 70), name, "bot" + n + "@mailinator.com", "Hola"),
              place);
    }
  }

  private void human(int n) {
    String place = n < 30 ? "192.0.2.1" : "192.0.2." + (n + 100);
    String name = FIRST[n % 10] + " " + LAST[n / 10];
    String email = "persona" + n + "@gente.example";
    String wish = "Busco café para " + (20 + n) + " habitaciones";
    switch (n % 10) {
      case 0 -> {
        // Twice on two days, with something else to say.
        carefully(filled(aged(blank(place, true), 60), name, email, wish), place);
        jdbc.sql("update leads.form_submission set at = at - interval '25 hours' where email = ?")
            .param(email)
            .update();
        carefully(filled(aged(blank(place, true), 60), name, email, wish + ", otra vez"), place);
      }
      case 1 -> {
        // A double click.
        Map<String, String> fields = filled(aged(blank(place, true), 15), name, email, wish);
        carefully(fields, place);
        carefully(fields, place);
      }
      case 2 -> {
        // Back, and sent again; then opened anew, and sent again.
        Map<String, String> fields = filled(aged(blank(place, true), 15), name, email, wish);
        carefully(fields, place);
        carefully(fields, place);
        carefully(filled(aged(blank(place, true), 8), name, email, wish), place);
      }
      case 3 -> {
        // A slip of the pen, put right after the page has said so.
        Map<String, String> fields =
            filled(aged(blank(place, true), 20), name, email.replace("@", " "), wish);
        MvcTestResult refused = send(fields, place);
        assertThat(refused).hasStatus(422);
        Map<String, String> again = aged(fieldsOf(refused), 30);
        again.put("email", email);
        carefully(again, place);
      }
      case 4 ->
          carefully(filled(aged(blank(place, true), 3600), name, email, wish), place); // slowly
      case 5 ->
          carefully(filled(aged(blank(place, false), 30), name, email, wish), place); // text only
      case 6 -> carefully(filled(blank(place, true), name, email, wish), place); // by autofill
      case 7 ->
          carefully(
              filled(
                  aged(blank(place, true), 40),
                  name,
                  email,
                  wish + ". Somos https://www.gente.example/hotel" + n),
              place);
      case 8 -> // From a page that was open for two days.
          carefully(filled(aged(blank(place, true), 180_000), name, email, wish), place);
      default -> carefully(filled(aged(blank(place, true), 25), name, email, wish), place);
    }
  }

  /** Sends it as somebody does who reads the page that comes back. */
  private void carefully(Map<String, String> fields, String place) {
    MvcTestResult answer = send(fields, place);
    for (int i = 0; i < 3 && answer.getResponse().getStatus() != 302; i++) {
      draw(Page.of(answer).document());
      Map<String, String> again = fieldsOf(answer);
      answer = send(answer.getResponse().getStatus() == 422 ? aged(again, 10) : again, place);
    }
    assertThat(answer).hasStatus(302);
  }

  private Map<String, String> filled(
      Map<String, String> fields, String name, String email, String wish) {
    fill(fields, name, email, wish);
    return fields;
  }

  private static void fill(Map<String, String> fields, String name, String email, String wish) {
    fields.put("fullName", name);
    fields.put("email", email);
    fields.put("answer", wish);
    fields.put("consent", "true");
  }

  private static Map<String, String> opened(Map<String, String> fields) {
    return new LinkedHashMap<>(fields);
  }

  /** The same page as if it had been opened so many seconds before. */
  private Map<String, String> aged(Map<String, String> fields, int seconds) {
    fields.put(
        "stamp",
        form.stamp(UUID.fromString(fields.get("id")), clock.instant().minusSeconds(seconds)));
    return fields;
  }

  /**
   * @param drawn whether whoever opens it draws the page, as browsers do
   */
  private Map<String, String> blank(String place, boolean drawn) {
    MvcTestResult page =
        mvc.get().uri("/forms/" + form.slug()).header("User-Agent", "Mozilla/5.0").exchange();
    if (drawn) {
      draw(Page.of(page).document());
    }
    return fieldsOf(page);
  }

  private void draw(Document page) {
    for (Element sheet : page.select("link[rel=stylesheet][href^=/forms/]")) {
      mvc.get()
          .uri(java.net.URI.create(sheet.attr("href")))
          .header("User-Agent", "Mozilla/5.0")
          .exchange();
    }
  }

  private static Map<String, String> fieldsOf(MvcTestResult result) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (Element e : Page.of(result).document().select("main form [name]")) {
      boolean box = "checkbox".equals(e.attr("type"));
      if ("file".equals(e.attr("type")) || (box && !e.hasAttr("checked"))) {
        continue;
      }
      fields.put(e.attr("name"), e.tagName().equals("textarea") ? e.wholeText() : e.attr("value"));
    }
    return fields;
  }

  private MvcTestResult send(Map<String, String> fields, String place) {
    var request =
        mvc.post()
            .uri("/forms/" + form.slug())
            .with(
                r -> {
                  r.setRemoteAddr(place);
                  return r;
                });
    fields.forEach(request::param);
    return request.exchange();
  }

  private int count(String condition) {
    return jdbc.sql("select count(*) from leads.form_submission where form_id = ? and " + condition)
        .param(form.id().id())
        .query(Integer.class)
        .single();
  }
}
