package com.arenacrm.journeys;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What must hold on every page, whoever looks at it: no text missing from the bundles, nothing that
 * scrolls sideways, and nothing that axe finds (WCAG 2.2 AA, Q60).
 */
final class PageCheck {

  private static final String LAYOUT =
      """
      () => {
        const missing = new Set(
          document.documentElement.outerHTML.match(/\\?\\?[\\w.-]+\\?\\?/g) ?? []);
        const root = document.documentElement;
        const wide = root.scrollWidth - root.clientWidth;
        const culprit = wide <= 1 ? null : [...document.body.querySelectorAll('*')].find(
          e => e.getBoundingClientRect().right > root.clientWidth + 1);
        return {
          missing: [...missing],
          wide,
          culprit: culprit === null || culprit === undefined ? ''
            : culprit.outerHTML.slice(0, 120)
        };
      }
      """;

  private static final String AXE =
      """
      async () => {
        const found = await axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
          resultTypes: ['violations'],
        });
        return found.violations.map(v =>
          `axe ${v.id} (${v.help}) × ${v.nodes.length}: ` +
          v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + n.html.slice(0, 160)).join(' | '));
      }
      """;

  private static final String SCRIPT = AxeBuilder.getAxeScript();

  private PageCheck() {}

  /**
   * Lets the browser put axe into each page that it opens, where it runs scripts: half a megabyte,
   * which need not go to it again for each examination.
   */
  static void prepare(BrowserContext context) {
    context.addInitScript(SCRIPT);
  }

  /**
   * What is wrong with the page as it is shown now, in a prepared context; empty when nothing is.
   */
  static List<String> troublesOf(Page page) {
    List<String> troubles = new ArrayList<>();
    Map<?, ?> layout = (Map<?, ?>) page.evaluate(LAYOUT);
    for (Object missing : (List<?>) layout.get("missing")) {
      troubles.add("text missing: " + missing);
    }
    if (((Number) layout.get("wide")).intValue() > 1) {
      troubles.add(
          "scrolls sideways by %s px, first because of %s"
              .formatted(layout.get("wide"), layout.get("culprit")));
    }
    for (Object violation : (List<?>) page.evaluate(AXE)) {
      troubles.add(violation.toString());
    }
    return troubles;
  }
}
