package com.arenacrm.platform.database;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Knows whether somebody waits at a browser. A page gives up within seconds when the database does
 * not answer (Q09); a job or a migration may need minutes for one statement, and has them. Stands
 * around everything that may ask the database, the filter of the sessions included.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 11)
class PagePatience extends OncePerRequestFilter {

  private static final ThreadLocal<Boolean> SERVING_A_PAGE = ThreadLocal.withInitial(() -> false);

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    SERVING_A_PAGE.set(true);
    try {
      chain.doFilter(request, response);
    } finally {
      SERVING_A_PAGE.remove();
    }
  }

  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }

  /** The pool, whose connections give up sooner while they serve a page. */
  static final class LimitedPool extends DelegatingDataSource {

    private final int milliseconds;

    /**
     * @param limit how long a page waits for one answer
     */
    LimitedPool(DataSource pool, Duration limit) {
      super(pool);
      this.milliseconds = Math.toIntExact(limit.toMillis());
    }

    /** The pool gives the connection its own limit back when it is returned. */
    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      if (SERVING_A_PAGE.get()) {
        connection.setNetworkTimeout(Runnable::run, milliseconds);
      }
      return connection;
    }
  }
}
