package com.arenacrm.planner.templates;

import com.arenacrm.planner.Idea;
import com.arenacrm.planner.Idea.Unit;
import com.arenacrm.planner.Nature;
import com.arenacrm.shared.HourglassPhase;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/** The activities to start from that Arena brings; their words stand with the other texts. */
enum BuiltIn {
  KNOW_1(Nature.AWARENESS, 0, Unit.WEEK, 2, null),
  KNOW_2(Nature.AWARENESS, 60, Unit.MONTH, 3, 3),
  KNOW_3(Nature.AWARENESS, 100, Unit.WEEK, 1, null),
  KNOW_4(Nature.AWARENESS, 50, Unit.MONTH, 1, 7),
  LIKE_1(Nature.RELATIONSHIP, 30, Unit.WEEK, 2, null),
  LIKE_2(Nature.RELATIONSHIP, 50, Unit.WEEK, 4, null),
  LIKE_3(Nature.RELATIONSHIP, 20, Unit.MONTH, 1, null),
  LIKE_4(Nature.RELATIONSHIP, 0, Unit.WEEK, 1, 2),
  TRUST_1(Nature.RELATIONSHIP, 0, Unit.WEEK, 6, 7),
  TRUST_2(Nature.DEMAND, 60, Unit.MONTH, 2, 2),
  TRUST_3(Nature.RELATIONSHIP, 90, Unit.MONTH, 1, 2),
  TRUST_4(Nature.DEMAND, 0, Unit.ONCE, 1, 5),
  TRY_1(Nature.DEMAND, 80, Unit.WEEK, 2, 7),
  TRY_2(Nature.DEMAND, 0, Unit.WEEK, 1, 2),
  TRY_3(Nature.DEMAND, 200, Unit.MONTH, 1, 2),
  TRY_4(Nature.DEMAND, 40, Unit.WEEK, 2, 5),
  BUY_1(Nature.DEMAND, 0, Unit.WEEK, 2, 2),
  BUY_2(Nature.DEMAND, 90, Unit.MONTH, 1, 1),
  BUY_3(Nature.DEMAND, 0, Unit.MONTH, 1, 2),
  BUY_4(Nature.DEMAND, 0, Unit.WEEK, 2, 3),
  REPEAT_1(Nature.RELATIONSHIP, 0, Unit.WEEK, 2, 1),
  REPEAT_2(Nature.DEMAND, 0, Unit.WEEK, 4, 3),
  REPEAT_3(Nature.RELATIONSHIP, 40, Unit.MONTH, 1, 7),
  REPEAT_4(Nature.RELATIONSHIP, 0, Unit.MONTH, 3, 7),
  REFER_1(Nature.DEMAND, 180, Unit.MONTH, 2, 3),
  REFER_2(Nature.DEMAND, 15, Unit.WEEK, 4, 5),
  REFER_3(Nature.RELATIONSHIP, 25, Unit.MONTH, 1, null),
  REFER_4(Nature.AWARENESS, 0, Unit.WEEK, 2, null);

  private final Nature nature;
  private final BigDecimal investment;
  private final Unit unit;
  private final int every;
  private final @Nullable Integer followUpDays;

  BuiltIn(Nature nature, int investment, Unit unit, int every, @Nullable Integer followUpDays) {
    this.nature = nature;
    this.investment = BigDecimal.valueOf(investment);
    this.unit = unit;
    this.every = every;
    this.followUpDays = followUpDays;
  }

  HourglassPhase phase() {
    return HourglassPhase.valueOf(name().substring(0, name().indexOf('_')));
  }

  /** As in addresses: {@code know-1}. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Idea in(Locale locale, MessageSource messages) {
    String prefix = "template." + key().replace('-', '.');
    return new Idea(
        key(),
        phase(),
        messages.getMessage(prefix + ".title", null, locale),
        messages.getMessage(prefix + ".goal", null, locale),
        messages.getMessage(prefix + ".channel", null, locale),
        investment,
        nature,
        unit,
        every,
        followUpDays,
        false);
  }

  static List<BuiltIn> of(HourglassPhase phase) {
    return Arrays.stream(values()).filter(b -> b.phase() == phase).toList();
  }
}
