package com.arenacrm.identity;

import com.arenacrm.platform.ContentSecurityPolicy;
import com.arenacrm.platform.Formats;
import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
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
class PageModel {

  @ModelAttribute
  void add(HttpServletRequest request, Locale locale, Model model) {
    CurrentUser viewer = CurrentUserFilter.of(request);
    if (viewer != null) {
      model.addAttribute("viewer", viewer);
    }
    model.addAttribute(
        "show",
        viewer == null
            ? new Formats(locale, ZoneOffset.UTC, Currency.getInstance("EUR"))
            : viewer.formats(locale));
    model.addAttribute("path", request.getRequestURI());
    model.addAttribute("nonce", ContentSecurityPolicy.nonceOf(request));
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
