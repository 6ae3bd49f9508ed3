package com.arenacrm.platform.database;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Chooses the database. Either bean is what Spring Boot's pool asks for its address, so the
 * database is up and checked before anything connects, and because the pool depends on it, the
 * embedded server stops only after the web server has answered its last request and the pool is
 * closed.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DataSourceProperties.class)
class DatabaseConfiguration {

  @Bean
  @Conditional(WithoutAddress.class)
  EmbeddedDatabase embeddedDatabase(
      @Value("${arena.data-dir:data}") String dataFolder,
      @Value("${arena.postgres.programs-dir:}") String programsFolder,
      @Value("${arena.postgres.start-limit:2m}") Duration startLimit) {
    Path data = Path.of(dataFolder).toAbsolutePath().normalize();
    Path programs =
        programsFolder.isBlank() ? data.resolve("postgres-programs") : Path.of(programsFolder);
    return EmbeddedDatabase.start(
        new EmbeddedDatabase.Settings(data, programs.toAbsolutePath().normalize(), startLimit));
  }

  @Bean
  @Conditional(WithAddress.class)
  ExternalDatabase externalDatabase(DataSourceProperties properties) {
    return ExternalDatabase.reach(properties);
  }

  /** An empty address counts as none: a compose file passes unset variables on as empty ones. */
  private static boolean hasAddress(ConditionContext context) {
    return StringUtils.hasText(context.getEnvironment().getProperty("spring.datasource.url"));
  }

  static class WithAddress extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata type) {
      return new ConditionOutcome(
          hasAddress(context), ConditionMessage.of("spring.datasource.url is looked for"));
    }
  }

  static class WithoutAddress extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata type) {
      return new ConditionOutcome(
          !hasAddress(context), ConditionMessage.of("spring.datasource.url is looked for"));
    }
  }
}
