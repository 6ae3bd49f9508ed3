package com.arenacrm.icp;

import com.arenacrm.contacts.Belonging;
import com.arenacrm.contacts.Belongings;
import java.util.List;
import org.springframework.stereotype.Component;

/** What research found out about companies. */
@Component
class IcpBelongings implements Belongings {

  @Override
  public List<Belonging> belongings() {
    return List.of(
        Belonging.ofCompany("researchNote", "icp.research_note", "company_id").withVersion());
  }
}
