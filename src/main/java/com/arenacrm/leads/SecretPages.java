package com.arenacrm.leads;

import com.arenacrm.identity.Accounts;
import com.arenacrm.identity.Organization;
import com.arenacrm.identity.Organizations;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.PageLanguage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * Receives whoever comes to a secret address: without sign-in, in the company's language or the
 * other one where it is asked for, and so that the address does not get about.
 */
@Component
public class SecretPages {

  private static final Set<String> LANGUAGES = Set.of("es", "en");

  private final Organizations organizations;
  private final Accounts accounts;

  SecretPages(Organizations organizations, Accounts accounts) {
    this.organizations = organizations;
    this.accounts = accounts;
  }

  /**
   * Somebody who has come to an address.
   *
   * @param base of the addresses, such as {@code /surveys/}
   * @param secret null when it has not the shape of one
   * @param found what the address stands for; null when it stands for nothing
   * @param company its name
   * @param asked the language that was asked for, if any
   * @param language the language of the page
   */
  public record Visit<T>(
      String base,
      @Nullable Secret secret,
      @Nullable T found,
      String company,
      @Nullable String asked,
      String language) {

    public ModelAndView page(String view) {
      ModelAndView page = new ModelAndView(view);
      page.addObject("company", company);
      page.addObject("bilingual", true);
      page.addObject("asked", asked);
      return page;
    }

    /** The secret address, and what comes after it. */
    public String path(String rest) {
      return base + (secret == null ? "" : secret.value()) + rest;
    }

    public ModelAndView redirect(String rest) {
      return new ModelAndView("redirect:" + path(rest) + (asked == null ? "" : "?lang=" + asked));
    }
  }

  /**
   * Receives somebody.
   *
   * @param secret as it stands in the address
   * @param at what a secret address stands for
   * @param lang the language that is asked for; null, or one that there is not, for the company's
   * @throws NotFoundException when there is no company yet
   */
  public <T> Visit<T> visit(
      String base,
      String secret,
      Function<Secret, Optional<T>> at,
      @Nullable String lang,
      HttpServletRequest request,
      HttpServletResponse response) {
    // The address must not get about: not by a link on the page, and not by a search engine.
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Robots-Tag", "noindex, nofollow");
    Optional<Secret> known = Secret.parse(secret);
    Optional<T> found = known.flatMap(at);
    if (found.isEmpty() && accounts.isEmpty()) {
      throw new NotFoundException();
    }
    Organization company = organizations.current();
    String asked = lang != null && LANGUAGES.contains(lang) ? lang : null;
    String language = asked == null ? company.language() : asked;
    PageLanguage.is(request, language);
    return new Visit<>(
        base, known.orElse(null), found.orElse(null), company.name(), asked, language);
  }
}
