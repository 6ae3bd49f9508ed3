package com.arenacrm.testing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.PropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Gives every Spring test an {@link OwnDatabase} of the {@link TestDatabase}, asked for or not, so
 * that no test can touch a database that holds someone's data; {@link OnOwnDatabase} says which. A
 * test whose context has no data source does not start it.
 */
final class TestDatabaseCustomizerFactory implements ContextCustomizerFactory {

  @Override
  public ContextCustomizer createContextCustomizer(
      Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
    OnOwnDatabase own =
        TestContextAnnotationUtils.findMergedAnnotation(testClass, OnOwnDatabase.class);
    return new UseTestDatabase(OwnDatabase.nameFor(own));
  }

  /** A record, because all tests with equal customizers share one context. */
  private record UseTestDatabase(String name) implements ContextCustomizer {
    @Override
    public void customizeContext(
        ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
      TestDatabase.useBySpring();
      context.getEnvironment().getPropertySources().addFirst(new WhenAsked(name));
    }
  }

  private static final class WhenAsked extends PropertySource<Object> {

    private final String name;

    WhenAsked(String name) {
      super("the database of the tests");
      this.name = name;
    }

    @Override
    public @Nullable Object getProperty(String name) {
      return switch (name) {
        case "spring.datasource.url" -> database().url();
        case "spring.datasource.username" -> database().username();
        case "spring.datasource.password" -> database().password();
        // Many applications of tests share one server; those at rest leave it to the others.
        case "spring.datasource.hikari.minimum-idle" -> "1";
        case "spring.datasource.hikari.idle-timeout" -> "10000";
        // So that a database can be made as new while the application waits.
        case "spring.datasource.hikari.allow-pool-suspension" -> "true";
        default -> null;
      };
    }

    private TestDatabase database() {
      return OwnDatabase.named(name).address();
    }
  }
}
