package com.arenacrm.customers;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.testing.ArenaTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Purchases come in from files once, change by later ones, and go again without trace. */
@ArenaTest
class PurchasesImportTests {

  private static final String HEADER =
      "factura,fecha,empresa,concepto,importe,moneda,vencimiento,cobrado el\n";

  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;

  @Test
  void aFileOfInvoicesComesInOnceAndOutAgain() {
    ImportProbe.Journey file =
        file(
            "facturas",
            """
            f1,2025-01-10,Facturas SL,Café,100.50,EUR,2025-02-10,2025-02-09
            f2,2025-02-10,Facturas SL,Café,90,EUR,2025-03-10,
            f3,2090-02-10,Facturas SL,Café,90,EUR,,
            f4,2025-02-10,,Café,90,EUR,,
            f5,2025-02-10,Otra Factura SL,Té,10,XXQ,,
            f6,2025-02-11,Otra Factura SL,Té,12,USD,,
            """);

    assertThat(file.rehearse())
        .isEqualTo("created 3 updated 0 unchanged 0 refused 3 besides {company=2}");
    assertThat(file.start()).isEqualTo(file.counts(false));
    assertThat(
            list(
                """
                select concat_ws(' ', company_name, what, bought_on, amount, currency, due_on, paid_on)
                from customers.purchase where outside_source = 'facturas' order by outside_id
                """))
        .containsExactly(
            "Facturas SL Café 2025-01-10 100.50 EUR 2025-02-10 2025-02-09",
            "Facturas SL Café 2025-02-10 90.00 EUR 2025-03-10",
            "Otra Factura SL Té 2025-02-11 12.00 USD");
    assertThat(customer("Facturas SL")).containsExactly("2 2025-01-10 2025-02-10");

    ImportProbe.Journey later =
        file(
            "facturas",
            "f1,2025-01-10,Facturas SL,Café,100.50,EUR,2025-02-10,2025-02-09\nf2,2025-02-10,Facturas SL,Café,90,EUR,2025-03-10,2025-03-12\n");
    assertThat(later.rehearse()).isEqualTo("created 0 updated 1 unchanged 1 refused 0");
    later.start();
    assertThat(later.undo())
        .isEqualTo("deleted {company=0, purchase=0} restored 1 left 0".replace("company=0, ", ""));

    assertThat(file.undo()).isEqualTo("deleted {company=2, purchase=3} restored 0 left 0");
    assertThat(customer("Facturas SL")).isEmpty();
  }

  @Test
  void withoutNumbersTheSamePurchaseIsKnownByWhoWhenAndHowMuch() {
    String rows =
        ",2025-01-10,Sin Número SL,Café,100,EUR,,\n,2025-01-11,Sin Número SL,Café,100,EUR,,\n";
    file("sin", rows).rehearsed().start();

    assertThat(file("sin", rows).rehearse()).isEqualTo("created 0 updated 0 unchanged 2 refused 0");
    assertThat(customer("Sin Número SL")).containsExactly("2 2025-01-10 2025-01-11");
  }

  @Test
  void whatWasDueBeforeItWasBoughtComesInAndIsSaid() {
    ImportProbe.Journey file =
        file(
            "adelantos",
            "a1,2025-03-10,Adelantos SL,Café,100,EUR,2024-03-10,2025-03-01\n"
                + "a2,2025-03-11,Adelantos SL,Café,90,EUR,2025-04-10,\n");
    assertThat(file.rehearse()).contains("created 2 updated 0 unchanged 0 refused 0");
    file.start();

    assertThat(file.notes()).anyMatch(n -> n.contains("purchase.import.note.dueEarly"));
    assertThat(
            list(
                "select due_on || ' ' || paid_on from customers.purchase where outside_source = 'adelantos' and paid_on is not null"))
        .as("who pays in advance pays before they buy")
        .containsExactly("2024-03-10 2025-03-01");
  }

  @Test
  void aColumnThatSaysWhenItWasPaidIsKnownByItsNameUnlessItSaysYesAndNo() {
    for (String name : List.of("Cobrado", "Fecha de cobro", "Paid on")) {
      assertThat(guessed(name, "2025-04-01")).as(name).isEqualTo("paid");
      assertThat(guessed(name, "sí")).as(name).isNotEqualTo("paid");
    }
  }

  @Test
  void aColumnThatSaysByWhenItIsToBePaidIsKnownByItsName() {
    for (String name : List.of("Vence", "Vence el", "Vencimiento", "Due", "Due on", "Due date")) {
      assertThat(guessed(name, "2025-04-01")).as(name).isEqualTo("due");
    }
    for (String name : List.of("Pagado", "Paid", "Pago", "Cobro", "Payment")) {
      assertThat(guessed(name, "2025-04-01")).as(name).isEqualTo("paid");
    }
  }

  private String guessed(String name, String value) {
    return imports
        .upload(
            "purchases",
            "factura,fecha,empresa,importe," + name + "\ng1,2025-01-10,Guess SL,10," + value + "\n",
            cast.teresa())
        .mapping(name);
  }

  private ImportProbe.Journey file(String source, String rows) {
    return imports.upload("purchases", HEADER + rows, cast.teresa()).source(source);
  }

  private List<String> customer(String name) {
    return list(
        "select purchases || ' ' || first_on || ' ' || last_on from customers.customer where name = '"
            + name
            + "'");
  }

  private List<String> list(String sql) {
    return jdbc.sql(sql).query(String.class).list();
  }
}
