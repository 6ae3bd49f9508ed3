package com.arenacrm.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A tab of the browser, with one person in front of it. Its verbs are theirs: {@link #open}, {@link
 * #follow}, {@link #fill}, {@link #press}. Whatever leads to another page waits until that page is
 * quiet and examines it: {@link PageCheck}, and besides no console error, no request that fails or
 * goes to another host, and the expected status.
 */
final class Tab {

  /** How Chromium repeats on its console a status that is judged here anyway. */
  private static final String BAD_STATUS = "Failed to load resource: the server responded";

  /**
   * What htmx says of a request that is let go because its page is left; one that fails or is
   * refused says more than this.
   */
  private static final Pattern LET_GO = Pattern.compile("htmx:(sendAbort|afterRequest)\\b.*");

  private static final String QUIET =
      "() => document.readyState === 'complete'"
          + " && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')";

  private final String origin;
  private final BrowserContext context;
  private final Page page;
  private final Look look;
  private final List<String> troubles = new ArrayList<>();
  private final Set<Request> underWay = new HashSet<>();
  private int arrived;
  private int examined;
  private int expected = 200;

  Tab(String origin, BrowserContext context, Look look) {
    this.origin = origin;
    this.context = context;
    this.look = look;
    this.page = context.newPage();
    page.onLoad(p -> arrived++);
    page.onConsoleMessage(this::heard);
    page.onPageError(error -> troubles.add("script error: " + error));
    page.onDialog(
        dialog -> {
          troubles.add("a dialog opened: " + dialog.message());
          dialog.dismiss();
        });
    page.onRequest(this::asked);
    page.onRequestFinished(underWay::remove);
    page.onFrameNavigated(this::left);
    page.onRequestFailed(this::failed);
    page.onResponse(this::answered);
  }

  // -- going somewhere

  /** Opens an address of Arena, such as {@code /contacts/people}. */
  Tab open(String path) {
    return go(() -> page.navigate(path.startsWith("http") ? path : origin + path));
  }

  /**
   * Clicks a link, by its text, that leads to another page; of several to the same one, the first.
   */
  Tab follow(String link) {
    return go(
        () -> {
          Locator links = link(link);
          Locator entry =
              page.locator(
                  "header.top nav .entries > a", new Page.LocatorOptions().setHasText(link));
          if (links.count() == 0 && entry.count() > 0) {
            page.locator("header.top nav .further > summary").click();
          }
          links.first().waitFor();
          boolean same =
              links.all().stream().map(l -> l.getAttribute("href")).distinct().count() == 1;
          click(same ? links.first() : links);
        });
  }

  /** Presses a button, by its text, that leads to another page, or to the same one anew. */
  Tab press(String button) {
    return go(() -> click(button(button)));
  }

  /**
   * Clicks something. Where no scripts run, the browser does not tell whether it stands still, and
   * a click into a page that is just scrolling misses; so what can be had by the keyboard is.
   */
  void click(Locator target) {
    if (look.scripts()) {
      target.click();
    } else if (target.and(page.locator("a, button")).count() > 0) {
      target.press("Enter");
    } else {
      target.click(new Locator.ClickOptions().setForce(true));
    }
  }

  void check(Locator box) {
    box.check(new Locator.CheckOptions().setForce(!look.scripts()));
  }

  /** Does something else that leads to a page, such as a key. */
  Tab go(Runnable action) {
    int before = arrived;
    action.run();
    page.waitForCondition(() -> arrived > before);
    return examine();
  }

  /** Does something that scripts answer within the page, and that without them leads to a page. */
  Tab stay(Runnable action) {
    if (!look.scripts()) {
      return go(action);
    }
    action.run();
    return examine();
  }

  /** Says that the next page answers something else than 200, such as 422 to a wrong form. */
  Tab expecting(int status) {
    expected = status;
    return this;
  }

  /** Examines the page as it is now: after a menu was opened, a fragment loaded. */
  Tab examine() {
    settle();
    examined = arrived;
    expected = 200;
    // The examination is a script itself; pages are alike without them, so it is left out there.
    if (look.scripts()) {
      troubles.addAll(PageCheck.troublesOf(page, look));
    }
    complain();
    return this;
  }

  /** Waits until nothing is being loaded or put into the page any more. */
  Tab settle() {
    page.waitForCondition(underWay::isEmpty);
    if (look.scripts()) {
      page.waitForFunction(QUIET);
    }
    return this;
  }

  // -- what is on the page

  Locator main() {
    return page.locator("main");
  }

  Locator link(String text) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(text).setExact(true));
  }

  Locator button(String text) {
    return main()
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(text).setExact(true));
  }

  /** A field of the page by its label; the search at the top has none of them. */
  Locator field(String label) {
    return main().getByLabel(label, new Locator.GetByLabelOptions().setExact(true));
  }

  Tab fill(String label, String text) {
    field(label).fill(text);
    return this;
  }

  Tab choose(String label, String option) {
    field(label).selectOption(option);
    return this;
  }

  Tab tick(String label) {
    check(field(label));
    return this;
  }

  /** Expects this heading. */
  Tab shows(String heading) {
    assertThat(page.locator("h1")).hasText(heading);
    return this;
  }

  /** Expects this text somewhere on the page. */
  Tab says(String text) {
    assertThat(main()).containsText(text);
    return this;
  }

  String path() {
    return page.url().substring(origin.length());
  }

  Look look() {
    return look;
  }

  /** For what the verbs above do not say. */
  Page page() {
    return page;
  }

  // -- what it noticed

  private void heard(ConsoleMessage message) {
    if (message.type().equals("error")
        && !message.text().startsWith(BAD_STATUS)
        && !LET_GO.matcher(message.text()).matches()) {
      troubles.add("console: " + message.text());
    }
  }

  private void asked(Request request) {
    underWay.add(request);
    String url = request.url();
    if (!url.startsWith(origin + "/") && !url.startsWith("data:") && !url.startsWith("blob:")) {
      troubles.add("asks another host: " + url);
    }
  }

  /**
   * Nobody waits any more for what the page before had asked for, and its end is not always told.
   */
  private void left(Frame frame) {
    if (frame.equals(page.mainFrame())) {
      underWay.removeIf(request -> !request.isNavigationRequest());
    }
  }

  private void failed(Request request) {
    underWay.remove(request);
    // What the next page makes superfluous is no failure.
    if (!"net::ERR_ABORTED".equals(request.failure())) {
      troubles.add("request failed: %s %s".formatted(request.failure(), request.url()));
    }
  }

  private void answered(Response response) {
    boolean document =
        response.request().isNavigationRequest() && response.frame().equals(page.mainFrame());
    int status = response.status();
    boolean redirect = status >= 300 && status < 400;
    if (document && !redirect && status != expected
        || !document && status >= 400 && status != expected) {
      troubles.add(
          "%s %s answers %d".formatted(response.request().method(), response.url(), status));
    }
  }

  private void complain() {
    if (troubles.isEmpty()) {
      return;
    }
    String what = String.join("\n  ", troubles);
    troubles.clear();
    throw new AssertionError("%s (%s):\n  %s".formatted(path(), look, what));
  }

  // -- the end

  /**
   * Complains about what happened after the last page was examined, or on pages that never were.
   */
  void finish() {
    if (examined < arrived) {
      troubles.add("a page was opened and not examined; use open, follow, press or go");
    }
    complain();
  }

  /** Leaves a picture and the page's HTML for whoever looks into the failure. */
  void keepEvidence(Path folder, String name) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name + ".html"), page.content());
      page.screenshot(
          new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")).setFullPage(true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void close() {
    context.close();
  }
}
