package com.arenacrm.pipeline.comments;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.Lead;
import com.arenacrm.pipeline.Deals.Seen;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a comment is about: a deal, a lead, a person or a company.
 *
 * @param name of the deal or the company, or of the person, who may be a lead
 * @param seller in charge of a deal or a lead, who decides who may see it; null for nobody. People
 *     and companies are seen by everybody
 * @param caring who is told of each comment: the seller, and of a lead also who prepares it
 */
public record Topic(Kind kind, UUID id, String name, @Nullable UserId seller, List<UserId> caring) {

  /** What can be commented on. */
  public enum Kind {
    DEAL("opportunity_id", "opportunities", "/pipeline/opportunities/"),
    LEAD("lead_id", "leads", "/leads/"),
    PERSON("person_id", "people", "/contacts/people/"),
    COMPANY("company_id", "companies", "/contacts/companies/");

    private final String column;
    private final String word;
    private final String pages;

    Kind(String column, String word, String pages) {
      this.column = column;
      this.word = word;
      this.pages = pages;
    }

    /** The kind that an address of comments names. */
    static Optional<Kind> of(String word) {
      return Stream.of(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    /** The column of a comment that names one. */
    String column() {
      return column;
    }
  }

  /** A deal. */
  public static Topic of(Seen deal) {
    return new Topic(
        Kind.DEAL,
        deal.id().id(),
        deal.name(),
        deal.owner(),
        Stream.ofNullable(deal.owner()).toList());
  }

  /** A lead. */
  public static Topic of(Lead lead) {
    UserId seller = lead.salesOwner().orElse(null);
    return new Topic(
        Kind.LEAD,
        lead.id().id(),
        lead.personName(),
        seller,
        Stream.of(lead.owner().orElse(null), seller).filter(Objects::nonNull).distinct().toList());
  }

  /** Somebody. */
  public static Topic of(Person person) {
    return new Topic(Kind.PERSON, person.id().id(), person.name(), null, List.of());
  }

  /** A company. */
  public static Topic of(Company company) {
    return new Topic(Kind.COMPANY, company.id().id(), company.name(), null, List.of());
  }

  /** Whether somebody may see it. */
  boolean isFor(CurrentUser viewer) {
    return switch (kind) {
      case DEAL, LEAD -> viewer.scope().covers(Optional.ofNullable(seller));
      case PERSON, COMPANY -> true;
    };
  }

  /** The page that it has. */
  public String page() {
    return kind.pages + id;
  }

  /** The page of all that was said about it. */
  public String comments() {
    return "/pipeline/" + kind.word + "/" + id + "/comments";
  }

  String comment(UUID comment) {
    return comments() + "#comment-" + comment;
  }
}
