package com.arenacrm.planner.feeds;

import com.arenacrm.planner.Occurrence;
import com.arenacrm.planner.feeds.Feeds.Entry;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.ComponentList;
import net.fortuna.ical4j.model.TimeZone;
import net.fortuna.ical4j.model.TimeZoneRegistry;
import net.fortuna.ical4j.model.TimeZoneRegistryFactory;
import net.fortuna.ical4j.model.component.Observance;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.component.VTimeZone;
import net.fortuna.ical4j.model.property.Categories;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtEnd;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.LastModified;
import net.fortuna.ical4j.model.property.Location;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Sequence;
import net.fortuna.ical4j.model.property.Status;
import net.fortuna.ical4j.model.property.Summary;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.Url;
import net.fortuna.ical4j.model.property.XProperty;
import net.fortuna.ical4j.model.property.immutable.ImmutableCalScale;
import net.fortuna.ical4j.model.property.immutable.ImmutableMethod;
import net.fortuna.ical4j.model.property.immutable.ImmutableStatus;
import net.fortuna.ical4j.model.property.immutable.ImmutableTransp;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;
import org.springframework.context.MessageSource;

/**
 * The plan as a calendar file (RFC 5545). The same plan comes out the same to the byte, so that a
 * calendar that asks again is told that nothing changed.
 */
final class FeedFile {

  /** An activity with an hour is shown as long as that, since nobody says how long it takes. */
  private static final Duration SHOWN = Duration.ofHours(1);

  /** In octets, without what ends it (RFC 5545, 3.1). */
  private static final int LONGEST_LINE = 75;

  private FeedFile() {}

  /**
   * Writes it.
   *
   * @param name of the calendar, as its reader sees it
   * @param entries in the order of their days
   * @param zone of the company: its days and hours
   * @param address the address of an occurrence's page
   */
  static byte[] write(
      String name,
      List<Entry> entries,
      ZoneId zone,
      Map<UUID, String> names,
      Function<UUID, String> address,
      MessageSource messages,
      Locale locale) {
    Calendar calendar = new Calendar();
    calendar.add(new ProdId("-//Arena//Hourglass plan//EN"));
    calendar.add(ImmutableVersion.VERSION_2_0);
    calendar.add(ImmutableCalScale.GREGORIAN);
    calendar.add(ImmutableMethod.PUBLISH);
    calendar.add(new XProperty("X-WR-CALNAME", plain(name)));
    calendar.add(new XProperty("X-WR-TIMEZONE", zone.getId()));
    calendar.add(new XProperty("X-PUBLISHED-TTL", "PT1H"));
    TimeZoneRegistry zones = TimeZoneRegistryFactory.getInstance().createRegistry();
    TimeZone known = zones.getTimeZone(zone.getId());
    if (known != null) {
      calendar.add(current(known.getVTimeZone(), zone, entries));
    }
    for (Entry e : entries) {
      calendar.add(event(e, zone, known != null, names, address, messages, locale));
    }
    try {
      StringWriter text = new StringWriter();
      new CalendarOutputter(false).output(calendar, text);
      return folded(text.toString()).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // The library counts letters, where the standard counts octets and no sign may be split.
  private static String folded(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    int octets = 0;
    String whole = text.replace("\r\n ", "");
    for (int at = 0; at < whole.length(); ) {
      int sign = whole.codePointAt(at);
      at += Character.charCount(sign);
      boolean ends = sign == '\r' || sign == '\n';
      int size = ends ? 0 : Character.toString(sign).getBytes(StandardCharsets.UTF_8).length;
      if (octets + size > LONGEST_LINE) {
        folded.append("\r\n ");
        octets = 1;
      }
      folded.appendCodePoint(sign);
      octets = ends ? 0 : octets + size;
    }
    return folded.toString();
  }

  // Its clocks a year around what is shown. A century of changes of clocks is what some readers
  // stumble over.
  private static VTimeZone current(VTimeZone whole, ZoneId zone, List<Entry> entries) {
    if (entries.isEmpty()) {
      return whole;
    }
    LocalDate last = entries.get(entries.size() - 1).day().plusYears(1);
    Set<Observance> current = new LinkedHashSet<>();
    for (LocalDate day = entries.get(0).day().minusYears(1);
        day.isBefore(last);
        day = day.plusMonths(1)) {
      Observance then = whole.getApplicableObservance(day.atTime(LocalTime.NOON).atZone(zone));
      if (then != null) {
        current.add(then);
      }
    }
    return current.isEmpty()
        ? whole
        : new VTimeZone(
            whole.getPropertyList(),
            new ComponentList<>(
                whole.getObservances().stream().filter(current::contains).toList()));
  }

  private static VEvent event(
      Entry e,
      ZoneId zone,
      boolean zoned,
      Map<UUID, String> names,
      Function<UUID, String> address,
      MessageSource messages,
      Locale locale) {
    VEvent event = new VEvent(false);
    event.add(new Uid(e.id() + "@arena"));
    Instant changed = e.changedAt().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    event.add(new DtStamp(changed));
    event.add(new LastModified(changed));
    event.add(new Sequence(e.version()));
    if (e.startTime() == null) {
      event.add(new DtStart<>(e.day()));
      event.add(new DtEnd<>(e.day().plusDays(1)));
      event.add(ImmutableTransp.TRANSPARENT);
    } else {
      ZonedDateTime start = ZonedDateTime.of(e.day(), e.startTime(), zone);
      if (zoned) {
        event.add(new DtStart<>(start));
        event.add(new DtEnd<>(start.plus(SHOWN)));
      } else {
        event.add(new DtStart<>(start.toInstant()));
        event.add(new DtEnd<>(start.toInstant().plus(SHOWN)));
      }
      event.add(ImmutableTransp.OPAQUE);
    }
    event.add(new Summary(plain(e.title())));
    event.add(new Description(plain(e.goal()) + "\n" + plain(names.getOrDefault(e.ownerId(), ""))));
    event.add(new Location(plain(e.channel())));
    event.add(new Categories(messages.getMessage("phase." + e.phase().key(), null, locale)));
    event.add(status(e));
    event.add(new Url(java.net.URI.create(address.apply(e.id()))));
    return event;
  }

  private static Status status(Entry e) {
    if (e.state() == Occurrence.State.NOT_DONE) {
      return ImmutableStatus.VEVENT_CANCELLED;
    }
    return e.tentative() && e.state() == Occurrence.State.PLANNED
        ? ImmutableStatus.VEVENT_TENTATIVE
        : ImmutableStatus.VEVENT_CONFIRMED;
  }

  // Signs that no calendar file may hold.
  private static String plain(String text) {
    return text.replace("\r\n", "\n").replaceAll("[\\p{Cc}&&[^\\n\\t]]", " ");
  }
}
