package com.arenacrm.testing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.PropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Gives every Spring test the {@link TestDatabase}, asked for or not, so that no test can touch a
 * database that holds someone's data. A test whose context has no data source does not start it.
 */
final class TestDatabaseCustomizerFactory implements ContextCustomizerFactory {

  @Override
  public ContextCustomizer createContextCustomizer(
      Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
    return new UseTestDatabase();
  }

  /** A record, because all tests with equal customizers share one context. */
  private record UseTestDatabase() implements ContextCustomizer {
    @Override
    public void customizeContext(
        ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
      TestDatabase.useBySpring();
      context.getEnvironment().getPropertySources().addFirst(new WhenAsked());
    }
  }

  private static final class WhenAsked extends PropertySource<Object> {

    WhenAsked() {
      super("the database of the tests");
    }

    @Override
    public @Nullable Object getProperty(String name) {
      return switch (name) {
        case "spring.datasource.url" -> TestDatabase.shared().url();
        case "spring.datasource.username" -> TestDatabase.shared().username();
        case "spring.datasource.password" -> TestDatabase.shared().password();
        default -> null;
      };
    }
  }
}
