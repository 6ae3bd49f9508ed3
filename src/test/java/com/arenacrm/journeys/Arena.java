package com.arenacrm.journeys;

import com.arenacrm.identity.Cast;
import com.arenacrm.testing.OwnDatabase;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.env.Environment;

/**
 * The application that the journeys go through, and the people who open it. Whoever it is for,
 * {@link #visitor} opens a tab that knows nobody; {@link #lucia}, {@link #marcos} and the others
 * open one in which that person has signed in, and make sure that there is a company to work in.
 */
@TestComponent
class Arena {

  private static final double PATIENCE = Duration.ofSeconds(20).toMillis();

  private final Environment environment;
  private final DataSource source;
  private final Cast cast;
  private final SettableClock clock;
  private final List<Tab> tabs = new ArrayList<>();
  private @Nullable Browser browser;

  Arena(Environment environment, DataSource source, Cast cast, SettableClock clock) {
    this.environment = environment;
    this.source = source;
    this.cast = cast;
    this.clock = clock;
  }

  void uses(Browser browser) {
    this.browser = browser;
  }

  /** Makes everything as before the first run: no company, no people, the clock at its start. */
  void asNew() {
    clock.set(SettableClock.START);
    OwnDatabase.named(JourneyTest.DATABASE).renewUnder(source);
  }

  /** Its address, such as {@code http://localhost:41234}. */
  String origin() {
    return "http://localhost:" + environment.getRequiredProperty("local.server.port");
  }

  /** Somebody of whom Arena knows nothing. */
  Tab visitor(Look look) {
    BrowserContext context =
        Objects.requireNonNull(browser)
            .newContext(
                new Browser.NewContextOptions()
                    .setViewportSize(look.width(), look.height())
                    .setHasTouch(look.narrow())
                    .setColorScheme(look.dark() ? ColorScheme.DARK : ColorScheme.LIGHT)
                    .setLocale(look.language())
                    .setJavaScriptEnabled(look.scripts()));
    context.setDefaultTimeout(PATIENCE);
    Tab tab = new Tab(origin(), context, look);
    tabs.add(tab);
    return tab;
  }

  Tab lucia(Look look) {
    cast.lucia();
    return signedIn("lucia@almendro.example", Cast.PASSWORD, look);
  }

  Tab marcos(Look look) {
    cast.marcos();
    return signedIn("marcos@almendro.example", Cast.PASSWORD, look);
  }

  Tab ines(Look look) {
    cast.ines();
    return signedIn("ines@almendro.example", Cast.PASSWORD, look);
  }

  Tab teresa(Look look) {
    cast.teresa();
    return signedIn("teresa@almendro.example", Cast.PASSWORD, look);
  }

  Tab andres(Look look) {
    cast.andres();
    return signedIn("andres@almendro.example", Cast.PASSWORD, look);
  }

  /** Signs in without showing the page for it, which has a journey of its own. */
  Tab signedIn(String email, String password, Look look) {
    Tab tab = visitor(look);
    var requests = tab.page().context().request();
    String csrf =
        Jsoup.parse(requests.get(origin() + "/sign-in").text()).select("[name=_csrf]").val();
    APIResponse answer =
        requests.post(
            origin() + "/sign-in",
            RequestOptions.create()
                .setMaxRedirects(0)
                .setForm(
                    FormData.create()
                        .set("email", email)
                        .set("password", password)
                        .set("_csrf", csrf)));
    if (answer.status() != 302) {
      throw new AssertionError("%s cannot sign in: %s".formatted(email, answer.status()));
    }
    return tab;
  }

  SettableClock clock() {
    return clock;
  }

  /** Asks each open tab for what it noticed and was not asked about. */
  void finish() {
    tabs.forEach(Tab::finish);
  }

  /** Keeps what the open tabs show. */
  void keepEvidence(Path folder, String name) {
    for (int i = 0; i < tabs.size(); i++) {
      tabs.get(i).keepEvidence(folder, tabs.size() == 1 ? name : name + "-" + (i + 1));
    }
  }

  void closeTabs() {
    tabs.forEach(Tab::close);
    tabs.clear();
  }
}
