package com.arenacrm.identity;

import com.arenacrm.platform.Formats;
import com.arenacrm.platform.PageLanguage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.LocaleResolver;

/**
 * The language of a page: its own if it has one, else what the address asks for ({@code ?lang=en}),
 * else what the person has chosen, else what the browser asks for, else the company's language,
 * else Spanish.
 */
class UserLocaleResolver implements LocaleResolver {

  static final List<String> LANGUAGES = List.of("es", "en");

  @Override
  public Locale resolveLocale(HttpServletRequest request) {
    CurrentUser user = CurrentUserFilter.of(request);
    String language =
        PageLanguage.of(request)
            .or(() -> known(request.getParameter("lang")))
            .or(() -> known(user == null ? null : user.language()))
            .or(() -> ofBrowser(request))
            .or(() -> known(user == null ? null : user.company().language()))
            .orElse("es");
    return Formats.localeFor(language, user == null ? "ES" : user.company().region());
  }

  @Override
  public void setLocale(
      HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
    throw new UnsupportedOperationException("A person chooses their language in their settings");
  }

  private static Optional<String> known(@Nullable String language) {
    return Optional.ofNullable(language).filter(LANGUAGES::contains);
  }

  private static Optional<String> ofBrowser(HttpServletRequest request) {
    if (request.getHeader("Accept-Language") == null) {
      return Optional.empty();
    }
    return Collections.list(request.getLocales()).stream()
        .map(Locale::getLanguage)
        .filter(LANGUAGES::contains)
        .findFirst();
  }
}
