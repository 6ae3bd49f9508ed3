package com.arenacrm.customers;

import com.arenacrm.platform.SampleContent;
import com.arenacrm.playbook.OwnWords;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The cases that are made of customers' words are shown to others only where the customer agreed to
 * it for sales and activities, and never to the customer (R030).
 */
@Component
@Transactional(readOnly = true)
class Testimonials implements OwnWords {

  private final JdbcClient jdbc;

  Testimonials(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Set<UUID> hiddenFrom(Collection<UUID> about) {
    return jdbc
        .sql(
            """
            select t.material_id from customers.testimonial t
            where t.material_id is not null and (t.withdrawn_at is not null
              or not 'SALES' = any(t.places)
              or t.company_id = any(cast(:about as uuid[]))
              or t.person_id = any(cast(:about as uuid[])))
            """)
        .param("about", SampleContent.array(about))
        .query(UUID.class)
        .list()
        .stream()
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Optional<Consent> consent(UUID material) {
    return jdbc.sql(
            """
            select said_by, places, withdrawn_at is not null as taken_back
            from customers.testimonial where material_id = :material
            """)
        .param("material", material)
        .query(
            (rs, n) -> {
              List<String> places =
                  rs.getBoolean("taken_back")
                      ? List.of()
                      : List.of((String[]) rs.getArray("places").getArray());
              return new Consent(
                  rs.getString("said_by"), places, places.contains(Referrals.Place.SALES.name()));
            })
        .optional();
  }
}
