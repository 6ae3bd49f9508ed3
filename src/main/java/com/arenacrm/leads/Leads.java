package com.arenacrm.leads;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.NotFoundException;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.query.Param;

/** All leads. */
interface Leads extends Repository<Lead, LeadId> {

  Lead save(Lead lead);

  Optional<Lead> findById(LeadId id);

  /**
   * The lead, if this person may see it.
   *
   * @throws NotFoundException when there is none, or not for this viewer
   */
  default Lead seen(LeadId id, CurrentUser viewer) {
    return findById(id)
        .filter(lead -> viewer.scope().covers(lead.salesOwner()))
        .orElseThrow(NotFoundException::new);
  }

  /** The one of a person that is open, the latest one; else the latest that has ended. */
  @Query(
      """
      select l from Lead l where l.person = :person
      order by case when l.stage = com.arenacrm.leads.LeadStage.ENDED then 1 else 0 end, l.createdAt desc limit 1
      """)
  Optional<Lead> findOpenElseEnded(@Param("person") PersonId person);

  Optional<Lead> findFirstByPersonAndStageInOrderByCreatedAtDesc(
      PersonId person, Collection<LeadStage> stages);

  /**
   * Whether somebody is another, or came by their recommendation or by that of whom they brought.
   */
  @NativeQuery(
      """
      with recursive above as (
        select cast(:person as uuid) as id
        union
        select l.referred_by from above a join leads.lead l on l.person_id = a.id
        where l.referred_by is not null)
      select exists (select from above where id = :other)
      """)
  boolean cameBy(UUID person, UUID other);
}
