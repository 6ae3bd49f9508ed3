package com.arenacrm.leads.forms;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.leads.forms.Suspicion.Before;
import com.arenacrm.leads.forms.Suspicion.Look;
import com.arenacrm.leads.forms.Suspicion.Reason;
import com.arenacrm.shared.EmailAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuspicionTests {

  private static final Before NOTHING = new Before(true, 0, 0, 0);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Paula Rey",
        "Xoán O'Reilly-Fernández",
        "María del Carmen Rodríguez Sánchez",
        "Krzysztof Wójcik",
        "McDonald",
        "LeBron DeRozan",
        "Knightsbridge"
      })
  void peopleAreNotDoubtedForTheirNames(String name) {
    assertThat(of(name, "paula@mirador.example", "Hotel Mirador", "Queremos café")).isEmpty();
  }

  @Test
  void aNameWithAnAddressIsSurelyNone() {
    assertThat(of("Ana https://casino.example", "a@b.example", "", ""))
        .contains(new Suspicion(Reason.LINKS, true));
    assertThat(of("Ana", "a@b.example", "", "<a href=x>mira</a>"))
        .contains(new Suspicion(Reason.LINKS, true));
  }

  @Test
  void anAddressInTheTextIsLookedAtTwiceUnlessItIsTheirOwn() {
    assertThat(of("Ana", "ana@hotel.com", "", "Somos www.hotel.com")).isEmpty();
    assertThat(of("Ana", "ana@hotel.com", "", "Mirad https://otra.com"))
        .contains(new Suspicion(Reason.LINKS, false));
    assertThat(of("Ana", "ana@hotel.com", "Booking.com", ""))
        .contains(new Suspicion(Reason.LINKS, false));
  }

  @Test
  void throwAwayAddressesAndNamesThatAreNone() {
    assertThat(of("Ana", "x@mailinator.com", "", ""))
        .contains(new Suspicion(Reason.DISPOSABLE, false));
    assertThat(of("xKqWzRtPl", "x@y.example", "", ""))
        .contains(new Suspicion(Reason.GIBBERISH, false));
  }

  @Test
  void whatCameBeforeCounts() {
    Look plain = look("Ana", "a@b.example", "", "", Duration.ofSeconds(30), null);
    assertThat(Suspicion.of(plain, NOTHING)).isEmpty();
    assertThat(Suspicion.of(plain, new Before(false, 0, 0, 0)))
        .contains(new Suspicion(Reason.UNSEEN, false));
    assertThat(Suspicion.of(plain, new Before(true, Suspicion.FEW_FROM_ONE_PLACE, 0, 0)))
        .contains(new Suspicion(Reason.TOO_MANY, false));
    assertThat(Suspicion.of(plain, new Before(true, Suspicion.MOST_FROM_ONE_PLACE, 0, 0)))
        .contains(new Suspicion(Reason.TOO_MANY, true));
    assertThat(Suspicion.of(plain, new Before(true, 0, 0, 1)))
        .contains(new Suspicion(Reason.REPEATED, false));
    assertThat(Suspicion.of(plain, new Before(true, 0, 0, 50)))
        .as("people may well say the same")
        .contains(new Suspicion(Reason.REPEATED, false));
    assertThat(Suspicion.of(plain, new Before(true, 0, Suspicion.MANY_FOR_ONE_FORM, 0)))
        .contains(new Suspicion(Reason.FLOOD, false));
  }

  @Test
  void whatIsSureComesFirst() {
    Look fastAndTrapped = look("Ana", "a@b.example", "", "", Duration.ofSeconds(1), "x");
    assertThat(Suspicion.of(fastAndTrapped, NOTHING)).contains(new Suspicion(Reason.TRAP, true));
    Look fast = look("Ana", "a@b.example", "", "", Duration.ofSeconds(1), null);
    assertThat(Suspicion.of(fast, NOTHING)).contains(new Suspicion(Reason.TOO_FAST, false));
  }

  @Test
  void coloursMustBeRead() {
    assertThat(Colour.parse("0D655D").orElseThrow().isReadable()).isTrue();
    assertThat(Colour.parse("#fc0").orElseThrow().isReadable()).isFalse();
    assertThat(Colour.parse("red")).isEmpty();
    assertThat(new Colour("#000000").contrastWithWhite()).isEqualTo(21.0);
  }

  private static Optional<Suspicion> of(String name, String email, String company, String text) {
    return Suspicion.of(look(name, email, company, text, Duration.ofSeconds(30), null), NOTHING);
  }

  private static Look look(
      String name, String email, String company, String text, Duration took, String trap) {
    return new Look(took, trap, name, new EmailAddress(email), List.of(company), List.of(text));
  }
}
