package com.arenacrm.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Counts the SQL statements that a piece of work sends to the database, so that a page can be held
 * to a fixed number of them whatever its rows. Those about the web session are left out: here each
 * request begins one.
 *
 * <pre>assertThat(SqlCount.during(() -> get("/planner/week"))).hasSizeLessThanOrEqualTo(8);</pre>
 */
public final class SqlCount {

  private static final ThreadLocal<@Nullable List<String>> SENT = new ThreadLocal<>();

  private SqlCount() {}

  /** The statements that this thread sends while it does the work, in order. */
  public static List<String> during(Runnable work) {
    List<String> sent = new ArrayList<>();
    SENT.set(sent);
    try {
      work.run();
    } finally {
      SENT.remove();
    }
    return sent;
  }

  /** Listens to the data source of the tests. */
  @TestConfiguration(proxyBeanMethods = false)
  static class Listening {

    @Bean
    static BeanPostProcessor countStatements() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return bean instanceof DataSource source ? new Counting(source) : bean;
        }
      };
    }
  }

  private static final class Counting extends DelegatingDataSource {

    Counting(DataSource source) {
      super(source);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      return SENT.get() == null ? connection : listen(Connection.class, connection, null);
    }
  }

  private static <T> T listen(Class<T> type, T target, @Nullable String sql) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              String text =
                  arguments != null && arguments.length > 0 && arguments[0] instanceof String first
                      ? first
                      : sql;
              List<String> sent = SENT.get();
              if (method.getName().startsWith("execute")
                  && sent != null
                  && text != null
                  && !text.contains("identity.session")) {
                sent.add(text);
              }
              try {
                Object answer = method.invoke(target, arguments);
                if (answer instanceof PreparedStatement prepared) {
                  return listen(PreparedStatement.class, prepared, text);
                }
                return answer instanceof Statement statement
                    ? listen(Statement.class, statement, null)
                    : answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
