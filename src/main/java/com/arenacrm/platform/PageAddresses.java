package com.arenacrm.platform;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Which addresses are pages. Many forms are sent to an address of their own, below that of what
 * they change, which nobody can open.
 */
@Component
class PageAddresses {

  private final ObjectProvider<RequestMappingHandlerMapping> mappings;
  private final ObjectProvider<ConversionService> conversion;

  PageAddresses(
      @Qualifier("requestMappingHandlerMapping")
          ObjectProvider<RequestMappingHandlerMapping> mappings,
      @Qualifier("mvcConversionService") ObjectProvider<ConversionService> conversion) {
    this.mappings = mappings;
    this.conversion = conversion;
  }

  /** This address if it is a page, or the nearest one above it. */
  String nearest(String path) {
    String at = path;
    while (at.length() > 1) {
      if (isPage(at)) {
        return at;
      }
      at = at.substring(0, Math.max(at.lastIndexOf('/'), 0));
    }
    return "/";
  }

  /** Whether a page stands at this very address. */
  boolean isPage(String path) {
    PathContainer address = PathContainer.parsePath(path);
    return path.equals("/")
        || mappings.getObject().getHandlerMethods().entrySet().stream()
            .anyMatch(route -> answers(route.getKey(), route.getValue(), address));
  }

  private boolean answers(RequestMappingInfo route, HandlerMethod method, PathContainer address) {
    var patterns = route.getPathPatternsCondition();
    if (patterns == null
        || !route.getMethodsCondition().getMethods().contains(RequestMethod.GET)
        // It writes a file.
        || method.getReturnType().getParameterType() == void.class) {
      return false;
    }
    return patterns.getPatterns().stream()
        .map(pattern -> pattern.matchAndExtract(address))
        .anyMatch(found -> found != null && isReadable(method, found));
  }

  /** Whether what stands in the address is what the page expects there, such as an identifier. */
  private boolean isReadable(HandlerMethod method, PathPattern.PathMatchInfo found) {
    Map<String, String> variables = found.getUriVariables();
    return List.of(method.getMethodParameters()).stream()
        .allMatch(parameter -> isReadable(parameter, variables));
  }

  private boolean isReadable(MethodParameter parameter, Map<String, String> variables) {
    PathVariable named = parameter.getParameterAnnotation(PathVariable.class);
    String value = named == null ? null : value(named, parameter, variables);
    if (value == null) {
      return true;
    }
    try {
      return conversion.getObject().convert(value, parameter.getParameterType()) != null;
    } catch (ConversionException e) {
      return false;
    }
  }

  private static @Nullable String value(
      PathVariable named, MethodParameter parameter, Map<String, String> variables) {
    return variables.get(
        named.value().isEmpty() ? parameter.getParameter().getName() : named.value());
  }
}
