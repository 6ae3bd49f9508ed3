package com.arenacrm.leads.forms;

import com.arenacrm.leads.forms.FormDesign.Field;
import com.arenacrm.leads.forms.FormDesign.Kind;
import com.arenacrm.leads.forms.FormDesign.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/**
 * A form as a visitor sees it: in one language, with what they have typed and what is wrong with
 * it.
 *
 * @param prefix before each identifier in the page, so that two previews can stand on one
 */
record FormPage(
    String prefix,
    String language,
    String title,
    @Nullable String intro,
    String button,
    String consent,
    boolean consentRequired,
    boolean agreed,
    @Nullable String consentWrong,
    List<Shown> fields,
    Said said) {

  /**
   * What is said around the fields, in the language of the form, whoever reads it.
   *
   * @param optional beside a field that may stay empty
   * @param choose where nothing is chosen yet
   * @param file what files may be sent
   */
  record Said(String optional, String choose, String file) {

    static Said in(Locale locale, MessageSource messages) {
      return new Said(
          messages.getMessage("form.optional", null, locale),
          messages.getMessage("form.choose", null, locale),
          messages.getMessage("form.file.hint", null, locale));
    }
  }

  /**
   * One field.
   *
   * @param wrong what is wrong with it; null for nothing
   * @param again that a file has to be chosen again, since the browser forgets it; null for nothing
   */
  record Shown(
      String id,
      Kind kind,
      String called,
      @Nullable String help,
      boolean required,
      List<Option> options,
      String typed,
      @Nullable String wrong,
      @Nullable String again,
      String autocomplete,
      int most) {}

  /** One thing that may be chosen; its value stands in the form's first language. */
  record Option(String value, String called, boolean chosen) {}

  static final int SHORT = 200;
  static final int LONG = 5000;

  /** Whether visitors can send a file along. */
  public boolean takesFile() {
    return fields.stream().anyMatch(f -> f.kind() == Kind.FILE);
  }

  static FormPage of(
      String prefix,
      FormDesign design,
      String first,
      String language,
      boolean consentRequired,
      Map<String, List<String>> typed,
      Map<String, String> wrong,
      MessageSource messages) {
    FormDesign.Texts known = design.texts().get(language);
    FormDesign.Texts texts = known == null ? design.texts().get(first) : known;
    Locale locale = Locale.forLanguageTag(language);
    List<Shown> fields = new ArrayList<>();
    for (Field field : design.fields()) {
      List<String> said = typed.getOrDefault(field.id(), List.of());
      fields.add(
          new Shown(
              field.id(),
              field.kind(),
              called(field, first, language, messages),
              field.words().containsKey(language) ? field.words().get(language).hint() : null,
              field.required(),
              options(field, first, language, said),
              said.isEmpty() ? "" : said.get(0),
              wrong.get(field.id()),
              field.kind() != Kind.FILE || said.isEmpty() || wrong.containsKey(field.id())
                  ? null
                  : messages.getMessage("ui.file.again", new Object[] {said.get(0)}, locale),
              autocomplete(field),
              field.kind() == Kind.LONG_TEXT ? LONG : SHORT));
    }
    return new FormPage(
        prefix,
        language,
        texts.title(),
        texts.intro(),
        texts.button() == null ? messages.getMessage("form.send", null, locale) : texts.button(),
        texts.consent(),
        consentRequired,
        typed.containsKey("consent"),
        wrong.get("consent"),
        fields,
        Said.in(locale, messages));
  }

  /** How a field is called in a language; a usual one that nobody named, as everywhere. */
  static String called(Field field, String first, String language, MessageSource messages) {
    Words words = field.words().getOrDefault(language, field.words().get(first));
    if (words != null && !words.label().isEmpty()) {
      return words.label();
    }
    String key =
        switch (field.id()) {
          case FormDesign.EMAIL -> "person.email";
          case FormDesign.PHONE -> "person.phone";
          case FormDesign.COMPANY -> "person.company";
          case FormDesign.NAME -> "person.name";
          default -> null;
        };
    // A question of one's own that has no words yet has none to fall back on.
    return key == null ? "" : messages.getMessage(key, null, Locale.forLanguageTag(language));
  }

  private static List<Option> options(
      Field field, String first, String language, List<String> said) {
    Words main = field.words().get(first);
    if (!field.kind().hasOptions() || main == null) {
      return List.of();
    }
    Words spoken = field.words().getOrDefault(language, main);
    List<Option> options = new ArrayList<>();
    for (int i = 0; i < main.options().size(); i++) {
      String value = main.options().get(i);
      options.add(
          new Option(
              value,
              i < spoken.options().size() ? spoken.options().get(i) : value,
              said.contains(value)));
    }
    return options;
  }

  private static String autocomplete(Field field) {
    return switch (field.id()) {
      case FormDesign.NAME -> "name";
      case FormDesign.EMAIL -> "email";
      case FormDesign.PHONE -> "tel";
      case FormDesign.COMPANY -> "organization";
      default -> "off";
    };
  }
}
