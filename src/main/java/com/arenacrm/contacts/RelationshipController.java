package com.arenacrm.contacts;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who has to do with whom. */
@Controller
class RelationshipController {

  private final ContactBook book;
  private final JdbcClient jdbc;
  private final Clock clock;

  RelationshipController(ContactBook book, JdbcClient jdbc, Clock clock) {
    this.book = book;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @PostMapping("/contacts/people/{person}/relationships")
  String ofPerson(
      CurrentUser actor,
      @PathVariable UUID person,
      @RequestParam RelationshipKind kind,
      @RequestParam(defaultValue = "") String other,
      @RequestParam(defaultValue = "") String note,
      RedirectAttributes next) {
    relate(actor, book.person(new PersonId(person)).id().id(), null, kind, other, note, next);
    return "redirect:/contacts/people/" + person;
  }

  @PostMapping("/contacts/companies/{company}/relationships")
  String ofCompany(
      CurrentUser actor,
      @PathVariable UUID company,
      @RequestParam RelationshipKind kind,
      @RequestParam(defaultValue = "") String other,
      @RequestParam(defaultValue = "") String note,
      RedirectAttributes next) {
    relate(actor, null, book.company(new CompanyId(company)).id().id(), kind, other, note, next);
    return "redirect:/contacts/companies/" + company;
  }

  @PostMapping("/contacts/relationships/{id}/deletion")
  String remove(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String back,
      RedirectAttributes next) {
    if (jdbc.sql("delete from contacts.relationship where id = :id").param("id", id).update()
        == 0) {
      throw new NotFoundException();
    }
    Flash.done(next, "relationship.removed");
    return "redirect:" + (back.matches("/contacts/(people|companies)/[0-9a-f-]{36}") ? back : "/");
  }

  private void relate(
      CurrentUser actor,
      @Nullable UUID fromPerson,
      @Nullable UUID fromCompany,
      RelationshipKind kind,
      String other,
      String note,
      RedirectAttributes next) {
    Optional<UUID> company = book.findCompany(FormReader.clean(other)).map(CompanyId::id);
    Optional<UUID> person =
        company.isPresent()
            ? Optional.empty()
            : book.findOne(FormReader.clean(other)).map(PersonId::id);
    String said = FormReader.clean(note);
    if (company.isEmpty() && person.isEmpty()) {
      refuse(next, "relationship.unknown", kind, FormReader.clean(other), said);
      return;
    }
    int added =
        jdbc.sql(
                """
            insert into contacts.relationship
              (id, kind, from_person, from_company, to_person, to_company, note, created_at, created_by)
            values (:id, :kind, :fromPerson, :fromCompany, :toPerson, :toCompany, :note, :now, :actor)
            on conflict do nothing
            """)
            .param("id", TimeOrderedUuid.next())
            .param("kind", kind.name())
            .param("fromPerson", fromPerson)
            .param("fromCompany", fromCompany)
            .param("toPerson", person.orElse(null))
            .param("toCompany", company.orElse(null))
            .param("note", said.isEmpty() ? null : said)
            .param("now", clock.instant().atOffset(ZoneOffset.UTC))
            .param("actor", actor.id().id())
            .update();
    if (added == 0) {
      refuse(next, "relationship.already", kind, FormReader.clean(other), said);
      return;
    }
    Flash.done(next, "relationship.added");
  }

  // The form stays open on the page that follows, with what was typed.
  private static void refuse(
      RedirectAttributes next,
      String messageKey,
      RelationshipKind kind,
      String other,
      String note) {
    Flash.refused(next, messageKey, other);
    next.addFlashAttribute("typedRelation", kind.name());
    next.addFlashAttribute("typedOther", other);
    next.addFlashAttribute("typedNote", note);
  }
}
