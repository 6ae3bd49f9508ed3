package com.arenacrm.leads.forms;

import com.arenacrm.leads.forms.FormDesign.Field;
import com.arenacrm.leads.forms.FormDesign.Kind;
import com.arenacrm.leads.forms.FormDesign.Texts;
import com.arenacrm.leads.forms.FormDesign.Words;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.platform.FormReader;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.StoryId;
import com.arenacrm.shared.TimeOrderedUuid;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A form as it is being built: as typed, row by row.
 *
 * @param id the form's, also of a new one, so that sending twice makes one
 * @param languages the languages that it speaks, the first one first: {@code es}, {@code en+es}
 * @param texts in Spanish and in English, in this order
 */
record FormEntry(
    String id,
    @Nullable Integer version,
    String slug,
    String activity,
    String story,
    String offer,
    String languages,
    List<TextsEntry> texts,
    List<FieldEntry> fields,
    String consentRequired,
    String doubleOptIn,
    String redirect) {

  static final List<String> SPOKEN = List.of("es", "en");
  static final int MOST_FIELDS = 30;
  static final int MOST_OPTIONS = 50;

  /** What it says in one language, as typed. */
  record TextsEntry(String title, String intro, String button, String thanks, String consent) {

    static TextsEntry blank() {
      return new TextsEntry("", "", "", "", "");
    }

    TextsEntry clean() {
      return new TextsEntry(
          FormReader.clean(title),
          FormReader.clean(intro),
          FormReader.clean(button),
          FormReader.clean(thanks),
          FormReader.clean(consent));
    }
  }

  /** A field, as typed; its words in Spanish and in English. */
  record FieldEntry(String id, String kind, String required, String kept, List<WordsEntry> words) {

    FieldEntry clean() {
      List<WordsEntry> both = words == null ? List.of() : words;
      return new FieldEntry(
          FormReader.clean(id),
          FormReader.clean(kind),
          FormReader.clean(required),
          FormReader.clean(kept),
          IntStream.range(0, SPOKEN.size())
              .mapToObj(
                  i -> i < both.size() && both.get(i) != null ? both.get(i) : WordsEntry.blank())
              .map(WordsEntry::clean)
              .toList());
    }

    /** Whether it is one of the four that every form may ask. */
    public boolean usual() {
      return FormDesign.USUAL.contains(id);
    }

    public boolean withOptions() {
      return Kind.CHOICE.name().equals(kind) || Kind.CHOICES.name().equals(kind);
    }

    static FieldEntry usual(String id, boolean required) {
      Kind kind =
          id.equals(FormDesign.EMAIL)
              ? Kind.EMAIL
              : id.equals(FormDesign.PHONE) ? Kind.PHONE : Kind.SHORT_TEXT;
      return new FieldEntry(
          id,
          kind.name(),
          required ? "true" : "",
          "",
          List.of(WordsEntry.blank(), WordsEntry.blank()));
    }

    static FieldEntry own() {
      return new FieldEntry(
          "q" + TimeOrderedUuid.next().toString().replace("-", "").substring(20),
          Kind.SHORT_TEXT.name(),
          "",
          "",
          List.of(WordsEntry.blank(), WordsEntry.blank()));
    }
  }

  /** What a field is called, as typed; its options one a line. */
  record WordsEntry(String called, String help, String choices) {

    static WordsEntry blank() {
      return new WordsEntry("", "", "");
    }

    WordsEntry clean() {
      return new WordsEntry(
          FormReader.clean(called), FormReader.clean(help), FormReader.clean(choices));
    }

    List<String> lines() {
      return choices.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    }
  }

  /** A form as it stands. */
  static FormEntry of(LeadForm form) {
    LeadForm.Content c = form.content();
    return new FormEntry(
        form.id().toString(),
        form.version(),
        c.slug(),
        c.activity().toString(),
        c.story() == null ? "" : c.story().toString(),
        c.offer() == null ? "" : c.offer().toString(),
        String.join("+", form.languages()),
        SPOKEN.stream()
            .map(l -> c.design().texts().get(l))
            .map(
                t ->
                    t == null
                        ? TextsEntry.blank()
                        : new TextsEntry(
                            t.title(),
                            text(t.intro()),
                            text(t.button()),
                            text(t.thanks()),
                            t.consent()))
            .toList(),
        c.design().fields().stream()
            .map(
                f ->
                    new FieldEntry(
                        f.id(),
                        f.kind().name(),
                        f.required() ? "true" : "",
                        text(f.kept()),
                        SPOKEN.stream()
                            .map(l -> f.words().get(l))
                            .map(
                                w ->
                                    w == null
                                        ? WordsEntry.blank()
                                        : new WordsEntry(
                                            w.label(),
                                            text(w.hint()),
                                            String.join("\n", w.options())))
                            .toList()))
            .toList(),
        String.valueOf(c.consentRequired()),
        String.valueOf(c.doubleOptIn()),
        text(c.redirect()));
  }

  private static String text(@Nullable String kept) {
    return kept == null ? "" : kept;
  }

  /** The same without holes: rows for both languages, and no nulls. */
  FormEntry clean() {
    List<TextsEntry> both = texts == null ? List.of() : texts;
    return new FormEntry(
        FormReader.clean(id),
        version,
        FormReader.clean(slug),
        FormReader.clean(activity),
        FormReader.clean(story),
        FormReader.clean(offer),
        FormReader.clean(languages),
        IntStream.range(0, SPOKEN.size())
            .mapToObj(
                i -> i < both.size() && both.get(i) != null ? both.get(i) : TextsEntry.blank())
            .map(TextsEntry::clean)
            .toList(),
        (fields == null ? List.<FieldEntry>of() : fields)
            .stream().filter(f -> f != null && f.id() != null).map(FieldEntry::clean).toList(),
        FormReader.clean(consentRequired),
        FormReader.clean(doubleOptIn),
        FormReader.clean(redirect));
  }

  /** The languages that it speaks, the first one first. */
  public List<String> spoken() {
    List<String> chosen =
        Arrays.stream(languages == null ? new String[0] : languages.split("\\+"))
            .filter(SPOKEN::contains)
            .distinct()
            .toList();
    return chosen.isEmpty() ? List.of("es") : chosen;
  }

  public boolean speaks(String language) {
    return spoken().contains(language);
  }

  /** The usual fields that it does not ask yet. */
  public List<String> missingUsual() {
    return List.of(FormDesign.NAME, FormDesign.EMAIL, FormDesign.PHONE, FormDesign.COMPANY).stream()
        .filter(id -> fields.stream().noneMatch(f -> f.id().equals(id)))
        .toList();
  }

  /**
   * The same after a button was pressed.
   *
   * @param step {@code add}, {@code add:phone}, {@code up:2}, {@code down:2} or {@code remove:2};
   *     any other only shows it again
   */
  FormEntry with(String step) {
    String[] parts = step.split(":", 2);
    String of = parts.length > 1 ? parts[1] : "";
    List<FieldEntry> changed = new ArrayList<>(fields);
    int at = of.matches("\\d{1,2}") ? Integer.parseInt(of) : -1;
    boolean there = at >= 0 && at < changed.size();
    switch (parts[0]) {
      case "add" -> {
        if (changed.size() < MOST_FIELDS) {
          if (of.isEmpty()) {
            changed.add(FieldEntry.own());
          } else if (missingUsual().contains(of)) {
            changed.add(FieldEntry.usual(of, false));
          }
        }
      }
      case "up" -> {
        if (there && at > 0) {
          changed.add(at - 1, changed.remove(at));
        }
      }
      case "down" -> {
        if (there && at < changed.size() - 1) {
          changed.add(at + 1, changed.remove(at));
        }
      }
      case "remove" -> {
        if (there) {
          changed.remove(at);
        }
      }
      default -> {
        // Only to be shown again.
      }
    }
    return new FormEntry(
        id,
        version,
        slug,
        activity,
        story,
        offer,
        languages,
        texts,
        changed,
        consentRequired,
        doubleOptIn,
        redirect);
  }

  /** As much of it as can be shown already, whatever is missing. */
  FormDesign draft() {
    Map<String, Texts> said = new TreeMap<>();
    for (String language : spoken()) {
      TextsEntry t = texts.get(SPOKEN.indexOf(language));
      said.put(
          language, new Texts(t.title(), orNull(t.intro()), orNull(t.button()), null, t.consent()));
    }
    return new FormDesign(said, fields.stream().map(this::field).toList());
  }

  private Field field(FieldEntry f) {
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(k -> k.name().equals(f.kind()))
            .findFirst()
            .orElse(Kind.SHORT_TEXT);
    Map<String, Words> words = new TreeMap<>();
    for (String language : spoken()) {
      WordsEntry w = f.words().get(SPOKEN.indexOf(language));
      if (!f.usual() || !w.called().isEmpty() || !w.help().isEmpty()) {
        words.put(
            language,
            new Words(w.called(), orNull(w.help()), kind.hasOptions() ? w.lines() : List.of()));
      }
    }
    return new Field(
        f.id(), kind, "true".equals(f.required()), f.usual() ? null : orNull(f.kept()), words);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /**
   * What it rests on besides what was typed.
   *
   * @param keepers where the answer to a field may be kept
   * @param letters whether letters can be sent
   */
  record Known(
      Set<String> activities,
      Set<String> stories,
      Set<String> offers,
      Function<UUID, String> whyNoOffer,
      Set<String> keepers,
      boolean letters) {}

  /** The form that was meant; null when something is refused, each at its field. */
  LeadForm.@Nullable Content read(FormReader reader, Known known) {
    String address = slug.toLowerCase(Locale.ROOT);
    if (!address.matches("[a-z0-9-]{3,80}")) {
      reader.refuse("slug", "form.slug.invalid");
    }
    UUID of = reader.id("activity", activity);
    if (of == null || !known.activities().contains(of.toString())) {
      reader.require("activity", null, "form.activity.required");
    }
    UUID told = reader.id("story", story);
    if (told != null && !known.stories().contains(told.toString())) {
      reader.refuse("story", "choose");
    }
    UUID offered = reader.id("offer", offer);
    if (offered != null && !known.offers().contains(offered.toString())) {
      reader.refuse("offer", known.whyNoOffer().apply(offered));
    }
    Map<String, Texts> said = new TreeMap<>();
    for (String language : spoken()) {
      int i = SPOKEN.indexOf(language);
      TextsEntry t = texts.get(i);
      String at = "texts[" + i + "].";
      said.put(
          language,
          new Texts(
              reader.required(at + "title", t.title(), 120),
              reader.text(at + "intro", t.intro(), 2000),
              reader.text(at + "button", t.button(), 60),
              reader.text(at + "thanks", t.thanks(), 2000),
              reader.required(at + "consent", t.consent(), 2000)));
    }
    readFields(reader, known);
    boolean byLetter = "true".equals(doubleOptIn);
    if (byLetter && !known.letters()) {
      reader.refuse("doubleOptIn", "form.doubleOptIn.noMail");
    } else if (byLetter
        && fields.stream()
            .noneMatch(f -> f.id().equals(FormDesign.EMAIL) && "true".equals(f.required()))) {
      reader.refuse("doubleOptIn", "form.doubleOptIn.email");
    }
    String to = target(reader);
    return reader.failed() || of == null
        ? null
        : new LeadForm.Content(
            address,
            spoken().get(0),
            new FormDesign(said, fields.stream().map(this::field).toList()),
            new ActivityId(of),
            told == null ? null : new StoryId(told),
            offered == null ? null : new OfferId(offered),
            "true".equals(consentRequired),
            byLetter,
            to);
  }

  private @Nullable String target(FormReader reader) {
    String to = reader.text("redirect", redirect, 500);
    if (to == null) {
      return null;
    }
    try {
      URI uri = URI.create(to);
      if ("https".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getHost().contains(".")
          && uri.getUserInfo() == null) {
        return uri.toString();
      }
    } catch (IllegalArgumentException e) {
      // Refused below like any other that is none.
    }
    reader.refuse("redirect", "form.redirect.invalid");
    return null;
  }

  private void readFields(FormReader reader, Known known) {
    Set<String> ids = new HashSet<>();
    Set<String> usedOnce = new HashSet<>();
    int files = 0;
    for (int i = 0; i < fields.size(); i++) {
      FieldEntry f = fields.get(i);
      String at = "fields[" + i + "].";
      boolean known4 = f.usual();
      if (!ids.add(f.id()) || !(known4 || f.id().matches("answer|q[0-9a-f]{12}"))) {
        reader.refuse(at + "kind", "choose");
        continue;
      }
      Kind kind = reader.choice(at + "kind", f.kind(), Kind.class);
      if (kind == null) {
        reader.require(at + "kind", null, "choose");
        continue;
      }
      if (kind == Kind.FILE && ++files > 1) {
        reader.refuse(at + "kind", "form.field.oneFile");
      }
      if (!f.kept().isEmpty() && !known4) {
        if (!known.keepers().contains(f.kept())) {
          reader.refuse(at + "kept", "choose");
        } else if (FormDesign.PURCHASE_DATE.equals(f.kept()) && kind != Kind.DATE) {
          reader.refuse(at + "kept", "form.field.date");
        } else if (kind == Kind.FILE) {
          reader.refuse(at + "kept", "form.field.file");
        } else if (!FormDesign.NEED.equals(f.kept()) && !usedOnce.add(f.kept())) {
          reader.refuse(at + "kept", "form.field.kept.twice");
        }
      }
      readWords(reader, f, kind, at);
    }
    if (fields.size() > MOST_FIELDS) {
      reader.refuse("fields", "form.fields.tooMany", MOST_FIELDS);
    }
    if (!ids.contains(FormDesign.EMAIL) && !ids.contains(FormDesign.PHONE)) {
      reader.refuse("fields", "form.fields.reach");
    }
  }

  private void readWords(FormReader reader, FieldEntry f, Kind kind, String at) {
    int options = -1;
    for (String language : spoken()) {
      int i = SPOKEN.indexOf(language);
      WordsEntry w = f.words().get(i);
      String in = at + "words[" + i + "].";
      if (f.usual()) {
        reader.text(in + "called", w.called(), 200);
      } else {
        reader.required(in + "called", w.called(), 200);
      }
      reader.text(in + "help", w.help(), 300);
      if (kind.hasOptions()) {
        List<String> lines = w.lines();
        if (lines.size() < 2 || lines.size() > MOST_OPTIONS) {
          reader.refuse(in + "choices", "form.options.number", MOST_OPTIONS);
        } else if (lines.stream().anyMatch(l -> l.length() > 200)) {
          reader.refuse(in + "choices", "tooLong", 200);
        } else if (lines.stream().distinct().count() != lines.size()) {
          reader.refuse(in + "choices", "form.options.twice");
        } else if (options >= 0 && options != lines.size()) {
          reader.refuse(in + "choices", "form.options.unequal", options, lines.size());
        }
        options = options < 0 ? lines.size() : options;
      }
    }
  }
}
