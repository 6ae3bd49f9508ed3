package com.arenacrm.leads.forms;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.Exports.Column;
import com.arenacrm.leads.LeadFormId;
import com.arenacrm.leads.forms.FormAnswers.AnswerRow;
import com.arenacrm.leads.forms.FormAnswers.Which;
import com.arenacrm.leads.forms.FormDesign.Field;
import com.arenacrm.planner.Planner;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.platform.Slice;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.playbook.StoryId;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What came in through a form: what counts, what waits for its letter, and what was set aside. */
@Controller
@RequestMapping("/leads/forms/{id}")
class AnswerController {

  /** Something that was typed about somebody of whom we knew otherwise. */
  record Difference(String what, String called, String typed, String known) {}

  private static final List<Column> COLUMNS =
      Stream.of(
              "form.answer.when",
              "person.name",
              "person.email",
              "person.phone",
              "person.company",
              "form.language",
              "form.consent.version",
              "form.answer.confirmed",
              "form.campaign.source",
              "form.campaign.medium",
              "form.campaign.campaign",
              "form.campaign.term",
              "form.campaign.content",
              "form.campaign.referrer")
          .map(Column::of)
          .toList();

  private final LeadForms forms;
  private final FormSubmissions submissions;
  private final FormAnswers answers;
  private final FormFiles files;
  private final Confirmations confirmations;
  private final ContactBook contacts;
  private final Planner planner;
  private final Playbook playbook;
  private final Exports exports;
  private final MessageSource messages;
  private final Clock clock;

  AnswerController(
      LeadForms forms,
      FormSubmissions submissions,
      FormAnswers answers,
      FormFiles files,
      Confirmations confirmations,
      ContactBook contacts,
      Planner planner,
      Playbook playbook,
      Exports exports,
      MessageSource messages,
      Clock clock) {
    this.forms = forms;
    this.submissions = submissions;
    this.answers = answers;
    this.files = files;
    this.confirmations = confirmations;
    this.contacts = contacts;
    this.planner = planner;
    this.playbook = playbook;
    this.exports = exports;
    this.messages = messages;
    this.clock = clock;
  }

  /** Whether letters cannot be sent, so that nobody can confirm an answer. */
  @ModelAttribute("mailless")
  boolean mailless() {
    return !confirmations.isPossible();
  }

  @ShortAddress
  @GetMapping
  String all(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "COUNTED") Which which,
      @RequestParam(defaultValue = "") String campaign,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(required = false) @Nullable UUID after,
      Locale locale,
      Model model) {
    LeadForm form = get(id);
    Slice<AnswerRow> page =
        answers.answers(
            form.id(), which, campaign.isEmpty() ? null : campaign, q, after, FormAnswers.PAGE);
    model.addAttribute("leadForm", form);
    model.addAttribute("activity", planner.activity(form.activity()).orElse(null));
    StoryId told = form.content().story();
    model.addAttribute("story", told == null ? null : playbook.story(told).orElse(null));
    model.addAttribute("page", page);
    model.addAttribute("which", which);
    model.addAttribute("whichOnes", Which.values());
    model.addAttribute("campaign", campaign);
    model.addAttribute("q", q);
    model.addAttribute("counts", answers.counts(form.id()));
    model.addAttribute("campaigns", answers.campaigns(form.id()));
    model.addAttribute("columns", columns(form, locale));
    model.addAttribute(
        "conversion",
        answers.conversion(
            form.id(),
            viewer.today(clock),
            clock.instant().minus(Duration.ofDays(FormAnswers.DAYS))));
    return "leads/form";
  }

  /** The same as a file, with the form's own questions as columns. */
  @GetMapping("/answers/export")
  void file(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      @RequestParam(defaultValue = "COUNTED") Which which,
      @RequestParam(defaultValue = "") String campaign,
      @RequestParam(defaultValue = "") String q,
      Locale locale,
      HttpServletResponse response) {
    LeadForm form = get(id);
    Map<String, String> questions = columns(form, locale);
    String of = campaign.isEmpty() ? null : campaign;
    exports.send(
        response,
        viewer,
        locale,
        format,
        "form.answers",
        COLUMNS,
        List.copyOf(questions.values()),
        answers.count(form.id(), which, of, q, ListFile.MOST_ROWS),
        Exports.pieces(
            after -> answers.answers(form.id(), which, of, q, after, Exports.PIECE),
            (rows, file) -> rows.forEach(a -> file.row(cells(a, questions.keySet())))));
  }

  private static List<Object> cells(AnswerRow answer, Set<String> questions) {
    Campaign c = answer.campaign();
    List<Object> cells =
        new ArrayList<>(
            Arrays.asList(
                answer.at(),
                answer.name(),
                answer.email(),
                answer.phone(),
                answer.company(),
                answer.language(),
                answer.consentVersion(),
                answer.confirmedAt(),
                c.source(),
                c.medium(),
                c.campaign(),
                c.term(),
                c.content(),
                c.referrer()));
    questions.forEach(question -> cells.add(answer.answers().get(question)));
    return cells;
  }

  @GetMapping("/answers/{answer}")
  String one(@PathVariable UUID id, @PathVariable UUID answer, Locale locale, Model model) {
    LeadForm form = get(id);
    AnswerRow row = answers.answer(form.id(), answer).orElseThrow(NotFoundException::new);
    model.addAttribute("leadForm", form);
    model.addAttribute("answer", row);
    model.addAttribute("columns", columns(form, locale));
    model.addAttribute("attachments", files.attachmentsOf(List.of(answer)));
    model.addAttribute("differences", differences(form, row, locale));
    model.addAttribute("mostLetters", Confirmations.MOST_LETTERS);
    return "leads/form-answer";
  }

  /** An answer that was set aside was somebody's after all. */
  @PostMapping("/answers/{answer}/release")
  String release(
      @PathVariable UUID id,
      @PathVariable UUID answer,
      @RequestParam(defaultValue = "") String back,
      RedirectAttributes next) {
    LeadForm form = get(id);
    submissions.release(form, answer, clock.instant());
    Flash.done(next, form.content().doubleOptIn() ? "form.released.waits" : "form.released");
    return asideOf(id, back);
  }

  /** Throws one answer that was set aside away, for good. */
  @PostMapping("/answers/{answer}/removal")
  String remove(
      @PathVariable UUID id,
      @PathVariable UUID answer,
      @RequestParam(defaultValue = "") String back,
      RedirectAttributes next) {
    submissions.discard(get(id).id(), answer);
    Flash.done(next, "form.junk.removed.one");
    return asideOf(id, back);
  }

  private static String asideOf(UUID form, String back) {
    return back.equals("inbox")
        ? "redirect:/leads/inbox"
        : "redirect:/leads/forms/" + form + "?which=ASIDE";
  }

  /** Throws away, for good, what was set aside. */
  @PostMapping("/junk/removal")
  String clear(@PathVariable UUID id, RedirectAttributes next) {
    Flash.done(next, "form.junk.removed", submissions.clear(get(id).id()));
    return "redirect:/leads/forms/" + id;
  }

  /** Sends the letter of confirmation once more. */
  @PostMapping("/answers/{answer}/letter")
  String letter(@PathVariable UUID id, @PathVariable UUID answer, RedirectAttributes next) {
    LeadForm form = get(id);
    answers.answer(form.id(), answer).orElseThrow(NotFoundException::new);
    if (!confirmations.isPossible()) {
      Flash.refused(next, "form.letter.mailless");
    } else if (confirmations.again(form, answer, clock.instant())) {
      Flash.done(next, "form.letter.sent");
    } else {
      Flash.refused(next, "form.letter.enough", Confirmations.MOST_LETTERS);
    }
    return "redirect:/leads/forms/" + id + "/answers/" + answer;
  }

  /** What they typed is right, and what we knew is not. */
  @PostMapping("/answers/{answer}/adoption")
  String adopt(
      CurrentUser actor,
      @PathVariable UUID id,
      @PathVariable UUID answer,
      @RequestParam String what,
      Locale locale,
      RedirectAttributes next) {
    LeadForm form = get(id);
    AnswerRow row = answers.answer(form.id(), answer).orElseThrow(NotFoundException::new);
    boolean offered = differences(form, row, locale).stream().anyMatch(d -> d.what().equals(what));
    if (offered && row.personId() != null) {
      try {
        submissions.adopt(
            form, answer, new PersonId(row.personId()), what, actor.id(), clock.instant());
        Flash.done(next, "form.adopted");
      } catch (RefusedException e) {
        Flash.refused(next, e);
      }
    }
    return "redirect:/leads/forms/" + id + "/answers/" + answer;
  }

  private LeadForm get(UUID id) {
    return forms.findById(new LeadFormId(id)).orElseThrow(NotFoundException::new);
  }

  private Map<String, String> columns(LeadForm form, Locale locale) {
    String language =
        form.languages().contains(locale.getLanguage()) ? locale.getLanguage() : form.language();
    Map<String, String> columns = new LinkedHashMap<>();
    for (Field field : form.design().ownFields()) {
      columns.put(field.id(), FormPage.called(field, form.language(), language, messages));
    }
    return columns;
  }

  private List<Difference> differences(LeadForm form, AnswerRow row, Locale locale) {
    if (row.personId() == null) {
      return List.of();
    }
    PersonDetails known = contacts.person(new PersonId(row.personId())).details();
    String company =
        known.company() == null
            ? null
            : contacts.companyNames(List.of(known.company())).get(known.company().id());
    List<Difference> found = new ArrayList<>();
    if (form.design().field(FormDesign.NAME).isPresent()) {
      note(found, "name", word("person.name", locale), row.name(), known.name());
    }
    note(
        found,
        "phone",
        word("person.phone", locale),
        row.phone(),
        known.phone() == null ? null : known.phone().e164());
    note(found, "company", word("person.company", locale), row.company(), company);
    for (Field field : form.design().ownFields()) {
      String attribute = field.attribute(false);
      if (attribute != null) {
        note(
            found,
            FormDesign.PERSON_ATTRIBUTE + attribute,
            attribute,
            row.answers().get(field.id()),
            known.attributes().get(attribute));
      }
    }
    return found;
  }

  private String word(String key, Locale locale) {
    return messages.getMessage(key, null, locale);
  }

  private static void note(
      List<Difference> found,
      String what,
      String called,
      @Nullable String typed,
      @Nullable String known) {
    if (typed != null && !typed.isBlank() && !Objects.equals(typed.strip(), known)) {
      found.add(new Difference(what, called, typed, known == null ? "" : known));
    }
  }
}
