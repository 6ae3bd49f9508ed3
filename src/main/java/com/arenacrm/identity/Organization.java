package com.arenacrm.identity;

import com.arenacrm.shared.WorkingCalendar;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.AbstractAggregateRoot;

/**
 * The company that runs this Arena, with what its two teams have agreed: when they work, how soon a
 * handed-over lead is answered, when a deal counts as idle, how long a touch may claim the demand
 * that follows it. There is exactly one.
 */
@Entity
@Table(schema = "identity", name = "organization")
public class Organization extends AbstractAggregateRoot<Organization> {

  /**
   * The company counts in another currency from now on.
   *
   * @param currency ISO 4217
   */
  public record CurrencyChanged(String currency) {}

  /** The identifier of our own company, the only one. */
  public static final int ONLY = 1;

  @Id private Integer id = ONLY;
  private String name;
  private String language;
  private String timeZone;
  private String currency;
  private String region;

  @JdbcTypeCode(SqlTypes.JSON)
  private Map<String, List<String>> workingHours;

  private LocalDate[] holidays;

  @Enumerated(EnumType.STRING)
  private Visibility visibility;

  private int responseTargetMinutes;
  private int idleAfterDays;
  private int demandWindowDays;
  private int agreedShare;
  private int repeatInvitations;
  private int repeatDays;
  @Version private @Nullable Integer version;

  protected Organization() {}

  /**
   * A new company with office hours, four working hours to answer, five working days until a deal
   * is idle, and thirty days in which a touch may claim demand.
   */
  Organization(String name, String language, ZoneId timeZone, Currency currency, String region) {
    this.name = name;
    this.language = language;
    this.timeZone = timeZone.getId();
    this.currency = currency.getCurrencyCode();
    this.region = region;
    this.workingHours = stored(WorkingCalendar.officeHours(timeZone).hours());
    this.holidays = new LocalDate[0];
    this.visibility = Visibility.ALL;
    this.responseTargetMinutes = 240;
    this.idleAfterDays = 5;
    this.demandWindowDays = 30;
    this.agreedShare = 70;
    this.repeatInvitations = 3;
    this.repeatDays = 90;
  }

  public String name() {
    return name;
  }

  /** The language of pages for which nobody has asked for another: {@code es} or {@code en}. */
  public String language() {
    return language;
  }

  /** The zone of the company's days and weeks. */
  public ZoneId timeZone() {
    return ZoneId.of(timeZone);
  }

  public Currency currency() {
    return Currency.getInstance(currency);
  }

  /** ISO 3166 country, for telephone numbers without a country code and for formats. */
  public String region() {
    return region;
  }

  public Visibility visibility() {
    return visibility;
  }

  /** Working time in which sales answers a lead that was handed over (R062). */
  public Duration responseTarget() {
    return Duration.ofMinutes(responseTargetMinutes);
  }

  /** Working days without contact after which an open deal is idle (R065). */
  public int idleAfterDays() {
    return idleAfterDays;
  }

  /** Days after a touch within which demand may be credited to it (R055). */
  public int demandWindowDays() {
    return demandWindowDays;
  }

  /**
   * Per cent of an audience that both teams want inside the profile; below it marketing says why
   * (R038).
   */
  public int agreedShare() {
    return agreedShare;
  }

  /**
   * Invited so often within {@link #repeatDays()} without an answer, somebody is a repeat invitee
   * (R041).
   */
  public int repeatInvitations() {
    return repeatInvitations;
  }

  /** Days back from now within which invitations without an answer are counted. */
  public int repeatDays() {
    return repeatDays;
  }

  /** When this company works. */
  public WorkingCalendar calendar() {
    return new WorkingCalendar(
        timeZone(), readHours(workingHours), Set.copyOf(Arrays.asList(holidays)));
  }

  /** Hours as they are stored, for the company and for its zones. */
  static Map<DayOfWeek, List<WorkingCalendar.Span>> readHours(Map<String, List<String>> stored) {
    Map<DayOfWeek, List<WorkingCalendar.Span>> hours = new EnumMap<>(DayOfWeek.class);
    stored.forEach(
        (day, spans) ->
            hours.put(DayOfWeek.valueOf(day), spans.stream().map(Organization::readSpan).toList()));
    return hours;
  }

  public int version() {
    return version == null ? 0 : version;
  }

  void rename(String name, String language, ZoneId timeZone, Currency currency, String region) {
    this.name = name;
    this.language = language;
    this.timeZone = timeZone.getId();
    if (!currency.getCurrencyCode().equals(this.currency)) {
      registerEvent(new CurrencyChanged(currency.getCurrencyCode()));
    }
    this.currency = currency.getCurrencyCode();
    this.region = region;
  }

  void work(Map<DayOfWeek, List<WorkingCalendar.Span>> hours, Collection<LocalDate> holidays) {
    this.workingHours = stored(hours);
    this.holidays = holidays.stream().distinct().sorted().toArray(LocalDate[]::new);
  }

  void agree(
      Visibility visibility, Duration responseTarget, int idleAfterDays, int demandWindowDays) {
    this.visibility = visibility;
    this.responseTargetMinutes = Math.toIntExact(responseTarget.toMinutes());
    this.idleAfterDays = idleAfterDays;
    this.demandWindowDays = demandWindowDays;
  }

  void invite(int agreedShare, int repeatInvitations, int repeatDays) {
    this.agreedShare = agreedShare;
    this.repeatInvitations = repeatInvitations;
    this.repeatDays = repeatDays;
  }

  static Map<String, List<String>> stored(Map<DayOfWeek, List<WorkingCalendar.Span>> hours) {
    Map<String, List<String>> stored = new TreeMap<>();
    hours.forEach(
        (day, spans) ->
            stored.put(day.name(), spans.stream().map(s -> s.from() + "-" + s.until()).toList()));
    return stored;
  }

  private static WorkingCalendar.Span readSpan(String text) {
    String[] ends = text.split("-");
    return new WorkingCalendar.Span(LocalTime.parse(ends[0]), LocalTime.parse(ends[1]));
  }
}
