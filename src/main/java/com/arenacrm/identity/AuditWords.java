package com.arenacrm.identity;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/**
 * Reads the trail's lines to whoever looks: words that were kept as {@link AuditTrail#word} stand
 * in the reader's language, and this machine's own address in its short form.
 */
record AuditWords(MessageSource messages, Locale locale) {

  private static final Pattern WORD = Pattern.compile("#\\{([\\w.-]+)}");
  private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]*[:.][0-9a-fA-F:.]*");

  public @Nullable String read(@Nullable String kept) {
    return kept == null
        ? null
        : WORD.matcher(kept)
            .replaceAll(
                m ->
                    java.util.regex.Matcher.quoteReplacement(
                        messages.getMessage(m.group(1), null, m.group(1), locale)));
  }

  /** An address as people write it; only a literal is looked at, so that no name is looked up. */
  public @Nullable String address(@Nullable String kept) {
    if (kept == null || !LITERAL.matcher(kept).matches()) {
      return kept;
    }
    try {
      InetAddress address = InetAddress.getByName(kept);
      if (address instanceof Inet4Address) {
        return address.getHostAddress();
      }
      return address.isLoopbackAddress() ? "::1" : kept;
    } catch (UnknownHostException e) {
      return kept;
    }
  }
}
