package com.arenacrm.leads;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Real files of leads by others come in with their true figures, and out again (Q40). */
@ArenaTest
class RealLeadFilesTests {

  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;

  @Test
  void aMarketplacesLeadsAndWhichOfThemBought() {
    ImportProbe.Journey leads = olist("olist_mql_before_2018-04.csv");
    assertThat(leads.mapping("mql_id")).isEqualTo("outsideId");
    assertThat(leads.rehearse())
        .isEqualTo("created 5345 updated 0 unchanged 0 refused 0 besides {person=5345}");
    assertThat(leads.start()).isEqualTo(leads.counts(false));

    ImportProbe.Journey won =
        olist("olist_deals_before_2018-04.csv").mode("UPDATE").option("endedAs", "BOUGHT");
    assertThat(won.mapping("won_date")).isEqualTo("ended");
    assertThat(won.rehearse()).isEqualTo("created 0 updated 529 unchanged 0 refused 0");
    assertThat(won.start()).isEqualTo(won.counts(false));
    assertThat(
            one(
                """
                select count(*) filter (where outcome = 'BOUGHT') || ' ' || count(*)
                from leads.lead where outside_source = 'olist-test'
                """))
        .isEqualTo("529 5345");
    assertThat(
            one(
                """
                select count(*) filter (where p.attributes ->> 'origin' = 'unknown') || ' '
                  || count(*) filter (where not jsonb_exists(p.attributes, 'origin'))
                from leads.lead l join contacts.person p on p.id = l.person_id
                where l.outside_source = 'olist-test'
                """))
        .as("an empty origin is not the same as unknown")
        .isEqualTo(origins());

    assertThat(won.undo()).contains("restored");
    assertThat(
            one(
                """
                select count(*) from leads.lead
                where outside_source = 'olist-test' and outcome is not null
                """))
        .isEqualTo("0");
    assertThat(olist("olist_mql_before_2018-04.csv").rehearse())
        .isEqualTo("created 0 updated 0 unchanged 5345 refused 0");
    assertThat(leads.undo()).contains("lead=5345");
  }

  @Test
  void thoseWhoAnsweredACampaign() {
    ImportProbe.Journey file =
        imports
            .upload(
                "leads",
                "marketing_campaign.csv",
                SharedData.bytes("ifood_campaign/marketing_campaign.csv"),
                cast.lucia())
            .source("ifood-test")
            .column("Response", "outcome")
            .value("outcome", "1", "BOUGHT")
            .value("outcome", "0", "OPEN");

    assertThat(file.rehearse())
        .isEqualTo("created 2240 updated 0 unchanged 0 refused 0 besides {person=2240}");
    assertThat(file.start()).isEqualTo(file.counts(false));
    assertThat(
            one(
                """
                select count(*) filter (where outcome = 'BOUGHT') || ' ' || count(*)
                from leads.lead where outside_source = 'ifood-test'
                """))
        .isEqualTo("334 2240");
    assertThat(file.undo()).contains("lead=2240");
  }

  private ImportProbe.Journey olist(String name) {
    return imports
        .upload("leads", name, SharedData.bytes("olist_funnel/" + name), cast.lucia())
        .source("olist-test");
  }

  private static String origins() {
    long unknown = 0;
    long none = 0;
    for (String line :
        new String(
                SharedData.bytes("olist_funnel/olist_mql_before_2018-04.csv"),
                java.nio.charset.StandardCharsets.UTF_8)
            .split("\r?\n")) {
      unknown += line.endsWith(",unknown") ? 1 : 0;
      none += line.endsWith(",") ? 1 : 0;
    }
    return unknown + " " + none;
  }

  private String one(String sql) {
    return String.valueOf(jdbc.sql(sql).query().singleValue());
  }
}
