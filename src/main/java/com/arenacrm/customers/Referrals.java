package com.arenacrm.customers;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.Lead;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.SampleContent;
import com.arenacrm.platform.Slice;
import com.arenacrm.playbook.Material;
import com.arenacrm.playbook.MaterialId;
import com.arenacrm.playbook.Playbook;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The front door to recommendations: who was asked, whom they brought, whether we thanked them, and
 * what they let us say in their words (R012, R030).
 */
@Component
@Transactional
public class Referrals {

  static final int PAGE = 20;

  /** Branches of a page at most; a longer tree says that there is more. */
  private static final int MOST_BRANCHES = 500;

  /** What somebody said who was asked to recommend us. */
  public enum Answer {
    /** They named somebody, or will. */
    YES,
    /** They are asked again on a day. */
    LATER,
    NO
  }

  /** Where a testimonial may be shown. */
  public enum Place {
    WEB,
    SOCIAL,
    SALES,
    PRESS
  }

  private final ContactBook contacts;
  private final Playbook playbook;
  private final JdbcClient jdbc;

  Referrals(ContactBook contacts, Playbook playbook, JdbcClient jdbc) {
    this.contacts = contacts;
    this.playbook = playbook;
    this.jdbc = jdbc;
  }

  /** A lead came in by a recommendation: somebody is to be thanked. */
  @ApplicationModuleListener
  void on(Lead.Recommended event) {
    Map<PersonId, PersonCard> cards = contacts.cards(List.of(event.person(), event.by()));
    PersonCard who = cards.get(event.person());
    PersonCard by = cards.get(event.by());
    if (who == null || by == null) {
      return; // Gone meanwhile.
    }
    jdbc.sql(
            """
            insert into customers.referral
              (lead_id, person_id, person_name, referred_by, referrer_name, company_id, at, version)
            values (:lead, :person, :name, :by, :referrer, :company, :at, 0)
            on conflict (lead_id) do nothing
            """)
        .param("lead", event.lead().id())
        .param("person", who.id().id())
        .param("name", who.name())
        .param("by", by.id().id())
        .param("referrer", by.name())
        .param("company", by.companyId() == null ? null : by.companyId().id())
        .param("at", event.at().atOffset(ZoneOffset.UTC))
        .update();
  }

  /**
   * Notes that somebody was asked to recommend us.
   *
   * @param id chosen by the caller, so that sending a form twice notes it once
   * @param again when they are asked again, where they said {@link Answer#LATER}; null for never
   */
  public void asked(
      UUID id,
      @Nullable CompanyId company,
      @Nullable PersonId person,
      Answer answer,
      @Nullable LocalDate again,
      @Nullable String note,
      UserId actor,
      Instant at) {
    PersonCard card = person == null ? null : contacts.cards(List.of(person)).get(person);
    jdbc.sql(
            """
            insert into customers.referral_ask
              (id, company_id, person_id, person_name, answer, again_on, note, asked_at, asked_by,
               version)
            values (:id, :company, :person, :name, :answer, :again, :note, :at, :actor, 0)
            on conflict (id) do nothing
            """)
        .param("id", id)
        .param("company", company == null ? null : company.id())
        .param("person", person == null ? null : person.id())
        .param("name", card == null ? null : card.name())
        .param("answer", answer.name())
        .param("again", answer == Answer.LATER ? again : null)
        .param("note", note)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .update();
  }

  /**
   * Notes that we thanked somebody for a recommendation, or did not.
   *
   * @throws NotFoundException when there is none, or not for this viewer
   */
  void thank(UUID lead, boolean thanked, CurrentUser actor, Instant now) {
    int found =
        jdbc.sql(
                """
                update customers.referral r set thanked_at = :at, thanked_by = :by,
                  version = r.version + 1
                where r.lead_id = :lead and %s
                """
                    .formatted(visible(actor.scope())))
            .param("at", thanked ? now.atOffset(ZoneOffset.UTC) : null)
            .param("by", thanked ? actor.id().id() : null)
            .param("lead", lead)
            .param(Scope.PARAMETER, actor.scope().owners())
            .update();
    if (found == 0) {
      throw new NotFoundException();
    }
  }

  /** Which referrals, called {@code r}, somebody sees: those by the customers that they see. */
  private static String visible(Scope scope) {
    return visible("r", scope);
  }

  private static String visible(String referral, Scope scope) {
    return scope.all()
        ? "true"
        : "exists (select from customers.customer c where coalesce(c.company_id, c.person_id)"
            + " in (%1$s.company_id, %1$s.referred_by) and ".formatted(referral)
            + Customers.visible(scope)
            + ")";
  }

  /**
   * A recommendation.
   *
   * @param bought whether they have bought since
   */
  record Row(
      UUID leadId,
      UUID personId,
      String personName,
      UUID referredBy,
      String referrerName,
      Instant at,
      @Nullable Instant thankedAt,
      boolean bought) {}

  private static final String UNTHANKED = "r.thanked_at is null";

  private static final String ROW =
      """
      r.lead_id, r.person_id, r.person_name, r.referred_by, r.referrer_name, r.at, r.thanked_at,
      exists (select from customers.purchase p
        where p.person_id = r.person_id and p.deleted_at is null) as bought
      """;

  /**
   * What was asked of a customer.
   *
   * @param againOn when they are asked again; null for never
   * @param recent whether it is one of the latest
   * @param owed whether they promised a name that has not come
   */
  record Ask(
      UUID id,
      @Nullable UUID personId,
      @Nullable String personName,
      Answer answer,
      @Nullable LocalDate againOn,
      @Nullable String note,
      Instant askedAt,
      UUID askedBy,
      boolean recent,
      boolean owed) {}

  /** Words of a customer. */
  record Testimonial(
      UUID id,
      String saidBy,
      String text,
      String consentHow,
      LocalDate consentOn,
      List<String> places,
      @Nullable UUID materialId,
      @Nullable Instant withdrawnAt,
      int version) {}

  /** Whom a customer recommended us to, the latest first. */
  @Transactional(readOnly = true)
  List<Row> by(Customer customer, CurrentUser viewer) {
    return jdbc.sql(
            """
            select %s from customers.referral r
            where (r.company_id = :id or r.referred_by = :id) and %s
            order by r.at desc, r.lead_id limit 50
            """
                .formatted(ROW, visible(viewer.scope())))
        .param("id", customer.id())
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(Row.class)
        .list();
  }

  /** When a customer was asked lately, and what they promised then or before, the last first. */
  @Transactional(readOnly = true)
  List<Ask> asks(Customer customer) {
    return jdbc.sql(
            """
            select * from (
              select a.id, a.person_id, a.person_name, a.answer, a.again_on, a.note, a.asked_at,
                a.asked_by, row_number() over (order by a.asked_at desc, a.id) <= 10 as recent,
                %s as owed
              from customers.referral_ask a where coalesce(a.company_id, a.person_id) = :id) x
            where x.recent or x.owed order by x.asked_at desc, x.id limit :most
            """
                .formatted(OWED))
        .param("most", MOST_PROMISES)
        .param("id", customer.id())
        .query(Ask.class)
        .list();
  }

  /**
   * Which asks, called {@code a}, are names that were promised and have not come: of each person
   * the last word counts. A promise of nobody in particular is kept by any name from the customer.
   */
  static final String OWED =
      """
      (a.answer = 'YES' and a.dropped_at is null
        and not exists (select from customers.referral_ask later
          where coalesce(later.company_id, later.person_id) = coalesce(a.company_id, a.person_id)
            and later.person_id is not distinct from a.person_id
            and (later.asked_at, later.id) > (a.asked_at, a.id))
        and not exists (select from customers.referral came
          where came.at >= a.asked_at and (came.referred_by = a.person_id
            or a.person_id is null and came.company_id = a.company_id)))
      """;

  /** So many promises stand on a page. */
  private static final int MOST_PROMISES = 100;

  /**
   * A name that somebody promised and that has not come.
   *
   * @param customer to whom they belong
   * @param personName null where nobody in particular promised it
   */
  record Promise(
      UUID id,
      UUID customer,
      String customerName,
      @Nullable UUID personId,
      @Nullable String personName,
      Instant askedAt) {}

  /** The names that were promised and have not come, the oldest first. */
  @Transactional(readOnly = true)
  List<Promise> promised(CurrentUser viewer) {
    return jdbc.sql(
            """
            select a.id, coalesce(c.company_id, c.person_id) as customer, c.name as customer_name,
              a.person_id, a.person_name, a.asked_at
            from customers.referral_ask a
            join customers.customer c
              on coalesce(c.company_id, c.person_id) = coalesce(a.company_id, a.person_id)
            where %s and %s
            order by a.asked_at, a.id limit :most
            """
                .formatted(OWED, Customers.visible(viewer.scope())))
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("most", MOST_PROMISES)
        .query(Promise.class)
        .list();
  }

  /** A name that was promised will not come, or may come after all. */
  void drop(UUID ask, Customer customer, boolean dropped, UserId actor, Instant now) {
    jdbc.sql(
            """
            update customers.referral_ask set dropped_at = :at, dropped_by = :by,
              version = version + 1
            where id = :id and coalesce(company_id, person_id) = :customer and answer = 'YES'
              and (dropped_at is not null) <> :dropped
            """)
        .param("at", dropped ? now.atOffset(ZoneOffset.UTC) : null)
        .param("by", dropped ? actor.id() : null)
        .param("dropped", dropped)
        .param("id", ask)
        .param("customer", customer.id())
        .update();
  }

  /** Somebody who recommends us, or came by a recommendation, with those who came by them. */
  public record Branch(
      UUID person, String name, @Nullable Row came, boolean bought, List<Branch> branches) {

    /** How many came by those who came by them. */
    public int through() {
      return branches.stream().mapToInt(b -> b.branches().size() + b.through()).sum();
    }
  }

  /**
   * Who brought whom: those who began it, the latest recommendation first, each with those who came
   * by them and by those. Somebody who came by more than one, or by whom they had brought
   * themselves, stands below each of them, and those whom they brought below the first.
   *
   * @param unthanked only recommendations that nobody has said thank you for, each below whom it is
   *     to be said to
   */
  @Transactional(readOnly = true)
  Slice<Branch> tree(boolean unthanked, @Nullable UUID after, CurrentUser viewer) {
    record Root(UUID person, String name) {}
    List<Root> roots =
        jdbc.sql(
                """
                select g.person, g.name from (
                  select r.referred_by as person, max(r.referrer_name) as name, max(r.at) as latest
                  from customers.referral r
                  where %s and %s
                  group by r.referred_by) g
                where cast(:after as uuid) is null or (g.latest, g.person) <
                  (select max(a.at), a.referred_by from customers.referral a
                   where a.referred_by = :after group by a.referred_by)
                order by g.latest desc, g.person desc limit :limit
                """
                    .formatted(
                        visible(viewer.scope()),
                        unthanked
                            ? UNTHANKED
                            : """
                              not exists (select from customers.referral own
                                where own.person_id = r.referred_by and own.at < r.at and %s)
                              """
                                .formatted(visible("own", viewer.scope()))))
            .param(Scope.PARAMETER, viewer.scope().owners())
            .param("after", after)
            .param("limit", PAGE + 1)
            .query(Root.class)
            .list();
    Slice<Root> page = Slice.of(roots, PAGE, Root::person);
    Map<UUID, List<Row>> by = new HashMap<>();
    if (!page.rows().isEmpty()) {
      jdbc.sql(
              """
              with recursive tree as (
                select r.lead_id, r.person_id, array[r.referred_by, r.person_id] as path,
                  r.person_id = r.referred_by as closed
                from customers.referral r
                where r.referred_by = any(cast(:roots as uuid[])) and %3$s and %1$s
                union all
                select r.lead_id, r.person_id, t.path || r.person_id, r.person_id = any(t.path)
                from tree t join customers.referral r on r.referred_by = t.person_id
                where not t.closed and cardinality(t.path) < 12 and %4$s and %1$s)
              select %2$s from customers.referral r
              where r.lead_id in (select lead_id from tree) order by r.at, r.lead_id limit :most
              """
                  .formatted(
                      visible(viewer.scope()),
                      ROW,
                      unthanked ? UNTHANKED : "true",
                      unthanked ? "false" : "true"))
          .param("roots", SampleContent.array(page.rows().stream().map(Root::person).toList()))
          .param(Scope.PARAMETER, viewer.scope().owners())
          .param("most", MOST_BRANCHES)
          .query(Row.class)
          .list()
          .forEach(row -> by.computeIfAbsent(row.referredBy(), p -> new ArrayList<>()).add(row));
    }
    return new Slice<>(
        page.rows().stream()
            .map(
                root ->
                    new Branch(
                        root.person(),
                        root.name(),
                        null,
                        true,
                        grow(root.person(), by, unthanked, new HashSet<>(Set.of(root.person())))))
            .toList(),
        page.next());
  }

  /**
   * All recommendations, the latest first.
   *
   * @param unthanked only those that nobody has said thank you for
   * @param size so many of them
   */
  Slice<Row> rows(boolean unthanked, @Nullable UUID after, int size, CurrentUser viewer) {
    return Slice.of(
        jdbc.sql(
                """
                select %s from customers.referral r
                where %s %s and (cast(:after as uuid) is null or (r.at, r.lead_id) <
                  (select a.at, a.lead_id from customers.referral a where a.lead_id = :after))
                order by r.at desc, r.lead_id desc limit :limit
                """
                    .formatted(
                        ROW, visible(viewer.scope()), unthanked ? "and r.thanked_at is null" : ""))
            .param(Scope.PARAMETER, viewer.scope().owners())
            .param("after", after)
            .param("limit", size + 1)
            .query(Row.class)
            .list(),
        size,
        Row::leadId);
  }

  private static List<Branch> grow(
      UUID person, Map<UUID, List<Row>> by, boolean flat, Set<UUID> above) {
    List<Branch> branches = new ArrayList<>();
    for (Row row : by.getOrDefault(person, List.of())) {
      // Two who recommend one another are no endless tree: whoever stands there already has no
      // branches a second time.
      branches.add(
          new Branch(
              row.personId(),
              row.personName(),
              row,
              row.bought(),
              above.add(row.personId()) && !flat
                  ? grow(row.personId(), by, flat, above)
                  : List.of()));
    }
    return branches;
  }

  /** How many are to be thanked. */
  @Transactional(readOnly = true)
  int unthanked(CurrentUser viewer) {
    return jdbc.sql(
            "select count(*) from customers.referral r where r.thanked_at is null and "
                + visible(viewer.scope()))
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(Integer.class)
        .single();
  }

  /**
   * Keeps the words of a customer, and makes a case of them that activities and sellers can choose.
   *
   * @param id chosen by the caller, so that sending a form twice keeps them once
   * @param how they agreed that we show them
   */
  public void keep(
      UUID id,
      @Nullable CompanyId company,
      @Nullable PersonId person,
      String saidBy,
      String text,
      String how,
      LocalDate on,
      List<Place> places,
      UserId actor,
      Instant now) {
    if (places.isEmpty()) {
      throw new RefusedException("testimonial.places.required");
    }
    boolean there =
        jdbc.sql("select count(*) from customers.testimonial where id = :id")
                .param("id", id)
                .query(Integer.class)
                .single()
            > 0;
    if (there) {
      return;
    }
    MaterialId material =
        playbook.material(
            MaterialId.next(),
            new Material.Content(
                Material.Kind.CASE,
                saidBy.length() > 120 ? saidBy.substring(0, 120) : saidBy,
                "«" + text + "»",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null),
            actor,
            now);
    jdbc.sql(
            """
            insert into customers.testimonial
              (id, company_id, person_id, said_by, text, consent_how, consent_on, places,
               material_id, created_at, created_by, version)
            values (:id, :company, :person, :saidBy, :text, :how, :on, cast(:places as text[]),
              :material, :now, :actor, 0)
            """)
        .param("id", id)
        .param("company", company == null ? null : company.id())
        .param("person", person == null ? null : person.id())
        .param("saidBy", saidBy)
        .param("text", text)
        .param("how", how)
        .param("on", on)
        .param("places", places.stream().map(Place::name).toArray(String[]::new))
        .param("material", material.id())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .update();
  }

  /** The words of a customer, those still allowed first. */
  @Transactional(readOnly = true)
  List<Testimonial> testimonials(Customer customer) {
    return jdbc.sql(
            """
            select id, said_by, text, consent_how, consent_on, places, material_id, withdrawn_at,
              version
            from customers.testimonial where coalesce(company_id, person_id) = :id
            order by withdrawn_at nulls first, created_at desc limit 20
            """)
        .param("id", customer.id())
        .query(
            (rs, n) -> {
              OffsetDateTime withdrawn = rs.getObject("withdrawn_at", OffsetDateTime.class);
              return new Testimonial(
                  rs.getObject("id", UUID.class),
                  rs.getString("said_by"),
                  rs.getString("text"),
                  rs.getString("consent_how"),
                  rs.getObject("consent_on", LocalDate.class),
                  List.of((String[]) rs.getArray("places").getArray()),
                  rs.getObject("material_id", UUID.class),
                  withdrawn == null ? null : withdrawn.toInstant(),
                  rs.getInt("version"));
            })
        .list();
  }

  /** They take their word back: nobody can choose the case any more. */
  void withdraw(UUID id, Customer customer, UserId actor, Instant now) {
    UUID material =
        jdbc
            .sql(
                """
                update customers.testimonial
                set withdrawn_at = :now, withdrawn_by = :actor, version = version + 1
                where id = :id and coalesce(company_id, person_id) = :customer
                  and withdrawn_at is null
                returning material_id
                """)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("actor", actor.id())
            .param("id", id)
            .param("customer", customer.id())
            .query(UUID.class)
            .list()
            .stream()
            .findFirst()
            .orElse(null);
    if (material != null) {
      playbook.retire(new MaterialId(material), now);
    }
  }

  /** They did not take their word back: the case is to be chosen again, unless it was retired. */
  void allowAgain(UUID id, Customer customer) {
    record Taken(@Nullable UUID material, Instant at) {}
    jdbc
        .sql(
            """
            with was as (
              select id, material_id, withdrawn_at from customers.testimonial
              where id = :id and coalesce(company_id, person_id) = :customer
                and withdrawn_at is not null for update)
            update customers.testimonial t
            set withdrawn_at = null, withdrawn_by = null, version = t.version + 1
            from was where was.id = t.id
            returning was.material_id as material, was.withdrawn_at as at
            """)
        .param("id", id)
        .param("customer", customer.id())
        .query(Taken.class)
        .list()
        .stream()
        .filter(t -> t.material() != null)
        .forEach(t -> playbook.bringBack(new MaterialId(t.material()), t.at()));
  }
}
