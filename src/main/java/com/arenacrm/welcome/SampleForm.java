package com.arenacrm.welcome;

import com.arenacrm.leads.forms.Campaign;
import com.arenacrm.leads.forms.FormDesign;
import com.arenacrm.leads.forms.FormDesign.Field;
import com.arenacrm.leads.forms.FormDesign.Kind;
import com.arenacrm.leads.forms.FormDesign.Texts;
import com.arenacrm.leads.forms.FormDesign.Words;
import com.arenacrm.leads.forms.LeadForm;
import com.arenacrm.leads.forms.Sent;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.playbook.StoryId;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The form of the tasting, in both languages, and what some of the cast wrote into it. */
final class SampleForm {

  private static final String CUPS = "q0a1b2c3d4e5f";
  private static final String INTERESTS = "q1a1b2c3d4e5f";

  private SampleForm() {}

  static LeadForm.Content of(SampleWords words, ActivityId activity, StoryId story) {
    Map<String, Texts> texts = new TreeMap<>();
    List<SampleWords> both = Stream.of("es", "en").map(SampleWords::in).toList();
    for (SampleWords in : both) {
      texts.put(
          in.language(),
          new Texts(
              in.say("form.title"),
              in.say("form.intro"),
              in.say("form.button"),
              in.say("form.thanks"),
              in.say("form.consent")));
    }
    return new LeadForm.Content(
        words.say("form.address"),
        words.language(),
        new FormDesign(
            texts,
            List.of(
                new Field("fullName", Kind.SHORT_TEXT, true, null, Map.of()),
                new Field("email", Kind.EMAIL, true, null, Map.of()),
                new Field("company", Kind.SHORT_TEXT, true, null, Map.of()),
                new Field("phone", Kind.PHONE, false, null, Map.of()),
                field(both, CUPS, Kind.NUMBER, "form.cups", null),
                field(both, INTERESTS, Kind.CHOICES, "form.interests", "form.interests.options"),
                field(both, "answer", Kind.LONG_TEXT, "form.question", null))),
        activity,
        story,
        null,
        true,
        false,
        null);
  }

  private static Field field(
      List<SampleWords> both, String id, Kind kind, String label, @Nullable String options) {
    Map<String, Words> words = new TreeMap<>();
    for (SampleWords in : both) {
      words.put(
          in.language(),
          new Words(
              in.say(label),
              null,
              options == null ? List.of() : List.of(in.say(options).split(" \\| "))));
    }
    return new Field(id, kind, false, "answer".equals(id) ? "NEED" : null, words);
  }

  /**
   * What one of them sent.
   *
   * @param answer what they wrote at length, by its meaning
   */
  static Sent sent(SampleWords words, Visitor visitor, String answer, Instant opened) {
    String[] options = words.say("form.interests.options").split(" \\| ");
    Map<String, String> answers = new TreeMap<>();
    answers.put("answer", words.say(answer));
    if (visitor.cups() > 0) {
      answers.put(CUPS, String.valueOf(visitor.cups()));
    }
    if (!visitor.interests().isEmpty()) {
      answers.put(
          INTERESTS,
          visitor.interests().stream().map(i -> options[i]).collect(Collectors.joining("\n")));
    }
    return new Sent(
        TimeOrderedUuid.next(),
        words.language(),
        visitor.name(),
        visitor.email(),
        null,
        visitor.company(),
        answers,
        List.of(),
        words.say("form.consent"),
        visitor.came(),
        null,
        opened,
        true,
        "198.51.100.7");
  }

  /**
   * Somebody who fills it in.
   *
   * @param cups how many they serve a day; 0 when they do not say
   * @param interests which of the options they tick, by their place
   */
  record Visitor(
      String name,
      EmailAddress email,
      String company,
      int cups,
      List<Integer> interests,
      Campaign came) {}

  /** How each of the cast came, and what they drink. */
  static Visitor visitor(SampleWords words, String name, EmailAddress email, String company) {
    Campaign letter =
        new Campaign(
            words.say("form.came.letter"),
            words.say("form.came.mail"),
            words.say("form.came.breakfast"),
            null,
            null,
            null);
    return switch (name) {
      case "Paula Rey" -> new Visitor(name, email, company, 180, List.of(0, 2), letter);
      case "Xoel Dacal" ->
          new Visitor(
              name,
              email,
              company,
              60,
              List.of(0),
              new Campaign("linkedin", null, words.say("form.came.breakfast"), null, null, null));
      default -> new Visitor(name, email, company, 0, List.of(1), Campaign.NONE);
    };
  }

  /** What a bot sent, which counts nowhere. */
  static Sent junk(SampleWords words, Instant opened) {
    return new Sent(
        TimeOrderedUuid.next(),
        words.language(),
        words.say("form.junk.name"),
        new EmailAddress("rank@seo-promo.example"),
        null,
        null,
        Map.of("answer", words.say("form.junk.text")),
        List.of(),
        words.say("form.consent"),
        Campaign.NONE,
        "https://seo-promo.example",
        opened,
        false,
        "203.0.113.9");
  }
}
