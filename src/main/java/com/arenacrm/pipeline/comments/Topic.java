package com.arenacrm.pipeline.comments;

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
 * What a comment is about: a deal, or a lead.
 *
 * @param name of the deal, or of the person who is the lead
 * @param seller in charge, who decides who may see it; null for nobody
 * @param caring who is told of each comment: the seller, and of a lead also who prepares it
 */
public record Topic(
    boolean lead, UUID id, String name, @Nullable UserId seller, List<UserId> caring) {

  /** A deal. */
  public static Topic of(Seen deal) {
    return new Topic(
        false, deal.id().id(), deal.name(), deal.owner(), Stream.ofNullable(deal.owner()).toList());
  }

  /** A lead. */
  public static Topic of(Lead lead) {
    UserId seller = lead.salesOwner().orElse(null);
    return new Topic(
        true,
        lead.id().id(),
        lead.personName(),
        seller,
        Stream.of(lead.owner().orElse(null), seller).filter(Objects::nonNull).distinct().toList());
  }

  /** Whether somebody may see it. */
  boolean isFor(CurrentUser viewer) {
    return viewer.scope().covers(Optional.ofNullable(seller));
  }

  /** The page that it has. */
  public String page() {
    return (lead ? "/leads/" : "/pipeline/opportunities/") + id;
  }

  /** The page of all that was said about it. */
  public String comments() {
    return (lead ? "/pipeline/leads/" : "/pipeline/opportunities/") + id + "/comments";
  }

  String comment(UUID comment) {
    return comments() + "#comment-" + comment;
  }
}
