package com.arenacrm.contacts;

import com.arenacrm.contacts.ContactBatch.Taken;
import com.arenacrm.integration.BatchPlan;
import com.arenacrm.integration.Deferred;
import com.arenacrm.integration.Effects;
import com.arenacrm.integration.Ghost;
import com.arenacrm.integration.ImportField;
import com.arenacrm.integration.ImportField.Type;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.ImportRow;
import com.arenacrm.integration.MatchKey;
import com.arenacrm.integration.Outcome;
import com.arenacrm.integration.Outcome.Kind;
import com.arenacrm.integration.Reason;
import com.arenacrm.integration.RowImporter;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings companies in. Names are no rule of their uniqueness: real files repeat them. The company
 * that another is part of may stand further down in the file, so such links are made at the end.
 */
@Component
class CompanyImport implements RowImporter {

  static final String RELATIONSHIP = "relationship";

  /** A link that waits for all rows to be read. */
  private record PartOf(UUID company, String parent) {}

  private final ContactImports contacts;
  private final JdbcClient jdbc;
  private final JsonMapper json;

  CompanyImport(ContactImports contacts, JdbcClient jdbc, JsonMapper json) {
    this.contacts = contacts;
    this.jdbc = jdbc;
    this.json = json;
  }

  @Override
  public String key() {
    return "companies";
  }

  @Override
  public int position() {
    return 10;
  }

  @Override
  public List<ImportField> fields() {
    return List.of(
        ImportField.text("outsideId", "company.import.outsideId", 200)
            .called(
                "account id",
                "company id",
                "id empresa",
                "id de empresa",
                "id cuenta",
                "record id",
                "organization id",
                "id",
                "identificador",
                "codigo",
                "codigo cliente",
                "referencia"),
        ImportField.text("name", "company.name.label", 200)
            .called(
                "empresa",
                "nombre de la empresa",
                "razon social",
                "company",
                "company name",
                "account name",
                "account",
                "nombre",
                "name",
                "cuenta",
                "organizacion",
                "organization",
                "organisation",
                "cliente",
                "nombre comercial"),
        ImportField.of("website", "company.website", Type.WEB)
            .called(
                "web", "website", "sitio web", "pagina web", "url", "domain", "dominio", "site"),
        ImportField.text("industry", "company.industry", 100)
            .called("sector", "industry", "industria", "actividad", "ramo", "vertical"),
        ImportField.of("employees", "company.employees", Type.WHOLE)
            .called(
                "empleados",
                "employees",
                "numero de empleados",
                "no of employees",
                "number of employees",
                "plantilla",
                "trabajadores",
                "company size"),
        ImportField.text("phone", "company.phone", 40)
            .called("telefono", "phone", "tel", "phone number", "centralita", "telephone"),
        ImportField.text("city", "person.city", 100)
            .called(
                "ciudad", "city", "poblacion", "localidad", "municipio", "town", "billing city"),
        ImportField.text("region", "person.region", 100)
            .called(
                "provincia",
                "region",
                "estado",
                "state",
                "comunidad",
                "province",
                "county",
                "billing state"),
        ImportField.text("country", "person.country", 100)
            .called("pais", "country", "billing country", "office location", "sede"),
        ImportField.text("partOf", "company.import.partOf", 200)
            .called(
                "subsidiary of",
                "parent company",
                "parent account",
                "empresa matriz",
                "matriz",
                "grupo",
                "parent",
                "filial de",
                "pertenece a"),
        ImportField.of("link", "person.import.link", Type.WEB)
            .called("linkedin", "linkedin url", "linkedin company page", "facebook", "twitter"),
        ImportField.of("since", "person.import.since", Type.MOMENT)
            .called(
                "created time",
                "created at",
                "fecha de alta",
                "fecha de creacion",
                "created",
                "creation date",
                "creado",
                "create date",
                "date added",
                "alta"),
        PersonFields.notes());
  }

  @Override
  public List<MatchKey> matchKeys() {
    return List.of(
        new MatchKey(MatchKey.OUTSIDE, "company.import.by.outside", Set.of("outsideId")),
        new MatchKey("name", "company.import.by.name", Set.of("name")),
        new MatchKey("domain", "company.import.by.domain", Set.of("website")));
  }

  @Override
  public boolean keepsOtherColumns() {
    return true;
  }

  /** A company without a name is called by its web domain. */
  @Override
  public List<Reason> missing(Set<String> mapped) {
    return mapped.contains("name") || mapped.contains("website")
        ? List.of()
        : List.of(Reason.of("company.import.missing.name"));
  }

  @Override
  public BatchPlan plan(List<ImportRow> rows, ImportPass pass) {
    ContactBatch batch = contacts.batch(pass);
    List<CompanyDraft> drafts = rows.stream().map(CompanyDraft::read).toList();
    drafts.forEach(batch::expect);
    batch.load();
    List<Outcome> outcomes = new ArrayList<>(rows.size());
    List<Deferred> deferred = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Taken taken = batch.company(drafts.get(i), pass.mode(), pass.matchKey());
      outcomes.add(taken.outcome());
      String parent = rows.get(i).text("partOf");
      boolean open = taken.outcome().kind() == Kind.CREATED || pass.mode().updates();
      if (parent != null && taken.id() != null && open) {
        deferred.add(
            new Deferred(
                rows.get(i).line(), json.writeValueAsString(new PartOf(taken.id(), parent))));
      }
    }
    return new Plan(outcomes, batch, deferred);
  }

  private record Plan(List<Outcome> outcomes, ContactBatch batch, List<Deferred> deferred)
      implements BatchPlan {

    @Override
    public Collection<Ghost> ghosts() {
      return batch.ghosts();
    }

    @Override
    public void write(Effects effects) {
      batch.write(effects);
    }
  }

  /** Makes the links; a parent that is nowhere is noted at the line that names it. */
  @Override
  public BatchPlan planDeferred(List<Deferred> work, ImportPass pass) {
    List<PartOf> links = work.stream().map(d -> json.readValue(d.work(), PartOf.class)).toList();
    ContactBatch batch = contacts.batch(pass);
    links.forEach(link -> batch.expect(CompanyDraft.of(null, link.parent())));
    batch.load();
    Set<String> there = linksThere(links, pass);
    List<Outcome> outcomes = new ArrayList<>();
    Map<String, CompanyLink> made = new LinkedHashMap<>();
    for (PartOf link : links) {
      List<Reason> notes = new ArrayList<>();
      CompanyId parent = batch.find(CompanyDraft.of(null, link.parent()), notes);
      if (parent == null) {
        notes.add(Reason.of("company.import.note.noParent", link.parent()));
      } else if (parent.id().equals(link.company())) {
        notes.add(Reason.of("company.import.note.ownParent", link.parent()));
      } else {
        String key = link.company() + "|" + parent;
        if (there.add(key)) {
          made.put(
              key,
              new CompanyLink(TimeOrderedUuid.next(), link.company(), parent.id(), link.parent()));
        }
      }
      outcomes.add(Outcome.of(Kind.UNCHANGED).noting(notes));
    }
    return new LinkPlan(outcomes, made, pass);
  }

  private record CompanyLink(UUID id, UUID from, UUID to, String name) {}

  private Set<String> linksThere(List<PartOf> links, ImportPass pass) {
    String[] companies =
        links.stream().map(l -> l.company().toString()).distinct().toArray(String[]::new);
    Set<String> there = new HashSet<>();
    jdbc.sql(
            """
            select from_company || '|' || to_company from contacts.relationship
            where kind = 'PART_OF' and from_company = any (cast(:companies as uuid[]))
              and to_company is not null
            """)
        .param("companies", companies)
        .query(String.class)
        .list()
        .forEach(there::add);
    Set<String> keys = Set.of(companies);
    pass.ghosts().find(RELATIONSHIP, keys, List.of()).forEach(g -> there.add(g.content()));
    return there;
  }

  private final class LinkPlan implements BatchPlan {

    private final List<Outcome> outcomes;
    private final Map<String, CompanyLink> made;
    private final ImportPass pass;

    LinkPlan(List<Outcome> outcomes, Map<String, CompanyLink> made, ImportPass pass) {
      this.outcomes = outcomes;
      this.made = made;
      this.pass = pass;
    }

    @Override
    public List<Outcome> outcomes() {
      return outcomes;
    }

    @Override
    public Map<String, Integer> besides() {
      return made.isEmpty() ? Map.of() : Map.of(RELATIONSHIP, made.size());
    }

    @Override
    public Collection<Ghost> ghosts() {
      List<Ghost> ghosts = new ArrayList<>();
      made.forEach(
          (key, link) ->
              ghosts.add(new Ghost(RELATIONSHIP, link.id(), Set.of(link.from().toString()), key)));
      return ghosts;
    }

    @Override
    public void write(Effects effects) {
      if (made.isEmpty()) {
        return;
      }
      jdbc.sql(
              """
              insert into contacts.relationship
                (id, kind, from_company, to_company, created_at, created_by)
              select l.id, 'PART_OF', l.one, l.other, :now, :actor
              from unnest(cast(:ids as uuid[]), cast(:ones as uuid[]), cast(:others as uuid[]))
                as l (id, one, other)
              on conflict do nothing
              """)
          .param("now", pass.now().atOffset(ZoneOffset.UTC))
          .param("actor", pass.actor().id().id())
          .param("ids", texts(CompanyLink::id))
          .param("ones", texts(CompanyLink::from))
          .param("others", texts(CompanyLink::to))
          .update();
      made.values().forEach(l -> effects.created(RELATIONSHIP, l.id(), l.name(), ""));
    }

    private String[] texts(java.util.function.Function<CompanyLink, @Nullable UUID> part) {
      return made.values().stream().map(l -> String.valueOf(part.apply(l))).toArray(String[]::new);
    }
  }
}
