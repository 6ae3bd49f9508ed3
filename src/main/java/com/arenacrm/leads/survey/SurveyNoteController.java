package com.arenacrm.leads.survey;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.icp.research.Finding;
import com.arenacrm.icp.research.ResearchMethod;
import com.arenacrm.icp.research.ResearchNoteId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.HourglassPhase;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Makes a research note of an answer: what customers of a profile expect when they try (R076).
 * Everybody reads those notes, so the form is filled in without the name of whoever answered.
 */
@Controller
@RequestMapping("/leads/surveys/{id}/note")
class SurveyNoteController {

  /** The note as typed; {@code id} is the new note's, so that sending twice makes one. */
  record NoteForm(
      String id, String profile, String title, String finding, String source, String foundOn) {}

  private final Surveys surveys;
  private final Profiles profiles;
  private final MessageSource messages;
  private final Clock clock;

  SurveyNoteController(Surveys surveys, Profiles profiles, MessageSource messages, Clock clock) {
    this.surveys = surveys;
    this.profiles = profiles;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping
  String blank(CurrentUser actor, @PathVariable UUID id, Locale locale, Model model) {
    Survey survey = answered(id, actor);
    if (survey.note().isPresent()) {
      return "redirect:/icp/research/" + survey.note().get();
    }
    Survey.Answer said = survey.answer().orElseThrow(NotFoundException::new);
    Instant at = survey.answeredAt().orElseThrow(NotFoundException::new);
    Surveys.About about = surveys.about(survey.trial());
    String offer = surveys.offerName(about);
    model.addAttribute(
        "form",
        new NoteForm(
            ResearchNoteId.next().toString(),
            Optional.ofNullable(about.profileId()).map(UUID::toString).orElse(""),
            say("survey.note.title", locale, offer),
            Stream.of(
                    line("survey.note.expected", said.expected(), locale),
                    line("survey.note.surprised", said.surprised(), locale),
                    Optional.of(say("survey.note.score", locale, said.score())))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n")),
            say("survey.note.source", locale, offer),
            LocalDate.ofInstant(at, actor.company().zone()).toString()));
    fill(model.asMap(), survey, about);
    return "leads/survey-note";
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") NoteForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Survey survey = answered(id, actor);
    FormReader reader = new FormReader(errors, locale);
    UUID note = reader.id("id", form.id());
    UUID profile = reader.id("profile", form.profile());
    reader.require("profile", profile, "choose");
    if (profile != null && !profiles.names().containsKey(new ProfileId(profile))) {
      reader.refuse("profile", "choose");
    }
    String title = reader.required("title", form.title(), 200);
    String text = reader.required("finding", form.finding(), 10_000);
    String source = reader.required("source", form.source(), 300);
    LocalDate day = reader.date("foundOn", form.foundOn());
    reader.require("foundOn", day, "required");
    if (day != null && day.isAfter(actor.today(clock))) {
      reader.refuse("foundOn", "research.future");
    }
    Surveys.About about = surveys.about(survey.trial());
    if (reader.failed() || note == null || profile == null || day == null) {
      ModelAndView page = new ModelAndView("leads/survey-note", errors.getModel());
      fill(page.getModel(), survey, about);
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    ResearchNoteId made = new ResearchNoteId(note);
    try {
      Once.make(
          () -> answered(id, actor).note().filter(made::equals).isPresent(),
          () ->
              surveys.note(
                  survey.id(),
                  made,
                  new Finding(
                      new ProfileId(profile),
                      null,
                      null,
                      ResearchMethod.SURVEY,
                      HourglassPhase.TRY,
                      title,
                      text,
                      source,
                      null,
                      day),
                  actor,
                  clock.instant()));
      Flash.done(next, "survey.note.done");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return new ModelAndView("redirect:/leads/" + about.leadId() + "#trials");
  }

  private Survey answered(UUID id, CurrentUser actor) {
    Survey survey = surveys.get(new SurveyId(id), actor);
    if (survey.answer().isEmpty()) {
      throw new NotFoundException();
    }
    return survey;
  }

  private void fill(Map<String, Object> model, Survey survey, Surveys.About about) {
    model.put("survey", survey.id());
    model.put("about", about);
    model.put("profileChoices", profiles.choices());
  }

  private Optional<String> line(String key, @Nullable String words, Locale locale) {
    return Optional.ofNullable(words).map(w -> say(key, locale) + " " + w);
  }

  private String say(String key, Locale locale, Object... arguments) {
    return messages.getMessage(key, arguments, locale);
  }
}
