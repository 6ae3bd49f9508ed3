package com.arenacrm.pipeline.map;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.LeadKits.Part;
import com.arenacrm.leads.LeadKits.Parts;
import com.arenacrm.pipeline.BuyingRole;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.SpokenTo;
import com.arenacrm.shared.HourglassPhase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells, for what to say to somebody, what part they have in which deal. */
@Component
class PartsInDeals implements Parts {

  private final JdbcClient jdbc;

  PartsInDeals(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<Part> of(PersonId person, CurrentUser viewer) {
    return jdbc.sql(
            """
            select o.lead_id, o.phase, o.profile_id, o.offer_id, o.competitor,
              array(select r.role from pipeline.buying_role r
                where r.opportunity_id = o.id and r.person_id = :person and r.role <> :against)
                as roles
            from pipeline.opportunity o
            where o.kind = 'OPEN' and %s
              and o.id in (select id from pipeline.opportunity where person_id = :person
                union all
                select opportunity_id from pipeline.buying_role where person_id = :person)
            order by o.opened_at desc, o.id desc limit 1
            """
                .formatted(viewer.scope().condition("o.owner_id")))
        .param("person", person.id())
        .param("against", BuyingRole.BLOCKS.name())
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(
            (rs, n) ->
                new Part(
                    id(rs, "lead_id", LeadId::new),
                    Stream.of((String[]) rs.getArray("roles").getArray())
                        .map(SpokenTo::valueOf)
                        .collect(Collectors.toUnmodifiableSet()),
                    HourglassPhase.valueOf(rs.getString("phase")),
                    id(rs, "profile_id", ProfileId::new),
                    id(rs, "offer_id", OfferId::new),
                    rs.getString("competitor")))
        .optional();
  }

  private static <T> @Nullable T id(ResultSet rs, String column, Function<UUID, T> of)
      throws SQLException {
    UUID id = rs.getObject(column, UUID.class);
    return id == null ? null : of.apply(id);
  }
}
