package com.arenacrm.identity;

import com.arenacrm.platform.ContentSecurityPolicy;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.PageFacts;
import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What every page knows: who is looking, in which language, and how they read numbers. */
@ControllerAdvice
class PageModel implements PageFacts {

  @ModelAttribute
  void add(HttpServletRequest request, Locale locale, Model model) {
    model.addAllAttributes(of(request, locale));
  }

  @Override
  public Map<String, Object> of(HttpServletRequest request, Locale locale) {
    CurrentUser viewer = CurrentUserFilter.of(request);
    Map<String, Object> facts = new HashMap<>();
    if (viewer != null) {
      facts.put("viewer", viewer);
    }
    facts.put(
        "show",
        viewer == null
            ? new Formats(locale, ZoneOffset.UTC, Currency.getInstance("EUR"))
            : viewer.formats(locale));
    facts.put("path", request.getRequestURI());
    facts.put("nonce", ContentSecurityPolicy.nonceOf(request));
    return facts;
  }

  /** Lets a controller ask for the person behind the request. */
  @Configuration(proxyBeanMethods = false)
  static class Resolvers implements WebMvcConfigurer {

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
      resolvers.add(new CurrentUserResolver());
    }

    /** The person's own language, else the browser's, else Spanish. */
    @Bean
    LocaleResolver localeResolver() {
      return new UserLocaleResolver();
    }
  }

  private static final class CurrentUserResolver implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType() == CurrentUser.class;
    }

    @Override
    public @Nullable Object resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binders) {
      HttpServletRequest http = request.getNativeRequest(HttpServletRequest.class);
      CurrentUser user = http == null ? null : CurrentUserFilter.of(http);
      if (user == null && !parameter.isOptional()) {
        throw new IllegalStateException("An open route asks for the signed-in person");
      }
      return user;
    }
  }
}
