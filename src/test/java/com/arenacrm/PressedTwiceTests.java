package com.arenacrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * A form that is sent several times in one moment makes one record, with all that comes with it.
 */
@ArenaTest
class PressedTwiceTests {

  private static final int PRESSED = 4;

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private CurrentUser who;
  private CompanyId company;

  /**
   * A form that creates.
   *
   * @param page on which it stands; {@code %s} is a company
   * @param action where it is sent, or how that ends
   * @param typed into its fields; {@code *} is a mark of its own
   * @param made one of each of these, counted by this text of theirs
   */
  record Form(String page, String action, Map<String, String> typed, Map<String, String> made) {

    @Override
    public String toString() {
      return action + " on " + page;
    }
  }

  static Stream<Form> forms() {
    return Stream.of(
        new Form(
            "/contacts/companies/new",
            "/contacts/companies",
            Map.of("name", "Empresa *"),
            Map.of("contacts.company", "name")),
        new Form(
            "/contacts/people/new",
            "/contacts/people",
            Map.of("name", "Persona *", "company", "Empresa *"),
            Map.of("contacts.person", "name", "contacts.company", "name")),
        new Form(
            "/leads/new",
            "/leads",
            Map.of("personName", "Persona *", "company", "Empresa *", "email", "*@doble.example"),
            Map.of(
                "contacts.person",
                "name",
                "contacts.company",
                "name",
                "leads.lead",
                "person_name")),
        new Form(
            "/pipeline/opportunities/new",
            "/pipeline/opportunities",
            Map.of(
                "name", "Venta *",
                "company", "Empresa *",
                "personName", "Persona *",
                "newPerson", "true",
                "step", "Llamar"),
            Map.of(
                "contacts.person",
                "name",
                "contacts.company",
                "name",
                "pipeline.opportunity",
                "name")),
        new Form(
            "/customers/purchases/new",
            "/customers/purchases",
            Map.of(
                "what", "Compra *",
                "company", "Empresa *",
                "personName", "Persona *",
                "newPerson", "true",
                "amount", "100"),
            Map.of(
                "contacts.person",
                "name",
                "contacts.company",
                "name",
                "customers.purchase",
                "what")),
        new Form(
            "/pipeline/tasks/new",
            "/pipeline/tasks",
            Map.of("what", "Tarea *"),
            Map.of("pipeline.task", "what")),
        new Form(
            "/pipeline/companies/%s/comments",
            "/comments", Map.of("text", "Comentario *"), Map.of("pipeline.comment", "text")));
  }

  @BeforeEach
  void prepare() {
    who = cast.nuria();
    company = CompanyId.next();
    book.addCompany(
        company, CompanyDetails.named("Casa " + company), cast.lucia().id(), clock.instant());
  }

  @ParameterizedTest
  @MethodSource("forms")
  void itMakesOneOfEach(Form form) throws Exception {
    String mark = "m" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    Map<String, List<String>> sent = sent(form, mark);

    List<MvcTestResult> answers = press(form.action(), sent, company.toString());

    assertThat(answers).allSatisfy(answer -> assertThat(answer).hasStatus(302));
    Map<String, Integer> counted = new HashMap<>();
    Map<String, Integer> one = new HashMap<>();
    form.made()
        .forEach(
            (table, column) -> {
              counted.put(table, count(table, column, mark));
              one.put(table, 1);
            });
    assertThat(counted).isEqualTo(one);
  }

  /** Somebody whom nobody knew, added to a deal: they and their part in it. */
  @Test
  void somebodyNewIsAddedToADealOnce() throws Exception {
    String mark = "m" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    Form deal = forms().filter(f -> f.page().contains("opportunities")).findFirst().orElseThrow();
    Map<String, List<String>> opened = sent(deal, mark + "v");
    post(deal.action(), opened);
    String path = "/pipeline/opportunities/" + opened.get("id").get(0);
    Map<String, List<String>> sent =
        new LinkedHashMap<>(
            fields(Page.of(get(path)), "form[action$='/people']:has([name=newName])"));
    sent.put("newName", List.of("Persona " + mark + "n"));
    sent.put("roles", List.of("DECIDES"));

    press(path + "/people", sent, "");

    assertThat(count("contacts.person", "name", "Persona " + mark + "n")).isOne();
  }

  private int count(String table, String column, String mark) {
    return jdbc.sql("select count(*) from %s where %s like '%%%s%%'".formatted(table, column, mark))
        .query(Integer.class)
        .single();
  }

  private Map<String, List<String>> sent(Form form, String mark) {
    Page page = Page.of(get(form.page().formatted(company)));
    Map<String, List<String>> sent =
        new LinkedHashMap<>(fields(page, "main form[action$='" + form.action() + "']"));
    form.typed().forEach((field, text) -> sent.put(field, List.of(text.replace("*", mark))));
    return sent;
  }

  private static Map<String, List<String>> fields(Page page, String form) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    Element found = page.document().selectFirst(form);
    assertThat(found).as(form).isNotNull();
    for (Element field : found.select("[name]:not([name=_csrf], button)")) {
      if (field.tagName().equals("select")) {
        Element chosen = field.selectFirst("option[selected]");
        if (chosen == null) {
          chosen = field.selectFirst("option");
        }
        fields.put(field.attr("name"), List.of(chosen == null ? "" : chosen.attr("value")));
      } else if (!field.attr("type").matches("radio|checkbox") || field.hasAttr("checked")) {
        fields.put(
            field.attr("name"),
            List.of(field.tagName().equals("textarea") ? field.wholeText() : field.attr("value")));
      }
    }
    return fields;
  }

  private List<MvcTestResult> press(String action, Map<String, List<String>> sent, String of)
      throws Exception {
    String path = action.equals("/comments") ? "/pipeline/companies/" + of + action : action;
    CyclicBarrier together = new CyclicBarrier(PRESSED);
    ExecutorService threads = Executors.newFixedThreadPool(PRESSED);
    try {
      List<Callable<MvcTestResult>> presses =
          IntStream.range(0, PRESSED)
              .mapToObj(
                  i ->
                      (Callable<MvcTestResult>)
                          () -> {
                            together.await();
                            return post(path, sent);
                          })
              .toList();
      List<MvcTestResult> answers = new ArrayList<>();
      for (Future<MvcTestResult> answer : threads.invokeAll(presses)) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  private MvcTestResult post(String path, Map<String, List<String>> sent) {
    var request = mvc.post().uri(path).with(csrf()).with(cast.as(who));
    sent.forEach((field, values) -> request.param(field, values.toArray(String[]::new)));
    return request.exchange();
  }

  private MvcTestResult get(String path) {
    return mvc.get().uri(path).with(cast.as(who)).exchange();
  }
}
