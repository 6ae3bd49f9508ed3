package com.arenacrm.pipeline;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.lists.BulkEdit;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What can be changed on many deals in one go. */
@Component
class DealBulk implements BulkEdit {

  private static final String OWNER = "OWNER";
  private static final String STEP_DAY = "STEP_DAY";
  private static final String CLOSE = "CLOSE";

  private static final String DAY = "day";
  private static final String REASON = "reason";
  private static final String NOTE = "note";
  private static final String SAME = "changes.not.same";
  private static final String WITHOUT_REASON = "deals.bulk.not.reason";

  private record Present(
      UUID id,
      String name,
      @Nullable String customer,
      String kind,
      @Nullable UUID ownerId,
      @Nullable String nextStep,
      @Nullable LocalDate nextStepOn,
      @Nullable LocalDate closeDate,
      @Nullable LocalDate lastClose,
      int version) {}

  private final Opportunities opportunities;
  private final Deals deals;
  private final DealLists lists;
  private final DealDesk desk;
  private final DealsOfLeads leads;
  private final StageBook stages;
  private final UserNames userNames;
  private final JdbcClient jdbc;
  private final Clock clock;

  DealBulk(
      Opportunities opportunities,
      Deals deals,
      DealLists lists,
      DealDesk desk,
      DealsOfLeads leads,
      StageBook stages,
      UserNames userNames,
      JdbcClient jdbc,
      Clock clock) {
    this.opportunities = opportunities;
    this.deals = deals;
    this.lists = lists;
    this.desk = desk;
    this.leads = leads;
    this.stages = stages;
    this.userNames = userNames;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public String list() {
    return DealWork.KEY;
  }

  @Override
  public List<Kind> kinds(CurrentUser viewer) {
    return DealDesk.mayWrite(viewer)
        ? List.of(
            Kind.of(
                OWNER,
                "deals.bulk.OWNER",
                () ->
                    List.of(
                        Field.choice(
                            "owner",
                            "deal.owner",
                            userNames.assignable(viewer, null).stream()
                                .map(c -> new Option(c.value(), c.label()))
                                .toList()),
                        Field.text(NOTE, "reassign.note", 500).orNot())),
            Kind.of(
                STEP_DAY, "deals.bulk.STEP_DAY", () -> List.of(Field.day(DAY, "deals.bulk.day"))),
            Kind.of(
                CLOSE,
                "deals.bulk.CLOSE",
                () ->
                    List.of(
                        Field.day(DAY, "board.column.close"),
                        Field.text(REASON, "deal.push", 500)
                            .orNot()
                            .hint("deals.bulk.reason.hint"))))
        : List.of();
  }

  @Override
  public List<UUID> all(Map<String, String> query, CurrentUser viewer, Instant now, int most) {
    DealFilter filter = DealFilter.of(query);
    return lists.ids(
        filter, viewer, desk.idleness(now), now, stages.path().find(filter.stage()), most);
  }

  @Override
  public void check(Change change, FormReader reader, CurrentUser actor, Instant now) {
    LocalDate day = day(change);
    if (day != null && day.isBefore(actor.today(clock))) {
      reader.refuse(DAY, "deals.bulk.day.past");
    } else if (day != null
        && change.kind().equals(STEP_DAY)
        && Plan.isTooFar(day, actor.today(clock))) {
      reader.refuse(DAY, "step.when.far");
    }
  }

  private static @Nullable LocalDate day(Change change) {
    String day = change.value(DAY);
    return day == null ? null : LocalDate.parse(day);
  }

  @Override
  public @Nullable String answer(String objection) {
    return objection.equals(WITHOUT_REASON) ? REASON : null;
  }

  @Override
  public List<Line> preview(
      Change change, Collection<UUID> ids, boolean hold, CurrentUser viewer, Instant now) {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<Present> present =
        jdbc.sql(
                """
                select o.id, o.name, coalesce(o.company_name, o.person_name) as customer, o.kind,
                       o.owner_id, o.next_step, o.next_step_on, o.close_date, o.version,
                       coalesce(o.close_date, %s) as last_close
                from pipeline.opportunity o where o.id in (:ids) and %s order by o.id %s
                """
                    .formatted(
                        Deals.EMPTIED_CLOSE.formatted("o.id"),
                        viewer.scope().condition("o.owner_id"),
                        hold ? "for update" : ""))
            .param("ids", ids)
            .param(Scope.PARAMETER, viewer.scope().owners())
            .query(Present.class)
            .list();
    Map<UUID, String> names = change.kind().equals(OWNER) ? userNames.all() : Map.of();
    Map<UUID, @Nullable UUID> owners = new HashMap<>();
    if (change.kind().equals(OWNER)) {
      present.forEach(p -> owners.put(p.id(), p.ownerId()));
    }
    Set<UUID> pooled = owners.isEmpty() ? Set.of() : leads.pooled(owners);
    UUID heir = owners.isEmpty() || viewer.isManager() ? null : change.id("owner");
    Set<UUID> locked =
        heir == null
            ? Set.of()
            : leads.lockedFor(owners.keySet(), new UserId(heir), viewer.today(clock));
    Locale locale = LocaleContextHolder.getLocale();
    return present.stream()
        .sorted(Comparator.comparing(DealBulk::name))
        .map(
            p ->
                new Line(
                    p.id(),
                    name(p),
                    "/pipeline/opportunities/" + p.id(),
                    p.version(),
                    switch (change.kind()) {
                      case OWNER -> p.ownerId() == null ? null : names.get(p.ownerId());
                      case STEP_DAY ->
                          p.nextStepOn() == null
                              ? null
                              : p.nextStep() + " · " + viewer.formats(locale).date(p.nextStepOn());
                      default ->
                          p.closeDate() == null ? null : viewer.formats(locale).date(p.closeDate());
                    },
                    objection(change, p, pooled, locked, viewer)))
        .toList();
  }

  private static String name(Present p) {
    return p.customer() == null || p.customer().equals(p.name())
        ? p.name()
        : p.customer() + " · " + p.name();
  }

  private static @Nullable String objection(
      Change change, Present p, Set<UUID> pooled, Set<UUID> locked, CurrentUser viewer) {
    if (!p.kind().equals(Stage.Kind.OPEN.name())) {
      return "deals.bulk.not.ended";
    }
    LocalDate day = day(change);
    return switch (change.kind()) {
      case OWNER ->
          pooled.contains(p.id())
              ? "deals.bulk.not.pooled"
              : Objects.equals(change.id("owner"), p.ownerId())
                  ? SAME
                  : p.ownerId() != null
                          && !p.ownerId().equals(viewer.id().id())
                          && !viewer.isManager()
                      ? "deals.bulk.not.yours"
                      : locked.contains(p.id()) ? "deals.bulk.not.locked" : null;
      case STEP_DAY ->
          p.nextStepOn() == null ? "deals.bulk.not.step" : p.nextStepOn().equals(day) ? SAME : null;
      case CLOSE ->
          Objects.equals(day, p.closeDate())
              ? SAME
              : Opportunity.isPush(p.closeDate(), p.lastClose(), day)
                      && change.value(REASON) == null
                  ? WITHOUT_REASON
                  : null;
      default -> throw new NotFoundException();
    };
  }

  @Override
  public Applied apply(Change change, UUID id, CurrentUser actor, Instant now) {
    Opportunity deal = get(id);
    Map<String, String> before = new HashMap<>();
    switch (change.kind()) {
      case OWNER -> {
        deal.owner().ifPresent(owner -> before.put("owner", owner.toString()));
        UserId owner = new UserId(Objects.requireNonNull(change.id("owner")));
        leads.reown(
            deal,
            owner,
            change.value(NOTE),
            actor,
            now,
            () -> deals.change(deal, deal.details().of(owner), null, actor.id(), now));
      }
      case STEP_DAY -> {
        Plan plan = deal.plan().orElseThrow(NotFoundException::new);
        before.put(DAY, Objects.requireNonNull(plan.on()).toString());
        before.put("moves", String.valueOf(deal.stepMoves()));
        deals.plan(
            deal,
            Plan.step(Objects.requireNonNull(plan.step()), Objects.requireNonNull(day(change))));
      }
      case CLOSE -> {
        deal.closeDate().ifPresent(close -> before.put(DAY, close.toString()));
        deals.change(deal, deal.details().by(day(change)), change.value(REASON), actor.id(), now);
      }
      default -> throw new NotFoundException();
    }
    return new Applied(get(id).version(), before);
  }

  @Override
  public boolean restore(
      Change change, UUID id, Applied applied, Instant at, CurrentUser actor, Instant now) {
    Opportunity deal = opportunities.findById(new OpportunityId(id)).orElse(null);
    if (deal == null || deal.version() != applied.version()) {
      return false;
    }
    String day = applied.before().get(DAY);
    switch (change.kind()) {
      case OWNER -> {
        String owner = applied.before().get("owner");
        DealDetails was =
            deal.details().of(owner == null ? null : new UserId(UUID.fromString(owner)));
        leads.reownBack(deal, actor, at, now, () -> deals.changeBack(deal, was, at));
      }
      case STEP_DAY -> {
        Plan plan = deal.plan().orElseThrow(NotFoundException::new);
        deal.planBack(
            Plan.step(
                Objects.requireNonNull(plan.step()), LocalDate.parse(Objects.requireNonNull(day))),
            Integer.parseInt(Objects.requireNonNull(applied.before().get("moves"))));
        opportunities.save(deal);
      }
      case CLOSE ->
          deals.changeBack(deal, deal.details().by(day == null ? null : LocalDate.parse(day)), at);
      default -> throw new NotFoundException();
    }
    return true;
  }

  private Opportunity get(UUID id) {
    return opportunities.findById(new OpportunityId(id)).orElseThrow(NotFoundException::new);
  }
}
