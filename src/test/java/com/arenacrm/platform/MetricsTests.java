package com.arenacrm.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.testing.ArenaTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What is measured of requests is kept of each route. */
@ArenaTest
class MetricsTests {

  @Autowired Environment environment;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping routes;

  @Test
  void thereIsRoomForTheTimesOfEveryRoute() {
    long patterns =
        routes.getHandlerMethods().keySet().stream()
            .flatMap(mapping -> mapping.getPatternValues().stream())
            .distinct()
            .count();
    assertThat(patterns).as("more than the usual limit").isGreaterThan(100);
    assertThat(
            environment.getRequiredProperty(
                "management.metrics.web.server.max-uri-tags", Integer.class))
        .isGreaterThan((int) patterns);
  }
}
