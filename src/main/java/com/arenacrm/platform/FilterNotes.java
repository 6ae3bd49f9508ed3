package com.arenacrm.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.ui.Model;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.method.annotation.RequestParamMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** Lets each page say which of its filters nobody understood; see {@link Filters}. */
@ControllerAdvice
class FilterNotes {

  private static final String ATTRIBUTE = FilterNotes.class.getName();

  /** What any page may be asked for, besides what it is narrowed by. */
  private static final Set<String> EVERYWHERE = Set.of("lang", "continue", "after", "before");

  private static final int LONGEST_VALUE = 60;

  private final MessageSource messages;

  FilterNotes(MessageSource messages) {
    this.messages = messages;
  }

  @ModelAttribute
  void add(HttpServletRequest request, Locale locale, Model model) {
    if ("GET".equals(request.getMethod())) {
      Filters filters = of(request);
      model.addAttribute("filterNotes", new Notes(filters, messages, locale));
    }
  }

  /** What a page says; asked once it is being written, when all has been read. */
  public static final class Notes {

    private final Filters filters;
    private final MessageSource messages;
    private final Locale locale;

    Notes(Filters filters, MessageSource messages, Locale locale) {
      this.filters = filters;
      this.messages = messages;
      this.locale = locale;
    }

    /** A sentence for each filter. */
    public List<String> sentences() {
      List<String> sentences = new ArrayList<>();
      for (Filters.Unread unread : filters.unread()) {
        String name = messages.getMessage("filter.name." + unread.name(), null, null, locale);
        String instead = messages.getMessage("filter.instead." + unread.name(), null, null, locale);
        sentences.add(
            say(
                "filter.unread",
                Objects.requireNonNullElse(name, unread.name()),
                brief(unread.value()),
                instead == null ? say("filter.instead") : instead));
      }
      if (filters.isWhole()) {
        filters
            .unasked()
            .forEach(u -> sentences.add(say("filter.unknown", brief(u.name()), brief(u.value()))));
      }
      return sentences;
    }

    private String say(String key, Object... arguments) {
      return messages.getMessage(key, arguments, locale);
    }

    private static String brief(String value) {
      return value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value;
    }
  }

  private static Filters of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Filters filters) {
      return filters;
    }
    Filters filters = Filters.ofParameters(request.getParameterMap());
    request.setAttribute(ATTRIBUTE, filters);
    return filters;
  }

  private static Filters of(NativeWebRequest request) {
    return of(Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)));
  }

  /** Has both ways of reading asked before those of the framework. */
  @Configuration(proxyBeanMethods = false)
  static class Resolvers {

    @Bean
    static BeanPostProcessor filtersFirst() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          if (bean instanceof RequestMappingHandlerAdapter adapter) {
            List<HandlerMethodArgumentResolver> resolvers = new ArrayList<>();
            resolvers.add(new FiltersResolver());
            resolvers.add(new ForgivingResolver());
            resolvers.addAll(Objects.requireNonNull(adapter.getArgumentResolvers()));
            adapter.setArgumentResolvers(resolvers);
          }
          return bean;
        }
      };
    }
  }

  /** Gives a page all filters of its address. */
  private static final class FiltersResolver implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType() == Filters.class;
    }

    @Override
    public Filters resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binders) {
      Filters filters = of(request);
      filters.isAll(
          Stream.concat(
                  EVERYWHERE.stream(),
                  Stream.of(Objects.requireNonNull(parameter.getMethod()).getParameters())
                      .filter(p -> p.isAnnotationPresent(RequestParam.class))
                      .map(
                          p -> {
                            String said = p.getAnnotation(RequestParam.class).name();
                            return said.isEmpty() ? p.getName() : said;
                          }))
              .toList());
      return filters;
    }
  }

  /**
   * A parameter of a page that may be left out is left out when it cannot be read, and the page
   * says so. A file is still refused: it has no place to say it.
   */
  private static final class ForgivingResolver implements HandlerMethodArgumentResolver {

    private final RequestParamMethodArgumentResolver strict =
        new RequestParamMethodArgumentResolver(false);

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      RequestParam asked = parameter.getParameterAnnotation(RequestParam.class);
      Class<?> type = parameter.getParameterType();
      return asked != null
          && type != String.class
          && (!asked.required() || !asked.defaultValue().equals(ValueConstants.DEFAULT_NONE))
          && AnnotatedElementUtils.hasAnnotation(
              Objects.requireNonNull(parameter.getMethod()), GetMapping.class)
          && Set.of(String.class, ModelAndView.class)
              .contains(parameter.getMethod().getReturnType())
          && strict.supportsParameter(parameter);
    }

    @Override
    public @Nullable Object resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binders)
        throws Exception {
      try {
        return strict.resolveArgument(parameter, container, request, binders);
      } catch (MethodArgumentTypeMismatchException e) {
        of(request).note(e.getName(), FormReader.clean(String.valueOf(e.getValue())));
        String otherwise =
            Objects.requireNonNull(parameter.getParameterAnnotation(RequestParam.class))
                .defaultValue();
        if (otherwise.equals(ValueConstants.DEFAULT_NONE) || otherwise.isEmpty()) {
          return null;
        }
        WebDataBinder binder =
            Objects.requireNonNull(binders).createBinder(request, null, e.getName());
        return binder.convertIfNecessary(otherwise, parameter.getParameterType(), parameter);
      }
    }
  }
}
