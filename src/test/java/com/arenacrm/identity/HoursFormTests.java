package com.arenacrm.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.shared.WorkingCalendar;
import com.arenacrm.shared.WorkingCalendar.Span;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.validation.BindException;
import org.springframework.validation.Errors;

class HoursFormTests {

  private static final Locale SPANISH = Locale.forLanguageTag("es");

  private final Errors errors = new BindException(new Hours(), "form");

  @Test
  void whatIsShownIsReadBack() {
    Map<DayOfWeek, List<Span>> office = WorkingCalendar.officeHours(ZoneOffset.UTC).hours();

    HoursForm form = HoursForm.of(office);

    assertThat(form.same()).containsExactly("2", "3", "4", "5", "7");
    assertThat(form.read(errors, "hours", SPANISH)).contains(office);
  }

  @Test
  void aDayLikeTheOneBeforeTakesItsHoursWhateverElseStandsThere() {
    HoursForm form =
        new HoursForm(
            List.of("08:00", "", "09:00", ""), List.of("15:00", "", "nonsense", ""), List.of("2"));

    assertThat(form.read(errors, "hours", SPANISH).orElseThrow())
        .containsOnlyKeys(DayOfWeek.MONDAY, DayOfWeek.TUESDAY)
        .containsEntry(
            DayOfWeek.TUESDAY, List.of(new Span(LocalTime.of(8, 0), LocalTime.of(15, 0))));
  }

  @Test
  void whatCannotBeMeantIsSaidWithItsDay() {
    assertRefused(List.of("", "", "09:00"), List.of("", "", ""));
    assertRefused(List.of("", "", "18:00"), List.of("", "", "9:00"));
    assertRefused(List.of("", "", "15:00", "09:00"), List.of("", "", "18:00", "14:00"));
    assertRefused(List.of("", "", "09:00", "13:00"), List.of("", "", "14:00", "18:00"));
    assertRefused(List.of("", "", "25:00"), List.of("", "", "26:00"));
  }

  @Test
  void atLeastOneDayIsWorked() {
    assertThat(new HoursForm(List.of(), List.of(), List.of("2")).read(errors, "hours", SPANISH))
        .isEmpty();
    assertThat(errors.getGlobalErrors()).isEmpty();
    assertThat(errors.getAllErrors().get(0).getCode()).isEqualTo("hours.none");
  }

  private void assertRefused(List<String> from, List<String> until) {
    Errors said = new BindException(new Hours(), "form");
    assertThat(new HoursForm(from, until, List.of()).read(said, "hours", SPANISH))
        .isEqualTo(Optional.empty());
    assertThat(said.getFieldError("hours").getArguments()).containsExactly("martes");
  }

  /** Something that has hours to complain of. */
  public static final class Hours {
    public String getHours() {
      return "";
    }
  }
}
