package com.arenacrm.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;

/**
 * Writes the checksum of a file into the links that pages make to it, and leaves all other links
 * alone: otherwise each link to a person or a deal is looked for among the files of every jar,
 * which takes longer than drawing the rest of the row.
 */
class AssetLinks extends ResourceUrlEncodingFilter {

  private static final List<String> FOLDERS = List.of("/js/", "/images/", "/webjars/");

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String context = ((HttpServletRequest) request).getContextPath();
    super.doFilter(
        request,
        response,
        (encoded, answer) ->
            chain.doFilter(encoded, new FilesOnly((HttpServletResponse) answer, context)));
  }

  private static final class FilesOnly extends HttpServletResponseWrapper {

    private final String context;

    FilesOnly(HttpServletResponse response, String context) {
      super(response);
      this.context = context;
    }

    @Override
    public String encodeURL(String url) {
      return FOLDERS.stream().anyMatch(folder -> url.startsWith(folder, context.length()))
          ? super.encodeURL(url)
          : url;
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Enabled {

    /** Under the general type, or Spring Boot adds a filter of its own that knows no folders. */
    @Bean
    FilterRegistrationBean<ResourceUrlEncodingFilter> assetLinks() {
      return new FilterRegistrationBean<>(new AssetLinks());
    }
  }
}
