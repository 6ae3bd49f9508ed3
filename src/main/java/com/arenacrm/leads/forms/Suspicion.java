package com.arenacrm.leads.forms;

import com.arenacrm.shared.EmailAddress;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why something that was sent looks like a bot's. Where a human might have sent it, they are asked
 * to look at it again and press the button once more, which bots do not; what is sure stays aside
 * until marketing says that it was somebody's.
 *
 * @param sure whether no human sends such a thing
 */
record Suspicion(Reason reason, boolean sure) {

  /** Named reasons, as they are kept and shown. */
  enum Reason {
    /** Something stands in the field that people do not see. */
    TRAP,
    /** Nobody types so fast. */
    TOO_FAST,
    /** A web address where none belongs. */
    LINKS,
    /** The page was never drawn, as browsers do. */
    UNSEEN,
    /** The same long text came from somebody else. */
    REPEATED,
    /** Very many from one place. */
    TOO_MANY,
    /** An address of mail that is thrown away. */
    DISPOSABLE,
    /** A name that is none. */
    GIBBERISH,
    /** Very many for this form at once. */
    FLOOD
  }

  /** So many from one place are an office; more are looked at. */
  static final int FEW_FROM_ONE_PLACE = 3;

  /** So many from one place are no office any more. */
  static final int MOST_FROM_ONE_PLACE = 60;

  /** So many for a form in the same time may happen on a good day; more are looked at. */
  static final int MANY_FOR_ONE_FORM = 200;

  /** In what time they are counted. */
  static final Duration WINDOW = Duration.ofMinutes(10);

  /** A text is long enough to be recognised from so many letters on. */
  static final int LONG_TEXT = 40;

  private static final Duration QUICKEST = Duration.ofSeconds(3);
  private static final Pattern LINK =
      Pattern.compile(
          "(?i)(https?://|ftp://|www\\.|<\\s*a\\s|\\[url|\\bt\\.me/|\\bbit\\.ly/|\\bwa\\.me/)[^\\s\"'<>\\]]*"
              + "|\\b[a-z0-9-]+(\\.[a-z0-9-]+)*\\.(com|net|org|info|biz|ru|cn|xyz|top|site|online|shop"
              + "|club|io|co|live|click|link|store|vip|win)\\b(/\\S*)?");
  private static final Pattern MARKUP = Pattern.compile("(?i)(<\\s*a\\s|\\[url|\\[link|href\\s*=)");
  private static final Set<String> DISPOSABLE =
      Set.of(
          "10minutemail.com",
          "discard.email",
          "dispostable.com",
          "fakeinbox.com",
          "getnada.com",
          "grr.la",
          "guerrillamail.com",
          "mail-temp.com",
          "maildrop.cc",
          "mailinator.com",
          "mailnesia.com",
          "mintemail.com",
          "mohmal.com",
          "sharklasers.com",
          "spam4.me",
          "spambog.com",
          "temp-mail.org",
          "tempmail.com",
          "tempr.email",
          "throwawaymail.com",
          "trashmail.com",
          "yopmail.com");

  /**
   * What is looked at.
   *
   * @param took from opening the page to sending it
   * @param trap what stands in the field that people do not see; null for nothing
   * @param shortTexts the company and other short texts
   * @param longTexts what was written at length
   */
  record Look(
      Duration took,
      @Nullable String trap,
      @Nullable String name,
      @Nullable EmailAddress email,
      List<String> shortTexts,
      List<String> longTexts) {

    private Stream<String> texts() {
      return Stream.concat(shortTexts.stream(), longTexts.stream());
    }
  }

  /**
   * What came before it.
   *
   * @param seen whether the page was drawn, which takes its style sheet
   * @param fromHere from the same place in the last minutes
   * @param forForm for the same form in the last minutes, that counts
   * @param sameText with the same long text, from other people, in the last day
   */
  record Before(boolean seen, int fromHere, int forForm, int sameText) {}

  private interface Rule {
    Optional<Suspicion> of(Look look, Before before);
  }

  /** In their order: what is sure stands first. */
  private static final List<Rule> RULES =
      List.of(
          (look, before) -> when(look.trap() != null, Reason.TRAP, true),
          (look, before) ->
              when(
                  (look.name() != null && LINK.matcher(look.name()).find())
                      || look.texts().anyMatch(t -> MARKUP.matcher(t).find()),
                  Reason.LINKS,
                  true),
          (look, before) -> when(before.fromHere() >= MOST_FROM_ONE_PLACE, Reason.TOO_MANY, true),
          (look, before) -> when(look.took().compareTo(QUICKEST) < 0, Reason.TOO_FAST, false),
          (look, before) ->
              when(look.texts().anyMatch(t -> foreignLink(t, look.email())), Reason.LINKS, false),
          (look, before) -> when(!before.seen(), Reason.UNSEEN, false),
          (look, before) -> when(before.sameText() >= 1, Reason.REPEATED, false),
          (look, before) -> when(disposable(look.email()), Reason.DISPOSABLE, false),
          (look, before) -> when(gibberish(look.name()), Reason.GIBBERISH, false),
          (look, before) -> when(before.fromHere() >= FEW_FROM_ONE_PLACE, Reason.TOO_MANY, false),
          (look, before) -> when(before.forForm() >= MANY_FOR_ONE_FORM, Reason.FLOOD, false));

  /** The first reason to doubt it; empty when there is none. */
  static Optional<Suspicion> of(Look look, Before before) {
    return RULES.stream().flatMap(rule -> rule.of(look, before).stream()).findFirst();
  }

  private static Optional<Suspicion> when(boolean so, Reason reason, boolean sure) {
    return so ? Optional.of(new Suspicion(reason, sure)) : Optional.empty();
  }

  // Whoever writes from their own company may name its web page.
  private static boolean foreignLink(String text, @Nullable EmailAddress email) {
    String own = email == null ? "" : domain(email);
    return LINK.matcher(text)
        .results()
        .map(link -> link.group().toLowerCase(Locale.ROOT))
        .anyMatch(link -> own.isEmpty() || !link.contains(own));
  }

  private static boolean disposable(@Nullable EmailAddress email) {
    return email != null && DISPOSABLE.contains(domain(email));
  }

  private static String domain(EmailAddress email) {
    String value = email.value();
    return value.substring(value.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  // "xKqWzRtPl": capitals in the middle of one word, or a Latin word that nobody could say.
  static boolean gibberish(@Nullable String name) {
    if (name == null) {
      return false;
    }
    for (String word : name.split("[\\s'’-]+")) {
      String plain = Normalizer.normalize(word, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
      if (plain.length() >= 7 && plain.matches("[A-Za-z]+")) {
        long turns = Pattern.compile("[a-z][A-Z]").matcher(plain).results().count();
        boolean unsayable = Pattern.compile("(?i)[bcdfghjklmnpqrstvwxz]{7,}").matcher(plain).find();
        if (turns >= 3 || unsayable) {
          return true;
        }
      }
    }
    return name.matches(".*\\d{3,}.*");
  }
}
