package com.arenacrm.leads;

import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.Facts;
import com.arenacrm.leads.LeadLists.Filter;
import com.arenacrm.leads.LeadLists.LeadRow;
import com.arenacrm.leads.LeadLists.Sort;
import com.arenacrm.leads.QualificationGate.Gap;
import com.arenacrm.lists.Cell;
import com.arenacrm.lists.Cell.Part;
import com.arenacrm.lists.ListColumn;
import com.arenacrm.lists.OpenList;
import com.arenacrm.lists.WorkList;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Formats;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The list of leads: what can be asked of it, and what its columns say. */
@Component
class LeadWork implements WorkList {

  static final String KEY = "leads";

  /** Without this column, nobody has to be asked how likely anything is. */
  static final String LIKELIHOOD = "likelihood";

  private static final List<ListColumn> COLUMNS =
      List.of(
          ListColumn.usual("fit", "lead.fit").sortedBy("FIT"),
          ListColumn.usual("engagement", "engagement.title").sortedBy("ENGAGEMENT").right(),
          ListColumn.usual(LIKELIHOOD, "leads.likelihood").sortedBy("LIKELIHOOD").right(),
          ListColumn.usual("stage", "lead.stage"),
          ListColumn.usual("answer", "leads.answer").sortedBy("ANSWER"),
          ListColumn.usual("missing", "lead.missing"),
          ListColumn.usual("source", "lead.source"),
          ListColumn.usual("inCharge", "lead.inCharge"),
          ListColumn.usual("since", "lead.since").sortedBy("NEWEST").right(),
          ListColumn.more("company", "person.company"),
          ListColumn.more("jobTitle", "person.jobTitle"),
          ListColumn.more("email", "person.email"),
          ListColumn.more("phone", "person.phone"),
          ListColumn.more("city", "person.city"),
          ListColumn.more("profile", "lead.profile"),
          ListColumn.more("need", "lead.need"),
          ListColumn.more("budget", "lead.budget"),
          ListColumn.more("purchaseDate", "lead.purchaseDate"),
          ListColumn.more("marketing", "leads.column.marketing"),
          ListColumn.more("seller", "leads.column.seller"),
          ListColumn.more("ended", "leads.column.ended"));

  /** A need is told in full on the lead's own page. */
  private static final int NEED_SHOWN = 90;

  private final MessageSource messages;

  LeadWork(MessageSource messages) {
    this.messages = messages;
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String path() {
    return "/leads";
  }

  @Override
  public String title() {
    return "leads.title";
  }

  @Override
  public List<ListColumn> columns() {
    return COLUMNS;
  }

  @Override
  public Map<String, String> read(Filters address) {
    return Filter.of(address).parameters(Sort.of(address));
  }

  /**
   * What is known besides the rows, read once for all of them.
   *
   * @param missing what each lead lacks
   * @param people who they are
   * @param names of our own people
   * @param activities titles of what brought them
   * @param profiles names of those that are not retired
   */
  record Known(
      Map<UUID, List<Gap>> missing,
      Map<UUID, Facts> people,
      Map<UUID, String> names,
      Map<UUID, String> activities,
      Map<UUID, String> profiles) {}

  /** The columns as a file shows them: likelihood only while it is worked out. */
  List<ListColumn> shown(OpenList open, LeadLists lists) {
    boolean likely = lists.isLikelihoodOn();
    return open.columns().stream().filter(c -> likely || !c.key().equals(LIKELIHOOD)).toList();
  }

  /** What the columns say of each row. */
  Map<UUID, List<Cell>> cells(
      List<LeadRow> rows, List<ListColumn> columns, Known known, Locale locale, Formats show) {
    Words words = new Words(messages, locale, show);
    return rows.stream()
        .collect(
            Collectors.toMap(
                LeadRow::id,
                row -> columns.stream().map(c -> cell(c.key(), row, known, words)).toList()));
  }

  /** How the reader says things. */
  private record Words(MessageSource messages, Locale locale, Formats show) {

    String say(String key, Object... arguments) {
      return messages.getMessage(key, arguments, locale);
    }
  }

  private static Cell cell(String column, LeadRow l, Known known, Words words) {
    return switch (column) {
      case "fit" ->
          Cell.styled(
              "aside",
              null,
              l.fitGrade() == null
                  ? List.of(new Part("muted", words.say("lead.fit.unknown"), null, null))
                  : List.of(
                      new Part(
                          "fit fit-" + l.fitGrade(),
                          l.fitGrade() + " " + l.fitScore(),
                          null,
                          null)));
      case "engagement" ->
          Cell.styled(
                  "num",
                  words.say("engagement.title"),
                  List.of(Part.of(l.engagement() == 0 ? "muted" : null, "" + l.engagement())))
              .worth(l.engagement());
      case LIKELIHOOD ->
          Cell.number(
              words.say("leads.likelihood"),
              l.likelihood() == null || l.outcome() != null
                  ? "—"
                  : words.show().percent(l.likelihood() / 100.0));
      case "stage" -> stage(l, words);
      case "answer" -> answer(l, words);
      case "missing" -> missing(l, known, words);
      case "source" -> source(l, known, words);
      case "inCharge" ->
          Cell.of(
              words.say("lead.inCharge"),
              l.isPooled()
                  ? words.say("leads.pooled")
                  : name(l.salesOwnerId() == null ? l.ownerId() : l.salesOwnerId(), known));
      case "since" ->
          Cell.styled(
                  "num nowrap",
                  words.say("lead.since"),
                  List.of(Part.of(null, words.show().date(l.createdAt()))))
              .worth(l.createdAt());
      case "company" ->
          Cell.of(
              null,
              l.companyId() == null
                  ? null
                  : new Part(
                      null,
                      String.valueOf(l.companyName()),
                      "/contacts/companies/" + l.companyId(),
                      null));
      case "jobTitle" -> Cell.of(null, fact(l, known, Kind.JOB_TITLE));
      case "email" -> {
        String email = fact(l, known, Kind.EMAIL);
        yield Cell.of(null, email == null ? null : new Part(null, email, "mailto:" + email, null));
      }
      case "phone" -> {
        String phone = fact(l, known, Kind.PHONE);
        yield phone == null
            ? Cell.of(null, (String) null)
            : Cell.styled("nowrap", null, List.of(new Part(null, phone, "tel:" + phone, null)));
      }
      case "city" -> Cell.of(words.say("person.city"), fact(l, known, Kind.CITY));
      case "profile" ->
          Cell.of(
              words.say("lead.profile"),
              l.profileId() == null ? null : known.profiles().get(l.profileId()));
      case "need" -> Cell.of(words.say("lead.need"), shortened(l.need()));
      case "budget" -> Cell.of(words.say("lead.budget"), shortened(l.budget()));
      case "purchaseDate" ->
          Cell.styled(
                  "nowrap",
                  words.say("lead.purchaseDate"),
                  l.purchaseDate() == null
                      ? List.of()
                      : List.of(Part.of(null, words.show().date(l.purchaseDate()))))
              .worth(l.purchaseDate());
      case "marketing" -> Cell.of(words.say("leads.column.marketing"), name(l.ownerId(), known));
      case "seller" ->
          Cell.of(
              words.say("leads.column.seller"),
              l.isPooled() ? words.say("leads.pooled") : name(l.salesOwnerId(), known));
      case "ended" ->
          Cell.styled(
              "nowrap",
              words.say("leads.column.ended"),
              l.endedAt() == null
                  ? List.of()
                  : List.of(Part.of(null, words.show().date(l.endedAt()))));
      default -> throw new IllegalArgumentException(column);
    };
  }

  private static Cell stage(LeadRow l, Words words) {
    String style =
        l.stage().equals("QUALIFIED")
            ? "tag tag-good"
            : l.stage().equals("HANDED_OVER") ? "tag tag-warn" : "tag";
    Part state =
        Part.of(
            style,
            words.say(
                l.outcome() != null ? "lead.outcome." + l.outcome() : "lead.stage." + l.stage()));
    Stream<Part> returned =
        Stream.ofNullable(l.lastRejection())
            .map(
                why ->
                    Part.of(
                        "tag tag-bad",
                        words.say("lead.returnedFor", words.say("rejection." + why))));
    Stream<Part> aside =
        Stream.ofNullable(l.snoozedUntil())
            .map(
                day ->
                    Part.of(
                        "tag tag-warn", words.say("snooze.until", words.show().shortDate(day))));
    return Cell.styled(
        "aside",
        null,
        Stream.of(Stream.of(state), returned, aside).flatMap(parts -> parts).toList());
  }

  private static Cell answer(LeadRow l, Words words) {
    if (l.answerDue() == null) {
      return Cell.of(null, (String) null);
    }
    Part when =
        l.answerPaused() != null
            ? Part.of(
                "muted", words.say("leads.answer.paused", words.show().date(l.answerPaused())))
            : Part.of(l.answerLate() ? "bad" : null, words.show().dateTime(l.answerDue()));
    Part which =
        Part.of(
            l.answerLate() ? "bad small" : "muted small",
            words.say(
                (l.answerFollowing() ? "leads.answer.following" : "leads.answer.first")
                    + (l.answerLate() ? ".late" : "")));
    return Cell.styled(null, words.say("leads.answer"), List.of(when, which)).worth(l.answerDue());
  }

  private static Cell missing(LeadRow l, Known known, Words words) {
    if (!l.isBelow()) {
      return Cell.of(null, (String) null);
    }
    List<Gap> gaps = known.missing().getOrDefault(l.id(), List.of());
    if (gaps.isEmpty() && l.lastRejection() != null) {
      // All is written down, and sales says that it is not so.
      return Cell.of(words.say("lead.missing"), Part.of("muted", words.say("lead.doubted")));
    }
    return gaps.isEmpty()
        ? Cell.of(words.say("lead.missing"), Part.of("good", words.say("lead.nothingMissing")))
        : Cell.styled(
            "muted",
            words.say("lead.missing"),
            List.of(
                Part.of(
                    null,
                    gaps.stream()
                        .map(
                            g ->
                                g.fact() == null
                                    ? String.valueOf(g.text())
                                    : words.say("fact." + g.fact().key() + ".short"))
                        .collect(Collectors.joining(", ")))));
  }

  private static Cell source(LeadRow l, Known known, Words words) {
    String activity =
        l.sourceActivityId() == null ? null : known.activities().get(l.sourceActivityId());
    return Cell.of(
        null,
        activity == null ? null : Part.of(null, activity),
        Part.of("muted small", words.say("lead.origin." + l.origin())));
  }

  private static @Nullable String fact(LeadRow l, Known known, Kind kind) {
    Facts facts = known.people().get(l.personId());
    return facts == null ? null : facts.value(ContactField.of(kind));
  }

  private static @Nullable String name(@Nullable UUID user, Known known) {
    return user == null ? null : known.names().get(user);
  }

  private static @Nullable String shortened(@Nullable String text) {
    return text == null || text.length() <= NEED_SHOWN
        ? text
        : text.substring(0, NEED_SHOWN - 1).strip() + "…";
  }
}
