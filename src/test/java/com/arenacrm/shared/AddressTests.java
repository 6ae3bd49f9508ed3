package com.arenacrm.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTests {

  @Test
  void twoSpellingsOfAnAddressAreOne() {
    assertThat(EmailAddress.parse("  Ana.Ruiz@Example.COM "))
        .contains(new EmailAddress("ana.ruiz@example.com"));
    assertThat(new EmailAddress("ana@correo.ejemplo.es").domain()).isEqualTo("correo.ejemplo.es");
  }

  @Test
  void aDomainIsKeptAsPeopleWriteItThoughABrowserSendsItOtherwise() {
    assertThat(EmailAddress.parse("nono@xn--peasco-xwa.example"))
        .contains(new EmailAddress("nono@peñasco.example"));
    assertThat(new EmailAddress("nono@correo.xn--peasco-xwa.example").value())
        .isEqualTo("nono@correo.peñasco.example");
    assertThat(new EmailAddress("nono@peñasco.example").wire())
        .isEqualTo("nono@xn--peasco-xwa.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ana",
        "ana@",
        "@example.com",
        "ana@example",
        "a na@example.com",
        "ana..r@example.com",
        "ana@example.com, eva@example.com",
        "ana@example.com\nBcc: x@example.com",
        "ana.@example.com"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThat(EmailAddress.parse(text)).isEmpty();
  }

  @Test
  void twoSpellingsOfANumberAreOne() {
    assertThat(PhoneNumber.parse("912 34 56 78", "ES"))
        .isEqualTo(PhoneNumber.parse("+34 (912) 345-678", "MX"))
        .contains(new PhoneNumber("+34912345678"));
    assertThat(PhoneNumber.parse("call me", "ES")).isEmpty();
    assertThat(PhoneNumber.parse("12", "ES")).isEmpty();
  }

  @Test
  void moneyKeepsTheDecimalsOfItsCurrency() {
    assertThat(new Money(new BigDecimal("1.005"), Currency.getInstance("EUR")))
        .hasToString("1.01 EUR");
    assertThat(new Money(new BigDecimal("1200.4"), Currency.getInstance("JPY")))
        .hasToString("1200 JPY");
  }
}
