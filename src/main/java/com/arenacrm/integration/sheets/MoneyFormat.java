package com.arenacrm.integration.sheets;

import org.jspecify.annotations.Nullable;

/**
 * The currency that the number format of a spreadsheet's cell shows, such as the euro of {@code
 * #,##0.00 [$€-C0A]} and the dollar of {@code "$"#,##0}.
 */
final class MoneyFormat {

  private MoneyFormat() {}

  /** The mark as it is shown beside positive numbers; null where there is none. */
  static @Nullable String mark(@Nullable String format) {
    if (format == null || format.equalsIgnoreCase("general")) {
      return null;
    }
    StringBuilder before = new StringBuilder();
    StringBuilder after = new StringBuilder();
    boolean figures = false;
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      StringBuilder text = figures ? after : before;
      if (c == ';') {
        break; // what follows is for negative numbers and zero
      } else if (c == '%') {
        return null;
      } else if (c == '"' || c == '[') {
        int end = format.indexOf(c == '"' ? '"' : ']', i + 1);
        if (end < 0) {
          return null;
        }
        text.append(c == '"' ? format.substring(i + 1, end) : ofLocale(format, i + 1, end));
        i = end;
      } else if (c == '\\' && i + 1 < format.length()) {
        text.append(format.charAt(++i));
      } else if (c == '_' || c == '*') {
        i++; // a blank as wide as the next sign, or a filling with it
      } else if ("0#?.,".indexOf(c) >= 0) {
        figures = true;
      } else if ("()-+ ".indexOf(c) < 0) {
        text.append(c);
      }
    }
    if (before.isEmpty() && after.isEmpty()) {
      return null; // as almost every cell of a long file
    }
    return figures ? MoneyText.of(before + "1" + after).map(MoneyText::mark).orElse(null) : null;
  }

  /** What stands before the country in {@code [$€-C0A]}; nothing of a colour or a condition. */
  private static String ofLocale(String format, int from, int end) {
    if (format.charAt(from) != '$') {
      return "";
    }
    int dash = format.lastIndexOf('-', end);
    return format.substring(from + 1, dash > from ? dash : end);
  }
}
