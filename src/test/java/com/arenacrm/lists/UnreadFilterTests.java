package com.arenacrm.lists;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Filters;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** A filter that nobody understands is said, with what is shown instead; no list drops it. */
@ArenaTest
class UnreadFilterTests {

  private static final String WRONG = "sin-sentido";

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired RequestMappingHandlerMapping requestMappingHandlerMapping;

  @ParameterizedTest
  @CsvSource({
    "/leads?stage=xyz, Etapa, Stage",
    "/leads?owner=abc, Responsable, Owner",
    "/leads?sort=xyz, Orden, Order",
    "/leads?likely=abc, Probabilidad, Likelihood",
    "/leads?saved=abc, Vista, View",
    "/leads?after=abc, Página, Page",
    "/pipeline/board?owner=abc, Responsable, Owner",
    "/pipeline/board?view=list&month=2026-99, Mes, Month",
    "/pipeline/board?view=list&sort=xyz, Orden, Order",
    "/pipeline/board?view=xyz, Vista, View",
    "/pipeline/tasks?state=xyz, Estado, State",
    "/contacts/people?consent=xyz, Consentimiento, Consent",
    "/contacts/companies?segment=abc, Segmento, Segment",
    "/contacts/duplicates?what=xyz, Qué, What",
    "/contacts/duplicates?certainty=xyz, Certeza, Certainty",
    "/customers?show=xyz, Mostrar, Show",
    "/customers?owner=abc, Responsable, Owner",
    "/customers?sort=xyz, Orden, Order",
    "/customers?saved=abc, Vista, View",
    "/customers/satisfaction?show=xyz, Mostrar, Show",
    "/customers/satisfaction?month=2026-99-99, Mes, Month",
    "/customers/referrals?show=xyz, Mostrar, Show",
    "/customers/purchases?from=2026-99-99, Desde, From",
    "/customers/purchases?payment=xyz, Pago, Payment",
    "/reports/attention?what=xyz, Qué, What",
    "/reports/coverage?profile=abc, Perfil, Profile",
    "/reports/coverage?by=5, Por, By",
    "/reports/goals?quarter=2026-Q7, Trimestre, Quarter",
    "/reports/keeping?quarter=2026-Q7, Trimestre, Quarter",
    "/reports/keeping?quarter=2031-Q1, Trimestre, Quarter",
    "/planner/goals?quarter=nada, Trimestre, Quarter",
    "/planner/quarter?quarter=2026-Q0, Trimestre, Quarter",
    "/planner/month?month=2026-13, Mes, Month",
    "/planner/list?from=2026-99-99, Desde, From",
    "/planner/list?from=2026-11-01&until=2026-10-01, Hasta, Until",
    "/planner/week?view=xyz, Vista, View",
    "/planner/week/meeting?step=xyz, Paso, Step",
    "/planner/templates?day=2026-99-99, Día, Day",
    "/planner/activities?phase=xyz, Fase, Phase",
    "/planner/reviews?from=2026-99-99, Desde, From",
    "/reports/agreement?from=2026-99-99, Desde, From",
    "/reports/leakage?by=xyz, Por, By",
    "/reports/results?by=xyz, Por, By",
    "/reports/results?window=0, Ventana, Window",
    "/reports/results?profile=abc, Perfil, Profile",
    "/reports/providers?until=2026-99-99, Hasta, Until",
    "/reports/customers?only=xyz, Solo, Only",
    "/reports/buyers?what=xyz, Qué, What",
    "/reports/forecast?at=2026-99-99, Semana, Week",
    "/reports/forecast?seller=abc, Vendedor, Seller",
    "/reports/forecast?part=xyz, Parte, Part",
    "/leads/pool?why=xyz, Motivo, Reason",
  })
  void bothLanguagesSayWhichFilterAndWhatIsShownInstead(
      String address, String spanish, String english) {
    String value = address.substring(address.lastIndexOf('=') + 1);

    assertThat(notes(address))
        .anyMatch(
            s -> s.startsWith("En el filtro «" + spanish + "», «" + value + "» no dice nada: se "));
    assertThat(notes(address + "&lang=en"))
        .anyMatch(
            s -> s.startsWith("“" + value + "” makes no sense in the filter “" + english + "”: "));
  }

  @ParameterizedTest
  @CsvSource({
    "/leads",
    "/pipeline/board?view=list",
    "/pipeline/board",
    "/contacts/people",
    "/contacts/companies",
    "/pipeline/tasks",
    "/customers",
    "/customers/purchases"
  })
  void aListSaysThatItHasNoSuchFilterAtAll(String list) {
    String address = list + (list.contains("?") ? "&" : "?") + "vendedora=marcos";

    assertThat(notes(address))
        .containsExactly(
            "Esta lista no tiene ningún filtro «vendedora» (decía «marcos»): se muestra sin él.");
    assertThat(notes(address + "&lang=en"))
        .containsExactly(
            "This list has no filter “vendedora” (it said “marcos”): it is shown without it.");
  }

  @ParameterizedTest
  @CsvSource({
    "/leads?stage=ALL&returned=false&sort=NEWEST",
    "/pipeline/board?view=list&owner=none&sort=amount&saved=none",
    "/pipeline/tasks?owner=all&state=open",
    "/planner/quarter?quarter=2026-Q4",
    "/reports/coverage?by=7",
    "/planner/list?from=2026-11-01&until=2026-11-30",
    "/contacts/people?q=xyz&continue",
  })
  void whatIsUnderstoodIsNotSpokenOf(String address) {
    assertThat(notes(address)).isEmpty();
  }

  /** What somebody wrote into an address is shown as text, and not at any length. */
  @Test
  void whatWasWrittenIsShownAsItIs() {
    String typed = "<script>alert(1)</script>" + "x".repeat(500);
    String note =
        Page.of(
                mvc.get()
                    .uri("/leads?stage={typed}", typed)
                    .with(cast.as(cast.teresa()))
                    .exchange())
            .text(".flash-unread");

    assertThat(note).contains("«<script>alert(1)</script>xxx").contains("…»").hasSizeLessThan(200);
  }

  /** A file has no place to say it, and never holds more than was asked for. */
  @ParameterizedTest
  @CsvSource({
    "/leads/export?stage=xyz",
    "/pipeline/board/export?owner=abc",
    "/contacts/people/export?consent=xyz",
    "/contacts/companies/export?segment=abc",
    "/customers/purchases/export?from=2026-99-99",
    "/pipeline/tasks/export?state=xyz",
    "/reports/goals/export?quarter=2026-Q7",
    "/reports/keeping/export?quarter=2026-Q7",
    "/planner/list/export?from=2026-99-99",
    "/customers/export?owner=abc",
    "/customers/export?show=xyz",
    "/leads/pool/export?why=xyz",
    "/reports/customers/export?sort=xyz",
    "/reports/customers/export?only=xyz",
  })
  void aFileIsRefusedRatherThanTooLong(String address) {
    assertThat(mvc.get().uri(address).with(cast.as(cast.teresa())).exchange()).hasStatus(404);
  }

  /** Every page that stands under one address, with each of its filters of a kind. */
  @Test
  void eachPageSaysSoOfEachOfItsFilters() throws Exception {
    Properties texts =
        PropertiesLoaderUtils.loadProperties(new ClassPathResource("messages/ui.properties"));
    TreeSet<String> silent = new TreeSet<>();
    TreeSet<String> nameless = new TreeSet<>();
    List<String> asked = new ArrayList<>();
    requestMappingHandlerMapping
        .getHandlerMethods()
        .forEach(
            (mapping, handler) -> {
              Method method = handler.getMethod();
              boolean page =
                  method.getReturnType() == String.class
                      || method.getReturnType() == ModelAndView.class;
              if (!page || !mapping.getMethodsCondition().toString().contains("GET")) {
                return;
              }
              for (String path : mapping.getPatternValues()) {
                if (path.contains("{") || method.isAnnotationPresent(Deprecated.class)) {
                  continue;
                }
                for (Parameter parameter : method.getParameters()) {
                  if (!isFilter(parameter)) {
                    continue;
                  }
                  String name = parameter.getName();
                  MvcTestResult result =
                      mvc.get()
                          .uri(path + "?" + name + "=" + WRONG)
                          .with(cast.as(reader(path)))
                          .exchange();
                  if (result.getResponse().getStatus() != 200) {
                    continue;
                  }
                  Page seen = Page.of(result);
                  if (!seen.has("main")) {
                    continue;
                  }
                  asked.add(path + "?" + name);
                  if (seen.texts(".flash-unread").stream().noneMatch(s -> s.contains(WRONG))) {
                    silent.add(path + "?" + name);
                  }
                  if (!texts.containsKey("filter.name." + name)) {
                    nameless.add(name);
                  }
                }
              }
            });

    assertThat(silent).isEmpty();
    assertThat(nameless).as("filters without a name in words").isEmpty();
    assertThat(asked).hasSizeGreaterThan(60);
  }

  private static boolean isFilter(Parameter parameter) {
    RequestParam asked = parameter.getAnnotation(RequestParam.class);
    return asked != null
        && asked.name().isEmpty()
        && (!asked.required() || !asked.defaultValue().equals(ValueConstants.DEFAULT_NONE))
        && parameter.getType() != Filters.class
        && Stream.of(String.class, List.class).noneMatch(parameter.getType()::equals)
        && !java.util.Map.class.isAssignableFrom(parameter.getType());
  }

  private CurrentUser reader(String path) {
    return path.startsWith("/identity")
        ? cast.andres()
        : path.startsWith("/pipeline/day") || path.startsWith("/pipeline/opportunities")
            ? cast.marcos()
            : path.startsWith("/planner/activities") || path.startsWith("/leads")
                ? cast.lucia()
                : cast.teresa();
  }

  private List<String> notes(String address) {
    MvcTestResult result = mvc.get().uri(address).with(cast.as(cast.teresa())).exchange();
    assertThat(result).hasStatusOk();
    return Page.of(result).texts(".flash-unread");
  }
}
