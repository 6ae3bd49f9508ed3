package com.arenacrm.leads.pool;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.StaleVersionException;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the company has set about its pool. */
@Component
@Transactional
public class PoolRules {

  private static final UUID ONLY = new UUID(0, 1);

  private final AuditTrail audit;
  private final JdbcClient jdbc;

  PoolRules(AuditTrail audit, JdbcClient jdbc) {
    this.audit = audit;
    this.jdbc = jdbc;
  }

  @Transactional(readOnly = true)
  public PoolRule current() {
    return read("");
  }

  /**
   * Sets it; it holds at once, and nobody loses a lead without the notice.
   *
   * @throws StaleVersionException when somebody set it meanwhile
   */
  public void set(PoolRule rule, CurrentUser actor) {
    PoolRule before = read(" for update");
    StaleVersionException.check(rule.version(), before.version());
    jdbc.sql(
            """
            update leads.pool_rule set idle_days = :idle, notice_days = :notice,
              lockout_days = :lockout, snooze_days = :snooze, step_days = :step, version = version + 1
            """)
        .param("idle", rule.idleDays())
        .param("notice", rule.noticeDays())
        .param("lockout", rule.lockoutDays())
        .param("snooze", rule.snoozeDays())
        .param("step", rule.stepDays())
        .update();
    audit.note(
        actor,
        "pool-rule-set",
        new Subject("poolRule", ONLY, AuditTrail.word("poolRule.title")),
        describe(before),
        describe(rule));
  }

  private PoolRule read(String lock) {
    return jdbc.sql(
            """
            select idle_days, notice_days, lockout_days, snooze_days, step_days, version
            from leads.pool_rule
            """
                + lock)
        .query(PoolRule.class)
        .single();
  }

  private static String describe(PoolRule rule) {
    return "%s / %d / %d / %d / %d"
        .formatted(
            rule.idleDays() == null ? "—" : rule.idleDays(),
            rule.noticeDays(),
            rule.lockoutDays(),
            rule.snoozeDays(),
            rule.stepDays());
  }
}
