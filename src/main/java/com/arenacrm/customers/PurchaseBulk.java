package com.arenacrm.customers;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.lists.BulkEdit;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.NotFoundException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What can be changed on many purchases in one go: that they are paid, and who sold them. */
@Component
class PurchaseBulk implements BulkEdit {

  private static final String PAID = "PAID";
  private static final String OWNER = "OWNER";

  private static final String DAY = "day";
  private static final String SAME = "changes.not.same";

  private record Present(
      UUID id,
      String what,
      @Nullable String customer,
      LocalDate boughtOn,
      @Nullable LocalDate paidOn,
      @Nullable UUID ownerId,
      boolean deal,
      int version) {

    /** With the day: customers buy the same again and again. */
    String name(Formats show) {
      return (customer == null ? what : customer + " · " + what) + " · " + show.date(boughtOn);
    }
  }

  private final Purchases purchases;
  private final PurchaseLists lists;
  private final UserNames userNames;
  private final JdbcClient jdbc;
  private final Clock clock;

  PurchaseBulk(
      Purchases purchases, PurchaseLists lists, UserNames userNames, JdbcClient jdbc, Clock clock) {
    this.purchases = purchases;
    this.lists = lists;
    this.userNames = userNames;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public String list() {
    return PurchaseWork.KEY;
  }

  @Override
  public List<Kind> kinds(CurrentUser viewer) {
    return PurchaseController.mayWrite(viewer)
        ? List.of(
            Kind.of(PAID, "purchases.bulk.PAID", () -> List.of(Field.day(DAY, "payment.paid"))),
            Kind.of(
                OWNER,
                "purchases.bulk.OWNER",
                () ->
                    List.of(
                        Field.choice(
                            "owner",
                            "purchase.owner",
                            userNames.assignable(viewer, null).stream()
                                .map(c -> new Option(c.value(), c.label()))
                                .toList()))))
        : List.of();
  }

  @Override
  public List<UUID> all(Map<String, String> query, CurrentUser viewer, Instant now, int most) {
    return lists.ids(PurchaseFilter.of(query), viewer, viewer.today(clock), most);
  }

  @Override
  public void check(Change change, FormReader reader, CurrentUser actor, Instant now) {
    LocalDate day = day(change);
    if (day != null && day.isAfter(actor.today(clock))) {
      reader.refuse(DAY, "payment.future");
    }
  }

  private static @Nullable LocalDate day(Change change) {
    String day = change.value(DAY);
    return day == null ? null : LocalDate.parse(day);
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
                select p.id, p.what, coalesce(p.company_name, p.person_name) as customer, p.bought_on,
                  p.paid_on, p.owner_id, p.opportunity_id is not null as deal, p.version
                from customers.purchase p
                where p.id in (:ids) and p.deleted_at is null and %s order by p.id %s
                """
                    .formatted(Purchases.visible(viewer.scope()), hold ? "for update" : ""))
            .param("ids", ids)
            .param(Scope.PARAMETER, viewer.scope().owners())
            .query(Present.class)
            .list();
    Map<UUID, String> names = change.kind().equals(OWNER) ? userNames.all() : Map.of();
    Formats show = viewer.formats(LocaleContextHolder.getLocale());
    return present.stream()
        .sorted(
            Comparator.comparing((Present p) -> p.customer() == null ? p.what() : p.customer())
                .thenComparing(Present::boughtOn)
                .thenComparing(Present::id))
        .map(
            p ->
                new Line(
                    p.id(),
                    p.name(show),
                    "/customers/purchases/" + p.id(),
                    p.version(),
                    change.kind().equals(OWNER)
                        ? p.ownerId() == null ? null : names.get(p.ownerId())
                        : p.paidOn() == null ? null : show.date(p.paidOn()),
                    objection(change, p)))
        .toList();
  }

  private static @Nullable String objection(Change change, Present p) {
    return switch (change.kind()) {
      case PAID ->
          p.paidOn() == null
              ? null
              : p.paidOn().equals(day(change)) ? SAME : "purchases.bulk.not.paid";
      case OWNER ->
          p.deal()
              ? "purchases.bulk.not.deal"
              : Objects.equals(change.id("owner"), p.ownerId()) ? SAME : null;
      default -> throw new NotFoundException();
    };
  }

  @Override
  public Applied apply(Change change, UUID id, CurrentUser actor, Instant now) {
    Purchase purchase = purchases.get(new PurchaseId(id), actor);
    PurchaseDetails was = purchase.details();
    Map<String, String> before = new HashMap<>();
    switch (change.kind()) {
      case PAID -> purchases.change(purchase, was.paid(day(change)), now);
      case OWNER -> {
        if (was.owner() != null) {
          before.put("owner", was.owner().toString());
        }
        purchases.change(
            purchase, was.soldBy(new UserId(Objects.requireNonNull(change.id("owner")))), now);
      }
      default -> throw new NotFoundException();
    }
    return new Applied(version(id), before);
  }

  @Override
  public boolean restore(
      Change change, UUID id, Applied applied, Instant at, CurrentUser actor, Instant now) {
    if (version(id) != applied.version()) {
      return false;
    }
    Purchase purchase = purchases.get(new PurchaseId(id), actor);
    String owner = applied.before().get("owner");
    purchases.change(
        purchase,
        change.kind().equals(OWNER)
            ? purchase.details().soldBy(owner == null ? null : new UserId(UUID.fromString(owner)))
            : purchase.details().paid(null),
        now);
    return true;
  }

  // Read anew: of a won deal, what is paid comes back from the deal.
  private int version(UUID id) {
    return jdbc.sql("select version from customers.purchase where id = :id")
        .param("id", id)
        .query(Integer.class)
        .single();
  }
}
