package com.arenacrm.testing;

import javax.sql.DataSource;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/** Makes the {@link OwnDatabase} that a class uses as new before its first test. */
final class RenewOwnDatabase implements TestExecutionListener, Ordered {

  /** Before anything of a test's own. */
  @Override
  public int getOrder() {
    return 1900;
  }

  @Override
  public void beforeTestClass(TestContext test) {
    OnOwnDatabase own =
        TestContextAnnotationUtils.findMergedAnnotation(test.getTestClass(), OnOwnDatabase.class);
    DataSource source =
        test.getApplicationContext().getBeanProvider(DataSource.class).getIfAvailable();
    if (source != null) {
      OwnDatabase.named(OwnDatabase.nameFor(own)).renewUnderJobsOf(source);
    }
  }
}
