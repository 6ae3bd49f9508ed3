package com.arenacrm.journeys;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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

  /**
   * What a page is built of: each element with what it stands in, by names, classes, roles, states
   * and which attributes are blank. Where the texts differ and these do not, axe finds the same.
   */
  private static final String PARTS =
      """
      () => {
        const whole = new Set(['class', 'role', 'type', 'lang', 'dir', 'tabindex', 'hidden', 'open',
          'disabled', 'checked', 'multiple', 'colspan', 'rowspan', 'scope']);
        const own = e => {
          const words = [e.localName];
          // A form may have a field that is called like one of these.
          for (const name of Element.prototype.getAttributeNames.call(e)) {
            const value = Element.prototype.getAttribute.call(e, name);
            const blank = value.trim() === '' ? '=' : '';
            const told = whole.has(name)
              || name.startsWith('aria-') && /^(true|false|page|polite|off)$/.test(value);
            words.push(told ? `${name}=${value}` : name + blank);
          }
          if ([...e.childNodes].some(n => n.nodeType === 3 && n.data.trim() !== '')) {
            words.push('text');
          }
          return words.join(' ');
        };
        const parts = new Map();
        const walk = (e, above) => {
          const path = `${above}>${own(e)}`;
          parts.has(path) ? parts.get(path).push(e) : parts.set(path, [e]);
          for (const child of e.children) {
            walk(child, path);
          }
        };
        walk(document.documentElement, document.title.trim() === '' ? 'untitled' : '');
        window.arenaParts = new Map();
        for (const [part, elements] of parts) {
          let high = 5381, low = 52711;
          for (let i = 0; i < part.length; i++) {
            high = (high * 33) ^ part.charCodeAt(i);
            low = (low * 31) ^ part.charCodeAt(i);
          }
          window.arenaParts.set(
            `${(high >>> 0).toString(36)}.${(low >>> 0).toString(36)}`, elements);
        }
        return [...window.arenaParts.keys()];
      }
      """;

  private static final String AXE =
      """
      async unknown => {
        // What stands directly in the page or its main part, with all that is in it: whether a
        // list or a link is good depends on what it holds.
        const block = e => {
          const above = e.parentElement;
          return above === null || above.matches('html, body, main') ? e : block(above);
        };
        const include = [...new Set(unknown.flatMap(c => window.arenaParts.get(c)).map(block))];
        const whole = include.some(e => e.matches('html, head, head *, body'));
        const found = await axe.run(whole ? document : {include}, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
          resultTypes: ['violations'],
        });
        return found.violations.map(v =>
          `axe ${v.id} (${v.help}) × ${v.nodes.length}: ` +
          v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + n.html.slice(0, 160)).join(' | '));
      }
      """;

  private static final String SCRIPT = AxeBuilder.getAxeScript();

  /** Of each width and theme, the parts in which axe has found nothing. */
  private static final Map<String, Set<Object>> GOOD = new ConcurrentHashMap<>();

  private PageCheck() {}

  /**
   * What is wrong with the page as it is shown now; empty when nothing is. Axe, which takes longer
   * than the page itself, is asked only for the parts that it has not yet found good on this width
   * and in this theme, with all that is in them.
   */
  static List<String> troublesOf(Page page, Look look) {
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
    Set<Object> good =
        GOOD.computeIfAbsent(
            look.width() + (look.dark() ? " dark" : ""), key -> ConcurrentHashMap.newKeySet());
    List<?> parts = (List<?>) page.evaluate(PARTS);
    List<?> unknown = parts.stream().filter(part -> !good.contains(part)).toList();
    if (!unknown.isEmpty()) {
      List<String> violations = violations(page, unknown);
      if (violations.isEmpty()) {
        good.addAll(parts);
      }
      troubles.addAll(violations);
    }
    return troubles;
  }

  private static List<String> violations(Page page, List<?> unknown) {
    page.evaluate(SCRIPT);
    return ((List<?>) page.evaluate(AXE, unknown)).stream().map(Object::toString).toList();
  }
}
