package com.arenacrm.integration.colleagues;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.SharedData;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The sellers of another system and their deals come in from its own files, each with theirs. */
@ArenaTest
class RealTeamTests {

  private static final String TEAMS = "crm_sales_opportunities/sales_teams.csv";
  private static final String DEALS = "crm_sales_opportunities/sales_pipeline.csv";

  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;

  @Test
  void eachDealStaysWithWhoeverSoldIt() {
    cast.andres();
    String before = ours();
    ImportProbe.Journey team =
        imports.upload("colleagues", "sales_teams.csv", SharedData.bytes(TEAMS), cast.andres());
    assertThat(team.rehearse())
        .isEqualTo("created 35 updated 0 unchanged 0 refused 0 besides {colleague=6, team=3}");
    assertThat(ours()).isEqualTo(before);
    assertThat(team.start()).isEqualTo(team.counts(false));
    assertThat(
            jdbc.sql(
                    """
                    select t.name || ' ' || count(*) from identity.user_account u
                    join identity.team t on t.id = u.team_id
                    where u.without_access and t.name in ('Central', 'East', 'West')
                    group by t.name order by t.name
                    """)
                .query(String.class)
                .list())
        .containsExactlyElementsOf(teamsOfTheFile());
    ImportProbe.Journey twice =
        imports.upload("colleagues", "sales_teams.csv", SharedData.bytes(TEAMS), cast.andres());
    assertThat(twice.rehearse()).isEqualTo("created 0 updated 0 unchanged 35 refused 0");

    ImportProbe.Journey deals =
        imports
            .upload("deals", "sales_pipeline.csv", SharedData.bytes(DEALS), cast.andres())
            .source("crm-team");
    deals.guesses("stage").forEach((value, stage) -> deals.value("stage", value, stage));
    deals.guesses("owner").forEach((value, owner) -> deals.value("owner", value, owner));
    assertThat(deals.rehearse()).startsWith("created 8800 updated 0 unchanged 0 refused 0");
    // What is still open is with somebody who will not see to it: each of those rows says so.
    assertThat(deals.notes().stream().filter(n -> n.contains("import.note.absent")).count())
        .isEqualTo(2089);
    assertThat(deals.start()).isEqualTo(deals.counts(false));

    Map<String, BigDecimal> won = wonOfTheFile();
    Map<String, BigDecimal> here = new TreeMap<>();
    jdbc.sql(
            """
            select u.name, sum(o.amount) as won from pipeline.opportunity o
            join identity.user_account u on u.id = o.owner_id
            where o.outside_source = 'crm-team' and o.kind = 'WON' group by u.name
            """)
        .query(
            rs -> {
              here.put(rs.getString("name"), rs.getBigDecimal("won").stripTrailingZeros());
            });
    assertThat(here).isEqualTo(won);
    assertThat(won.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo("10005534");
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from pipeline.opportunity
                    where outside_source = 'crm-team' and owner_id is not null
                    """)
                .query(Integer.class)
                .single())
        .isEqualTo(8800);

    // While the deals are there, whoever has some stays.
    assertThat(deals.undo()).endsWith("left 0");
    assertThat(team.undo()).isEqualTo("deleted {colleague=41, team=3} restored 0 left 0");
    assertThat(ours()).isEqualTo(before);
  }

  private static List<String[]> rows(String file) {
    return new String(SharedData.bytes(file), StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .map(line -> line.split(",", -1))
        .toList();
  }

  private static List<String> teamsOfTheFile() {
    Map<String, java.util.Set<String>> teams = new TreeMap<>();
    for (String[] row : rows(TEAMS)) {
      java.util.Set<String> people = teams.computeIfAbsent(row[2], t -> new java.util.HashSet<>());
      people.add(row[0]);
      people.add(row[1]);
    }
    return teams.entrySet().stream().map(e -> e.getKey() + " " + e.getValue().size()).toList();
  }

  private static Map<String, BigDecimal> wonOfTheFile() {
    Map<String, BigDecimal> won = new TreeMap<>();
    for (String[] row : rows(DEALS)) {
      if (row[4].equals("Won")) {
        won.merge(row[1], new BigDecimal(row[7]), BigDecimal::add);
      }
    }
    won.replaceAll((seller, sum) -> sum.stripTrailingZeros());
    return won;
  }

  private String ours() {
    return jdbc.sql(
            """
            select (select coalesce(string_agg(name, ',' order by name), '') from identity.team) || ' '
              || (select string_agg(name || coalesce(email, ''), ',' order by id)
                  from identity.user_account) || ' '
              || (select count(*) from identity.user_role)
            """)
        .query(String.class)
        .single();
  }
}
