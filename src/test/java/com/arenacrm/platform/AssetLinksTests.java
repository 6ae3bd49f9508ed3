package com.arenacrm.platform;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.io.Resource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.resource.PathResourceResolver;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;
import org.springframework.web.servlet.resource.ResourceResolverChain;
import org.springframework.web.servlet.resource.ResourceUrlProvider;
import org.springframework.web.servlet.resource.ResourceUrlProviderExposingInterceptor;

class AssetLinksTests {

  @Test
  void onlyLinksToFilesAreLookedUp() throws Exception {
    List<String> lookedUp = new ArrayList<>();
    ResourceHttpRequestHandler handler = new ResourceHttpRequestHandler();
    handler.setResourceResolvers(
        List.of(
            new PathResourceResolver() {
              @Override
              public String resolveUrlPath(
                  String path, List<? extends Resource> locations, ResourceResolverChain chain) {
                lookedUp.add(path);
                return path + "?sum";
              }
            }));
    ResourceUrlProvider files = new ResourceUrlProvider();
    files.setHandlerMap(Map.of("/**", handler));
    List<String> written = new ArrayList<>();

    new AssetLinks()
        .doFilter(
            new MockHttpServletRequest("GET", "/leads"),
            new MockHttpServletResponse(),
            (request, response) -> {
              request.setAttribute(
                  ResourceUrlProviderExposingInterceptor.RESOURCE_URL_PROVIDER_ATTR, files);
              for (String url : List.of("/js/arena.js", "/leads/1", "https://example.com/js/x")) {
                written.add(((HttpServletResponse) response).encodeURL(url));
              }
            });

    assertThat(written).containsExactly("/js/arena.js?sum", "/leads/1", "https://example.com/js/x");
    assertThat(lookedUp).containsExactly("js/arena.js");
  }

  @Test
  void noOtherFilterLooksLinksUp() {
    new WebApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ThymeleafAutoConfiguration.class))
        .withUserConfiguration(AssetLinks.Enabled.class)
        .withPropertyValues("spring.web.resources.chain.enabled=true")
        .run(
            context ->
                assertThat(context.getBeansOfType(FilterRegistrationBean.class).values())
                    .extracting(FilterRegistrationBean::getFilter)
                    .singleElement()
                    .isInstanceOf(AssetLinks.class));
  }
}
