package com.arenacrm.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.SharedData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Real files come in with their true figures, and out again without trace (Q40, Q07). */
@ArenaTest
class RealContactFilesTests {

  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;

  @Test
  void accountsAndContactsOfADemoCrm() {
    String before = dump();
    ImportProbe.Journey accounts = zoho("companies", "Accounts.csv");

    assertThat(accounts.rehearse()).isEqualTo("created 2229 updated 0 unchanged 0 refused 0");
    assertThat(dump()).as("a rehearsal writes nothing").isEqualTo(before);
    assertThat(accounts.start()).isEqualTo(accounts.counts(false));
    assertThat(accounts.notes())
        .as("three accounts without a name are called by their web domain")
        .hasSize(3)
        .anyMatch(note -> note.contains("company.import.note.named [salesface.com]"));
    assertThat(one("select count(*) from contacts.company where outside_source = 'zoho-test'"))
        .isEqualTo("2229");
    String afterAccounts = dump();

    ImportProbe.Journey contacts = zoho("people", "Contacts.csv");
    assertThat(contacts.rehearse()).isEqualTo("created 1265 updated 0 unchanged 0 refused 0");
    assertThat(contacts.start()).isEqualTo(contacts.counts(false));
    assertThat(
            one(
                """
                select name || ' ' || phone || ' ' || email || ' ' || company_name || ' '
                  || (attributes ->> 'Lead Source') || ' ' || (created_at at time zone 'Europe/Madrid')
                from contacts.person where outside_source = 'zoho-test' and outside_id = '2585'
                """))
        .isEqualTo(
            "Tucker +18052478982 beckittucker@dayrep.com WWW Realty Partner 2021-04-16 00:02:00");
    assertThat(
            one(
                """
                select count(*) from contacts.person p join contacts.company c on c.id = p.company_id
                where p.outside_source = 'zoho-test' and c.outside_source = 'zoho-test'
                  and c.name = p.company_name
                """))
        .isEqualTo("1265");
    String afterContacts = dump();

    for (String[] again :
        List.of(
            new String[] {"companies", "Accounts.csv"}, new String[] {"people", "Contacts.csv"})) {
      ImportProbe.Journey second = zoho(again[0], again[1]);
      String rows = again[0].equals("people") ? "1265" : "2229";
      assertThat(second.rehearse())
          .isEqualTo("created 0 updated 0 unchanged " + rows + " refused 0");
      assertThat(second.start()).isEqualTo(second.counts(false));
    }
    assertThat(dump()).as("importing again changes nothing").isEqualTo(afterContacts);

    assertThat(contacts.undo()).isEqualTo("deleted {attribute=3, person=1265} restored 0 left 0");
    assertThat(dump()).isEqualTo(afterAccounts);
    assertThat(accounts.undo()).endsWith("restored 0 left 0");
    assertThat(dump()).as("undo restores every table").isEqualTo(before);
  }

  @Test
  void accountsWithParentsThatComeLaterInTheFile() {
    String before = dump();
    ImportProbe.Journey accounts = crm();

    assertThat(accounts.mapping("subsidiary_of")).isEqualTo("partOf");
    assertThat(accounts.rehearse())
        .isEqualTo("created 85 updated 0 unchanged 0 refused 0 besides {relationship=15}");
    assertThat(accounts.start()).isEqualTo(accounts.counts(false));
    assertThat(
            one(
                """
                select p.name from contacts.relationship r
                join contacts.company c on c.id = r.from_company
                join contacts.company p on p.id = r.to_company
                where r.kind = 'PART_OF' and c.name = 'Cheers'
                """))
        .as("Massive Dynamic stands below Cheers in the file")
        .isEqualTo("Massive Dynamic");
    assertThat(
            one(
                """
                select industry || ' ' || employees || ' ' || country || ' ' || (attributes ->> 'revenue')
                from contacts.company where name = 'Acme Corporation'
                """))
        .isEqualTo("technolgy 2822 United States 1100.04");

    ImportProbe.Journey second = crm();
    assertThat(second.rehearse()).isEqualTo("created 0 updated 0 unchanged 85 refused 0");
    assertThat(second.start()).isEqualTo(second.counts(false));

    accounts.undo();
    assertThat(dump()).isEqualTo(before);
  }

  private ImportProbe.Journey zoho(String importer, String file) {
    return imports
        .upload(importer, file, SharedData.bytes("zoho_export/" + file), cast.lucia())
        .source("zoho-test");
  }

  private ImportProbe.Journey crm() {
    return imports.upload(
        "companies",
        "accounts.csv",
        SharedData.bytes("crm_sales_opportunities/accounts.csv"),
        cast.lucia());
  }

  /** The tables of contacts, each row as text, without what counts changes. */
  private String dump() {
    StringBuilder dump = new StringBuilder();
    for (String table :
        List.of("company", "person", "interaction", "relationship", "consent", "attribute")) {
      dump.append(table)
          .append(
              one(
                  """
                  select count(*) || ' ' || coalesce(md5(string_agg(t.line, ' ' order by t.line)), '')
                  from (select (to_jsonb(r) - 'version')::text as line from contacts.%s r) t
                  """
                      .formatted(table)))
          .append('\n');
    }
    return dump.toString();
  }

  private String one(String sql) {
    return jdbc.sql(sql).query(String.class).single();
  }
}
