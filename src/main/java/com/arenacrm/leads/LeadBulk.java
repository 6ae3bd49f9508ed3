package com.arenacrm.leads;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.LeadLists.Filter;
import com.arenacrm.leads.LeadLists.LeadRow;
import com.arenacrm.leads.QualificationGate.Gap;
import com.arenacrm.leads.pool.LeadDeals.Customer;
import com.arenacrm.leads.recontact.Recontacts;
import com.arenacrm.leads.recontact.Recontacts.Intention;
import com.arenacrm.lists.BulkEdit;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What can be changed on many leads in one go. */
@Component
class LeadBulk implements BulkEdit {

  private static final String OWNER = "OWNER";
  private static final String PROFILE = "PROFILE";
  private static final String HAND_OVER = "HAND_OVER";
  private static final String END = "END";
  private static final String RECONTACT = "RECONTACT";

  private static final String SAME = "changes.not.same";

  /** Each of these is routed, and its seller is told. */
  private static final int MOST_HANDED_OVER = 100;

  private record Present(
      UUID id,
      UUID personId,
      String personName,
      @Nullable String companyName,
      String stage,
      @Nullable String outcome,
      @Nullable UUID ownerId,
      @Nullable UUID profileId,
      @Nullable UUID companyId,
      OffsetDateTime createdAt,
      int version,
      @Nullable LocalDate recontactOn,
      @Nullable Integer recontactVersion) {

    private Customer customer() {
      return new Customer(
          new LeadId(id),
          new PersonId(personId),
          companyId == null ? null : new CompanyId(companyId),
          createdAt.toInstant());
    }

    private boolean isEnded() {
      return stage.equals(LeadStage.ENDED.name());
    }

    private String name() {
      return companyName == null ? personName : personName + " · " + companyName;
    }
  }

  private final Leads leads;
  private final LeadLists lists;
  private final Handoffs handoffs;
  private final HandoffRecords records;
  private final Outcomes outcomes;
  private final Recontacts recontacts;
  private final Profiles profiles;
  private final UserNames userNames;
  private final JdbcClient jdbc;
  private final MessageSource messages;
  private final Clock clock;

  LeadBulk(
      Leads leads,
      LeadLists lists,
      Handoffs handoffs,
      HandoffRecords records,
      Outcomes outcomes,
      Recontacts recontacts,
      Profiles profiles,
      UserNames userNames,
      JdbcClient jdbc,
      MessageSource messages,
      Clock clock) {
    this.leads = leads;
    this.lists = lists;
    this.handoffs = handoffs;
    this.records = records;
    this.outcomes = outcomes;
    this.recontacts = recontacts;
    this.profiles = profiles;
    this.userNames = userNames;
    this.jdbc = jdbc;
    this.messages = messages;
    this.clock = clock;
  }

  @Override
  public String list() {
    return LeadWork.KEY;
  }

  @Override
  public List<Kind> kinds(CurrentUser viewer) {
    List<Kind> kinds = new ArrayList<>();
    if (viewer.isMarketing() || viewer.isSales()) {
      kinds.add(
          Kind.of(
              OWNER,
              "leads.bulk.OWNER",
              () -> List.of(Field.choice("owner", "lead.owner", caretakers()))));
      kinds.add(
          Kind.of(
              PROFILE,
              "leads.bulk.PROFILE",
              () -> List.of(Field.choice("profile", "lead.profile", profileOptions()))));
      kinds.add(
          Kind.of(
                  HAND_OVER,
                  "leads.bulk.HAND_OVER",
                  () ->
                      List.of(
                          Field.choice("seller", "handoff.seller", sellers())
                              .orNot()
                              .hint("leads.bulk.seller.hint"),
                          Field.text("why", "handoff.why", 2000),
                          Field.text("firstStep", "handoff.firstStep", 500)))
              .atMost(MOST_HANDED_OVER));
    }
    if (viewer.isMarketing() || viewer.isSales() || viewer.isManager()) {
      kinds.add(
          Kind.of(
              END,
              "leads.bulk.END",
              () ->
                  List.of(
                      Field.choice("outcome", "lead.outcome", outcomeOptions()),
                      Field.text("competitor", "lead.outcome.competitor", 200)
                          .orNot()
                          .hint("leads.bulk.competitor.hint"),
                      Field.text("note", "lead.outcome.note", 2000).orNot(),
                      Field.day("recontactOn", "recontact.on").orNot())));
      kinds.add(
          Kind.of(
              RECONTACT, "leads.bulk.RECONTACT", () -> List.of(Field.day("day", "recontact.on"))));
    }
    return kinds;
  }

  private List<Option> caretakers() {
    return userNames.active(Role.MARKETING, Role.SALES, Role.ADMINISTRATOR).stream()
        .map(c -> new Option(c.value(), c.label()))
        .toList();
  }

  private List<Option> sellers() {
    return userNames.active(Role.SALES).stream()
        .map(c -> new Option(c.value(), c.label()))
        .toList();
  }

  private List<Option> profileOptions() {
    return profiles.choices().stream().map(p -> new Option(p.value(), p.label())).toList();
  }

  private List<Option> outcomeOptions() {
    return Stream.of(Outcome.values())
        .map(o -> new Option(o.name(), say("lead.outcome." + o)))
        .toList();
  }

  private String say(String key) {
    return messages.getMessage(key, null, LocaleContextHolder.getLocale());
  }

  @Override
  public List<UUID> all(Map<String, String> query, CurrentUser viewer, Instant now, int most) {
    return lists.ids(Filter.of(query), viewer, now, most);
  }

  @Override
  public void check(Change change, FormReader reader, CurrentUser actor, Instant now) {
    String day = change.value(change.kind().equals(END) ? "recontactOn" : "day");
    if (day != null && !LocalDate.parse(day).isAfter(actor.today(clock))) {
      reader.refuse(change.kind().equals(END) ? "recontactOn" : "day", "recontact.day.past");
    }
    if (change.kind().equals(END)) {
      if (change.value("competitor") != null
          && !Outcome.COMPETITOR.name().equals(change.value("outcome"))) {
        reader.refuse("competitor", "leads.bulk.competitor.hint");
      }
      try {
        ending(change);
      } catch (RefusedException e) {
        reader.refuse("competitor", e.messageKey(), e.arguments());
      }
    }
  }

  private static Outcomes.Ending ending(Change change) {
    String day = change.value("recontactOn");
    return new Outcomes.Ending(
        Outcome.valueOf(Objects.requireNonNull(change.value("outcome"))),
        change.value("competitor"),
        change.value("note"),
        day == null ? null : LocalDate.parse(day));
  }

  @Override
  public List<Line> preview(
      Change change, Collection<UUID> ids, boolean hold, CurrentUser viewer, Instant now) {
    UUID seller = change.kind().equals(HAND_OVER) ? change.id("seller") : null;
    OptionalInt room = seller == null ? OptionalInt.empty() : handoffs.roomFor(new UserId(seller));
    List<Present> present = present(ids, hold, viewer);
    Map<UUID, List<Gap>> gaps =
        change.kind().equals(HAND_OVER) ? gaps(present, viewer, now) : Map.of();
    Map<UUID, String> names =
        change.kind().equals(OWNER)
            ? userNames.all()
            : change.kind().equals(PROFILE)
                ? profiles.names().entrySet().stream()
                    .collect(Collectors.toMap(e -> e.getKey().id(), Map.Entry::getValue))
                : Map.of();
    Locale locale = LocaleContextHolder.getLocale();
    boolean buys =
        change.kind().equals(END) && Outcome.BOUGHT.name().equals(change.value("outcome"));
    Set<LeadId> sold =
        buys ? outcomes.isSold(present.stream().map(Present::customer).toList()) : Set.of();
    List<Line> lines = new ArrayList<>();
    int given = 0;
    for (Present p : present) {
      String objection = objection(change, p, gaps);
      if (objection == null && buys && !sold.contains(new LeadId(p.id()))) {
        objection = "leads.bulk.not.sold";
      }
      if (objection == null && room.isPresent() && given >= room.getAsInt()) {
        objection = "leads.bulk.not.room";
      }
      if (objection == null) {
        given++;
      }
      lines.add(
          new Line(
              p.id(),
              p.name(),
              "/leads/" + p.id(),
              version(change, p),
              now(change, p, names, viewer, locale),
              objection));
    }
    return lines;
  }

  private List<Present> present(Collection<UUID> ids, boolean hold, CurrentUser viewer) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return jdbc
        .sql(
            """
            select l.id, l.person_id, l.person_name, l.company_name, l.stage, l.outcome, l.owner_id,
                   l.profile_id, l.company_id, l.created_at, l.version, r.due_on as recontact_on,
                   r.version as recontact_version
            from leads.lead l
            left join leads.recontact r on r.person_id = l.person_id and r.settled_at is null
            where l.id in (:ids) and %s
            order by l.id %s
            """
                .formatted(
                    viewer.scope().condition("l.sales_owner_id"), hold ? "for update of l" : ""))
        .param("ids", ids)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(Present.class)
        .list()
        .stream()
        .sorted(java.util.Comparator.comparing(Present::personName))
        .toList();
  }

  // A day to talk again has versions of its own; none of them is the first.
  private static int version(Change change, Present p) {
    return change.kind().equals(RECONTACT)
        ? p.recontactVersion() == null ? 0 : p.recontactVersion() + 1
        : p.version();
  }

  private Map<UUID, List<Gap>> gaps(List<Present> present, CurrentUser viewer, Instant now) {
    List<UUID> open =
        present.stream()
            .filter(p -> p.stage().equals(LeadStage.OPEN.name()))
            .map(Present::id)
            .toList();
    List<LeadRow> rows = lists.leads(open, viewer, now);
    return lists.standings(rows, viewer.today(clock)).missing();
  }

  private @Nullable String now(
      Change change, Present p, Map<UUID, String> names, CurrentUser viewer, Locale locale) {
    return switch (change.kind()) {
      case OWNER -> p.ownerId() == null ? null : names.get(p.ownerId());
      case PROFILE -> p.profileId() == null ? null : names.get(p.profileId());
      case RECONTACT ->
          p.recontactOn() == null ? null : viewer.formats(locale).date(p.recontactOn());
      default ->
          messages.getMessage(
              p.outcome() == null ? "lead.stage." + p.stage() : "lead.outcome." + p.outcome(),
              null,
              locale);
    };
  }

  private static @Nullable String objection(Change change, Present p, Map<UUID, List<Gap>> gaps) {
    return switch (change.kind()) {
      case OWNER ->
          p.isEnded()
              ? "leads.bulk.not.ended"
              : Objects.equals(change.id("owner"), p.ownerId()) ? SAME : null;
      case PROFILE ->
          p.isEnded()
              ? "leads.bulk.not.ended"
              : Objects.equals(change.id("profile"), p.profileId()) ? SAME : null;
      case HAND_OVER ->
          p.isEnded()
              ? "leads.bulk.not.ended"
              : p.stage().equals(LeadStage.QUALIFIED.name())
                  ? null
                  : !p.stage().equals(LeadStage.OPEN.name())
                      ? "leads.bulk.not.handed"
                      : gaps.getOrDefault(p.id(), List.of()).isEmpty()
                          ? null
                          : "leads.bulk.not.gate";
      case END ->
          p.isEnded()
              ? "leads.bulk.not.ended"
              : p.stage().equals(LeadStage.HANDED_OVER.name())
                  ? "leads.bulk.not.waiting"
                  : p.stage().equals(LeadStage.ACCEPTED.name()) ? "leads.bulk.not.deal" : null;
      case RECONTACT -> {
        if (!p.isEnded()) {
          yield "leads.bulk.not.open";
        }
        if (Outcome.BOUGHT.name().equals(p.outcome())
            || Outcome.NOT_A_LEAD.name().equals(p.outcome())) {
          yield "leads.bulk.not.recontact";
        }
        String day = change.value("day");
        yield day != null && LocalDate.parse(day).equals(p.recontactOn()) ? SAME : null;
      }
      default -> throw new NotFoundException();
    };
  }

  @Override
  public Applied apply(Change change, UUID id, CurrentUser actor, Instant now) {
    Lead lead = leads.findById(new LeadId(id)).orElseThrow(NotFoundException::new);
    Map<String, String> before = new HashMap<>();
    switch (change.kind()) {
      case OWNER -> {
        lead.owner().ifPresent(owner -> before.put("owner", owner.toString()));
        lead.lookAfter(new UserId(Objects.requireNonNull(change.id("owner"))), profileOf(lead));
        leads.save(lead);
      }
      case PROFILE -> {
        lead.profile().ifPresent(profile -> before.put("profile", profile.toString()));
        lead.lookAfter(
            lead.owner().orElse(null), new ProfileId(Objects.requireNonNull(change.id("profile"))));
        leads.save(lead);
      }
      case HAND_OVER -> {
        before.put("stage", lead.stage().name());
        if (lead.stage() == LeadStage.OPEN) {
          handoffs.qualify(lead, actor.id(), actor.today(clock), now);
        }
        HandoffId handoff = HandoffId.next();
        UUID seller = change.id("seller");
        handoffs.handOver(
            lead.id(),
            handoff,
            seller == null ? null : new UserId(seller),
            new Handoff.Packet(
                Objects.requireNonNull(change.value("why")),
                null,
                Objects.requireNonNull(change.value("firstStep"))),
            actor.id(),
            now);
        before.put("handoff", handoff.toString());
      }
      case END -> {
        before.put("stage", lead.stage().name());
        Optional<Intention> meant = recontacts.of(lead.person());
        outcomes.end(lead.id(), ending(change), actor, now);
        keep(meant, recontacts.of(lead.person()), before);
      }
      case RECONTACT -> {
        Optional<Intention> meant = recontacts.of(lead.person());
        Intention set =
            recontacts.set(
                lead.id(),
                lead.person(),
                LocalDate.parse(Objects.requireNonNull(change.value("day"))),
                actor.id(),
                now);
        keep(meant, Optional.of(set), before);
        return new Applied(set.version() + 1, before);
      }
      default -> throw new NotFoundException();
    }
    return new Applied(
        leads.findById(lead.id()).orElseThrow(NotFoundException::new).version(), before);
  }

  @Override
  public boolean restore(
      Change change, UUID id, Applied applied, Instant at, CurrentUser actor, Instant now) {
    Lead lead = leads.findById(new LeadId(id)).orElse(null);
    Map<String, String> before = applied.before();
    if (lead == null || !change.kind().equals(RECONTACT) && lead.version() != applied.version()) {
      return false;
    }
    switch (change.kind()) {
      case OWNER -> {
        String owner = before.get("owner");
        lead.lookAfter(owner == null ? null : new UserId(UUID.fromString(owner)), profileOf(lead));
        leads.save(lead);
      }
      case PROFILE -> {
        String profile = before.get("profile");
        lead.lookAfter(
            lead.owner().orElse(null),
            profile == null ? null : new ProfileId(UUID.fromString(profile)));
        leads.save(lead);
      }
      case HAND_OVER -> {
        HandoffId handoff =
            new HandoffId(UUID.fromString(Objects.requireNonNull(before.get("handoff"))));
        if (!records.findById(handoff).map(Handoff::isWaiting).orElse(false)) {
          return false;
        }
        handoffs.withdraw(handoff, actor, now);
        if (LeadStage.OPEN.name().equals(before.get("stage"))) {
          lists.forgetQualification(lead.id(), at);
        } else {
          Lead back = leads.findById(lead.id()).orElseThrow(NotFoundException::new);
          back.qualify(List.of());
          leads.save(back);
        }
      }
      case END -> {
        outcomes.forget(lead);
        lead.reopen();
        if (LeadStage.QUALIFIED.name().equals(before.get("stage"))) {
          lead.qualify(List.of());
        }
        leads.save(lead);
        putBack(lead, before);
      }
      case RECONTACT -> {
        return putBack(lead, before);
      }
      default -> throw new NotFoundException();
    }
    return true;
  }

  private static @Nullable ProfileId profileOf(Lead lead) {
    return lead.profile().orElse(null);
  }

  /** Keeps what was meant before, and what version it has now. */
  private static void keep(
      Optional<Intention> meant, Optional<Intention> now, Map<String, String> before) {
    now.ifPresent(i -> before.put("recontact.version", String.valueOf(i.version())));
    meant.ifPresent(
        i -> {
          before.put("recontact.id", i.id().toString());
          before.put("recontact.lead", i.leadId().toString());
          before.put("recontact.day", i.dueOn().toString());
          if (i.why() != null) {
            before.put("recontact.why", i.why());
          }
        });
  }

  private boolean putBack(Lead lead, Map<String, String> before) {
    String version = before.get("recontact.version");
    if (version == null) {
      return true;
    }
    String id = before.get("recontact.id");
    Intention meant =
        id == null
            ? null
            : new Intention(
                UUID.fromString(id),
                UUID.fromString(Objects.requireNonNull(before.get("recontact.lead"))),
                LocalDate.parse(Objects.requireNonNull(before.get("recontact.day"))),
                before.get("recontact.why"),
                0);
    return recontacts.putBack(lead.person(), meant, Integer.parseInt(version));
  }
}
