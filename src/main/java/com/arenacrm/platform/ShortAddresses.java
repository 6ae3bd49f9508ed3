package com.arenacrm.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Takes the parameters without a value out of the addresses of {@link ShortAddress} pages. */
@Configuration(proxyBeanMethods = false)
class ShortAddresses implements WebMvcConfigurer, HandlerInterceptor {

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    String query = request.getQueryString();
    if (query == null
        || !"GET".equals(request.getMethod())
        || request.getHeader("HX-Request") != null
        || !(handler instanceof HandlerMethod method)
        || !method.hasMethodAnnotation(ShortAddress.class)) {
      return true;
    }
    String said = said(query);
    if (said.equals(query)) {
      return true;
    }
    response.setStatus(HttpServletResponse.SC_FOUND);
    response.setHeader("Location", request.getRequestURI() + (said.isEmpty() ? "" : "?" + said));
    return false;
  }

  /** The parameters that have a value, as they stand. */
  static String said(String query) {
    return Stream.of(query.split("&"))
        .filter(part -> !part.isEmpty() && !part.endsWith("="))
        .collect(Collectors.joining("&"));
  }
}
