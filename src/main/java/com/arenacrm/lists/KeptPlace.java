package com.arenacrm.lists;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Keeps the place in the list through every form of a record's page: where a form sends back to the
 * page it was sent from, or to the record that the page belongs to, the address keeps the list that
 * the page's own address named. A browser that does not say where a form stood loses the place and
 * nothing else.
 */
@Configuration(proxyBeanMethods = false)
class KeptPlace implements WebMvcConfigurer, HandlerInterceptor {

  private static final String REDIRECT = "redirect:";
  private static final Pattern CARRIED =
      Pattern.compile("(?:^|&)(" + ListState.PARAMETER + "=[\\w%.+*-]{1,3000})(?:&|$)");

  /** The address of one record, or of a page of it. */
  private static final Pattern RECORD = Pattern.compile("/.*/[0-9a-f-]{36}(/.*)?");

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  @Override
  public void postHandle(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable ModelAndView page) {
    if (page == null
        || !"POST".equals(request.getMethod())
        || page.getViewName() == null
        || !page.getViewName().startsWith(REDIRECT + "/")) {
      return;
    }
    String target = page.getViewName().substring(REDIRECT.length());
    page.setViewName(REDIRECT + kept(target, request.getHeader("Referer")));
  }

  /**
   * The address with the list that the page before named, where it is a page of the same record.
   */
  static String kept(String target, @Nullable String referrer) {
    int hash = target.indexOf('#');
    String address = hash < 0 ? target : target.substring(0, hash);
    String path = address.split("\\?", 2)[0];
    if (referrer == null
        || !RECORD.matcher(path).matches()
        || address.contains(ListState.PARAMETER + "=")) {
      return target;
    }
    try {
      URI from = URI.create(referrer);
      Matcher carried = CARRIED.matcher(from.getRawQuery() == null ? "" : from.getRawQuery());
      String page = String.valueOf(from.getRawPath());
      if (!carried.find() || !(page.equals(path) || page.startsWith(path + "/"))) {
        return target;
      }
      return address
          + (address.indexOf('?') < 0 ? "?" : "&")
          + carried.group(1)
          + (hash < 0 ? "" : target.substring(hash));
    } catch (IllegalArgumentException e) {
      return target;
    }
  }
}
