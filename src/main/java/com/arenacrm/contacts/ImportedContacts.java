package com.arenacrm.contacts;

import com.arenacrm.integration.Effect;
import com.arenacrm.integration.RecordKind;
import com.arenacrm.integration.RecordKind.Left;
import com.arenacrm.integration.UndoPass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How what imports wrote of people and companies is taken back. */
@Configuration(proxyBeanMethods = false)
class ImportedContacts {

  private record Kind(
      String kind, @Nullable String pages, BiFunction<List<Effect>, UndoPass, List<Left>> undoing)
      implements RecordKind {

    @Override
    public @Nullable String page(UUID id) {
      return pages == null ? null : pages + id;
    }

    @Override
    public List<Left> undo(List<Effect> effects, UndoPass pass) {
      return undoing.apply(effects, pass);
    }
  }

  /** Whether a record is as the import left it, and whether others of this module refer to it. */
  private record Standing(boolean same, boolean used) {}

  static final String PERSON_USED =
      """
      exists (select 1 from contacts.interaction i where i.person_id = r.id)
      or exists (select 1 from contacts.consent c where c.person_id = r.id)
      or exists (select 1 from contacts.relationship l where r.id in (l.from_person, l.to_person))
      or exists (select 1 from contacts.merge m where m.survivor_id = r.id and m.undone_at is null)
      """;

  static final String COMPANY_USED =
      """
      exists (select 1 from contacts.person p where p.company_id = r.id)
      or exists (select 1 from contacts.interaction i where i.company_id = r.id)
      or exists (select 1 from contacts.relationship l where r.id in (l.from_company, l.to_company))
      or exists (select 1 from contacts.merge m where m.survivor_id = r.id and m.undone_at is null)
      """;

  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;

  ImportedContacts(JdbcClient jdbc, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.events = events;
  }

  @Bean
  RecordKind importedPeople() {
    return new Kind(ContactBatch.PERSON, "/contacts/people/", this::undoPeople);
  }

  @Bean
  RecordKind importedCompanies() {
    return new Kind(ContactBatch.COMPANY, "/contacts/companies/", this::undoCompanies);
  }

  @Bean
  RecordKind importedConsents() {
    return new Kind(
        ContactBatch.CONSENT,
        null,
        (effects, pass) -> {
          delete("contacts.consent", ids(effects));
          return List.of();
        });
  }

  @Bean
  RecordKind importedRelationships() {
    return new Kind(
        CompanyImport.RELATIONSHIP,
        null,
        (effects, pass) -> {
          delete("contacts.relationship", ids(effects));
          return List.of();
        });
  }

  @Bean
  RecordKind importedAttributes() {
    return new Kind(ContactBatch.ATTRIBUTE, null, (effects, pass) -> undoAttributes(effects));
  }

  private List<Left> undoPeople(List<Effect> effects, UndoPass pass) {
    List<Left> left = new ArrayList<>();
    List<UUID> changed =
        undo(ContactBatch.PERSON, "contacts.person", PERSON_USED, effects, pass, left);
    if (!changed.isEmpty()) {
      jdbc.sql(
              """
              update contacts.person p
              set company_name = (select c.name from contacts.company c where c.id = p.company_id)
              where p.id = any (cast(:ids as uuid[]))
              """)
          .param("ids", texts(changed))
          .update();
      events.publishEvent(new PeopleChanged(changed.stream().map(PersonId::new).toList()));
    }
    return left;
  }

  private List<Left> undoCompanies(List<Effect> effects, UndoPass pass) {
    List<Left> left = new ArrayList<>();
    List<UUID> changed =
        undo(ContactBatch.COMPANY, "contacts.company", COMPANY_USED, effects, pass, left);
    if (!changed.isEmpty()) {
      jdbc.sql(
              """
              update contacts.person p set company_name = c.name from contacts.company c
              where c.id = p.company_id and c.id = any (cast(:ids as uuid[]))
                and p.company_name is distinct from c.name
              """)
          .param("ids", texts(changed))
          .update();
      events.publishEvent(new CompaniesChanged(changed.stream().map(CompanyId::new).toList()));
    }
    return left;
  }

  /** Deletes what was made and restores what was changed; answers what was restored. */
  private List<UUID> undo(
      String kind,
      String table,
      String usedHere,
      List<Effect> effects,
      UndoPass pass,
      List<Left> left) {
    Map<UUID, Standing> standing = standing(table, usedHere, effects);
    Set<UUID> usedAbove = pass.usedAmong(kind, ids(effects));
    Map<UUID, Effect> deletions = new HashMap<>();
    Map<UUID, Effect> restorations = new HashMap<>();
    for (Effect effect : effects) {
      Standing now = standing.get(effect.id());
      if (now == null) {
        continue; // Somebody has deleted it: there is nothing to take back.
      }
      boolean used = now.used() || usedAbove.contains(effect.id());
      if (!now.same()) {
        left.add(Left.touched(effect));
      } else if (!effect.isCreation()) {
        restorations.put(effect.id(), effect);
      } else if (used) {
        left.add(Left.used(effect));
      } else {
        deletions.put(effect.id(), effect);
      }
    }
    pass.each(List.copyOf(deletions.keySet()), some -> delete(table, some))
        .forEach(id -> left.add(Left.used(deletions.get(id))));
    Set<UUID> restored = new HashSet<>(restorations.keySet());
    pass.each(
            List.copyOf(restorations.keySet()),
            some -> restore(kind, table, some.stream().map(restorations::get).toList()))
        .forEach(
            id -> {
              left.add(Left.taken(restorations.get(id)));
              restored.remove(id);
            });
    return List.copyOf(restored);
  }

  private Map<UUID, Standing> standing(String table, String used, List<Effect> effects) {
    Map<UUID, Standing> standing = new HashMap<>();
    jdbc.sql(
            """
            select r.id, %s = e.mark, (%s) as used
            from %s r
            join unnest(cast(:ids as uuid[]), cast(:marks as text[])) as e (id, mark)
              on e.id = r.id
            order by r.id
            for update of r
            """
                .formatted(ContactBatch.MARK, used, table))
        .param("ids", texts(ids(effects)))
        .param("marks", effects.stream().map(Effect::mark).toArray(String[]::new))
        .query(
            (rs, n) ->
                standing.put(
                    rs.getObject(1, UUID.class), new Standing(rs.getBoolean(2), rs.getBoolean(3))))
        .list();
    return standing;
  }

  private void delete(String table, List<UUID> ids) {
    jdbc.sql("delete from " + table + " where id = any (cast(:ids as uuid[]))")
        .param("ids", texts(ids))
        .update();
  }

  private void restore(String kind, String table, List<Effect> effects) {
    String columns =
        kind.equals(ContactBatch.PERSON)
            ? ContactBatch.PERSON_COLUMNS
            : ContactBatch.COMPANY_COLUMNS;
    jdbc.sql(
            """
            update %s r
            set (version, %s) = (select r.version + 1, %s
              from jsonb_populate_record(cast(null as %s), cast(e.before as jsonb)))
            from unnest(cast(:ids as uuid[]), cast(:befores as text[])) as e (id, before)
            where r.id = e.id
            """
                .formatted(table, columns, columns, table))
        .param("ids", texts(ids(effects)))
        .param("befores", effects.stream().map(Effect::before).toArray(String[]::new))
        .update();
  }

  // A further field stays known while somebody has it.
  private List<Left> undoAttributes(List<Effect> effects) {
    for (Effect effect : effects) {
      jdbc.sql(
              """
              delete from contacts.attribute a
              where a.subject = :subject and a.name = :name
                and not exists (select 1 from contacts.person p
                  where :subject = 'PERSON' and jsonb_exists(p.attributes, :name))
                and not exists (select 1 from contacts.company c
                  where :subject = 'COMPANY' and jsonb_exists(c.attributes, :name))
              """)
          .param("subject", effect.mark())
          .param("name", effect.name())
          .update();
    }
    return List.of();
  }

  private static List<UUID> ids(List<Effect> effects) {
    return effects.stream().map(Effect::id).toList();
  }

  private static String[] texts(List<UUID> ids) {
    return ids.stream().map(UUID::toString).toArray(String[]::new);
  }
}
