package com.arenacrm.platform;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.AbstractLinkBuilder;
import org.thymeleaf.linkbuilder.ILinkBuilder;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.spring6.SpringTemplateEngine;

/**
 * Leaves parameters without a value out of the links that pages make: a filter that is not set asks
 * for nothing, and a link that says so for each is hard to read and to send.
 */
class ShortLinks extends AbstractLinkBuilder {

  private final ILinkBuilder standard = new StandardLinkBuilder();

  @Override
  public String buildLink(
      IExpressionContext context, String base, @Nullable Map<String, Object> parameters) {
    Map<String, Object> said = new LinkedHashMap<>();
    if (parameters != null) {
      parameters.forEach(
          (name, value) -> {
            boolean empty = value == null || value.toString().isEmpty();
            if (!empty || base.contains("{" + name + "}")) {
              said.put(name, value);
            }
          });
    }
    return standard.buildLink(context, base, said);
  }

  @Configuration(proxyBeanMethods = false)
  static class Enabled {

    Enabled(SpringTemplateEngine engine) {
      engine.setLinkBuilder(new ShortLinks());
    }
  }
}
