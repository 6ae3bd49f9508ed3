package com.arenacrm.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.SelectOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What stands above each page: home, the way around, the search. */
@JourneyTest
class NavigationTests {

  @Autowired Arena arena;

  @Test
  void eachRoleHasItsHomeAndEachLinkAboveItLeadsSomewhere() {
    leadsAround(arena.lucia(Look.DESK), "La semana");
    leadsAround(arena.marcos(Look.DESK), "Mi día");
    leadsAround(arena.teresa(Look.DESK), "Reloj semanal");
    leadsAround(arena.andres(Look.DESK), "Por dónde empezar");
  }

  private void leadsAround(Tab tab, String home) {
    tab.open("/").shows(home);
    List<?> addresses =
        (List<?>)
            tab.page()
                .locator("header.top a")
                .evaluateAll("links => [...new Set(links.map(a => a.getAttribute('href')))]");
    assertThat(addresses).hasSizeGreaterThan(8);
    for (Object address : addresses) {
      assertThat(tab.page().context().request().get(arena.origin() + address).status())
          .as("%s of whom lands on %s", address, home)
          .isEqualTo(200);
    }
  }

  @Test
  void whoeverWorksByKeyboardPassesThroughFiltersAndGoesOnWhereTheyWere() {
    Tab marcos = arena.marcos(Look.DESK);
    marcos.open("/pipeline/opportunities/new");
    marcos
        .fill("Empresa", "Hotel del Teclado")
        .fill("De qué va", "Sin ratón")
        .fill("Próximo paso", "Llamar")
        .press("Abrir oportunidad");
    Locator criterion = marcos.page().locator("form.criteria [type=checkbox]").first();
    marcos.go(() -> criterion.press("Space"));
    assertThat(criterion).isChecked();
    assertThat(criterion).isFocused();

    marcos.open("/pipeline/board");
    Locator month = marcos.page().locator("#f-month");
    month.press("ArrowDown");
    month.press("ArrowDown");
    assertThat(marcos.page()).not().hasURL(Pattern.compile("month="));
    String chosen = month.inputValue();
    marcos.go(() -> month.press("Enter"));
    assertThat(marcos.page()).hasURL(Pattern.compile("month=" + chosen));
    assertThat(month).isFocused();

    month.press("ArrowUp");
    marcos.go(() -> month.press("Shift+Tab"));
    assertThat(marcos.page().locator(".deal-filters :focus")).hasId("f-owner");
    assertThat(marcos.page()).not().hasURL(Pattern.compile("month=" + chosen));

    marcos.open("/pipeline/board");
    marcos.page().keyboard().press("j");
    marcos.go(() -> marcos.page().keyboard().press("o"));
    assertThat(marcos.page()).hasURL(Pattern.compile("/pipeline/opportunities/[0-9a-f-]{36}"));
  }

  @Test
  void backOnAListItsFilterSaysAgainWhatTheListShows() {
    Tab marcos = arena.marcos(Look.DESK);
    Map.of(
            "/pipeline/board",
            "#f-month",
            "/pipeline/board?view=list",
            "#f-month",
            "/contacts/people",
            "#consent",
            "/customers/purchases",
            "#f-payment")
        .forEach(
            (list, filter) -> {
              marcos.open(list);
              Locator field = marcos.page().locator(filter);
              marcos.go(() -> field.selectOption(new SelectOption().setIndex(1)));
              assertThat(field).not().hasValue("");
              marcos.go(() -> marcos.page().goBack());
              assertThat(field).hasValue("");
            });
  }

  @Test
  void noEntryIsCutOffAtAnyWidthInAnyLanguage() {
    for (Tab tab :
        List.of(
            arena.lucia(Look.DESK),
            arena.marcos(Look.DESK),
            arena.teresa(Look.DESK),
            arena.andres(Look.DESK))) {
      for (String language : List.of("es", "en")) {
        tab.open("/contacts/people?lang=" + language);
        for (int width :
            new int[] {1920, 1700, 1440, 1400, 1280, 1250, 1024, 1000, 768, 600, 390}) {
          tab.page().setViewportSize(width, 900);
          assertThat((List<?>) tab.page().evaluate(CUT))
              .as("%s at %s px", language, width)
              .isEmpty();
        }
      }
      tab.page().setViewportSize(1440, 900);
    }
  }

  /**
   * What of the header stands beyond an edge or upon something else, and entries shown not once.
   */
  private static final String CUT =
      """
      () => {
        const shown = e => e.getClientRects().length > 0;
        const top = document.querySelector('header.top');
        const more = top.querySelector('nav .further');
        const row = [...top.querySelectorAll('.brand, nav > a, nav .further > summary, .tools > *')].filter(shown);
        const wrong = [];
        for (const e of row) {
          const b = e.getBoundingClientRect();
          if (b.left < 0 || b.right > innerWidth) wrong.push('beyond: ' + e.textContent.trim());
          for (const o of row) {
            const c = o.getBoundingClientRect();
            if (o !== e && b.left < c.right - 1 && c.left < b.right - 1 && b.top < c.bottom - 1 && c.top < b.bottom - 1) wrong.push('upon: ' + e.textContent.trim());
          }
        }
        const inRow = [...top.querySelectorAll('nav > a')].filter(shown).map(a => a.href);
        if (shown(more)) more.open = true;
        const inMenu = [...more.querySelectorAll('.entries > a')].filter(shown);
        for (const a of inMenu) {
          const b = a.getBoundingClientRect();
          if (b.left < 0 || b.right > innerWidth) wrong.push('beyond: ' + a.textContent);
        }
        if (shown(more) && inMenu.length === 0) wrong.push('an empty menu');
        more.open = false;
        const all = [...inRow, ...inMenu.map(a => a.href)];
        const every = new Set([...top.querySelectorAll('nav a')].map(a => a.href));
        if (all.length !== every.size || new Set(all).size !== every.size) wrong.push('not each once: ' + all.length + ' of ' + every.size);
        return wrong;
      }
      """;

  @Test
  void whatHasNoRoomStandsUnderMoreWhichTheKeyboardOpensAndCloses() {
    Tab marcos = arena.marcos(Look.PHONE);
    marcos.open("/icp");
    var more = marcos.page().locator("header.top nav .further > summary");
    var profiles = marcos.page().locator("header.top nav .entries").getByText("Perfiles");
    assertThat(profiles).not().isVisible();
    more.focus();
    marcos.page().keyboard().press("Enter");
    assertThat(profiles).isVisible();
    assertThat(profiles).hasAttribute("aria-current", "page");
    marcos.page().keyboard().press("Escape");
    assertThat(profiles).not().isVisible();
    assertThat(more).isFocused();
    more.click();
    marcos.go(() -> marcos.page().locator("header.top nav .entries").getByText("Mensaje").click());
    assertThat(marcos.page().locator("header.top nav .entries a[aria-current]")).hasText("Mensaje");
  }

  @Test
  void theSlashFindsPeopleAsOneTypes() {
    Tab lucia = arena.lucia(Look.DESK);
    lucia.open("/contacts/people/new");
    lucia.fill("Nombre y apellidos", "Paula Rey").press("Guardar").shows("Paula Rey");

    lucia.open("/").page().keyboard().press("/");
    lucia.page().keyboard().type("paula");
    assertThat(lucia.page().locator("#suggestions a")).containsText("Paula Rey");
    lucia.examine();
    lucia.go(() -> lucia.page().locator("#suggestions a").click()).shows("Paula Rey");

    lucia.page().keyboard().press("/");
    lucia.page().keyboard().type("paula rei");
    lucia.go(() -> lucia.page().keyboard().press("Enter")).shows("Buscar").says("Paula Rey");
  }

  @Test
  void aTelephoneHasRoomForTheSearchOnItsOwnPage() {
    Tab marcos = arena.marcos(Look.PHONE);
    marcos.open("/").follow("Buscar").shows("Buscar");
    marcos.fill("Buscar", "nadie así").press("Buscar").says("Nada con «nadie así».");
  }
}
