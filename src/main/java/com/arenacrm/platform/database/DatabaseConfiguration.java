package com.arenacrm.platform.database;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.flyway.autoconfigure.FlywayProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
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
 * closed. The migrations ask for theirs likewise.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DataSourceProperties.class, FlywayProperties.class})
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
  ExternalDatabase externalDatabase(DataSourceProperties properties, FlywayProperties migrations) {
    return ExternalDatabase.reach(properties, migrations);
  }

  @Bean
  MigratingRole migratingRole(JdbcConnectionDetails database, FlywayProperties migrations) {
    return database instanceof ExternalDatabase
        ? MigratingRole.of(database, migrations)
        : MigratingRole.same(database);
  }

  @Bean
  FlywayMigrationStrategy migrateThenGrant(MigratingRole owner, JdbcConnectionDetails database) {
    return flyway -> {
      flyway.migrate();
      String application = database.getUsername();
      if (owner.apart() && application != null) {
        grant(flyway, application);
      }
    };
  }

  /** A module's migrations lie in a folder of the name of its schema. */
  private static void grant(Flyway flyway, String application) {
    Set<String> schemas =
        Arrays.stream(flyway.info().applied())
            .map(migration -> migration.getScript().split("/")[0])
            .collect(Collectors.toSet());
    try (Connection owner = flyway.getConfiguration().getDataSource().getConnection()) {
      ApplicationRights.grant(owner, application, schemas);
    } catch (SQLException failure) {
      throw new IllegalStateException(
          "The role " + application + " could not be given its rights", failure);
    }
  }

  /** Where Spring Boot has made the pool, what everybody else gets is the pool with the limit. */
  @Bean
  static BeanPostProcessor pageLimit(@Value("${arena.database.page-limit:5s}") Duration limit) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof HikariDataSource pool
            ? new PagePatience.LimitedPool(pool, limit)
            : bean;
      }
    };
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
