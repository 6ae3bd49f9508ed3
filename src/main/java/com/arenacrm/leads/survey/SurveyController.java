package com.arenacrm.leads.survey;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Links;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.Secret;
import com.arenacrm.leads.TrialId;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.Slice;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.shared.PhoneNumber;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriUtils;

/** Asking what a trial was like, and reading what was said: of one trial, and of all. */
@Controller
@RequestMapping("/leads")
class SurveyController {

  private final Surveys surveys;
  private final ContactBook contacts;
  private final Playbook playbook;
  private final UserNames userNames;
  private final Links links;
  private final MessageSource messages;
  private final Clock clock;

  SurveyController(
      Surveys surveys,
      ContactBook contacts,
      Playbook playbook,
      UserNames userNames,
      Links links,
      MessageSource messages,
      Clock clock) {
    this.surveys = surveys;
    this.contacts = contacts;
    this.playbook = playbook;
    this.userNames = userNames;
    this.links = links;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping("/trials/{id}/survey")
  String ofTrial(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Model model) {
    fill(model, surveys.about(new TrialId(id), viewer));
    return htmx == null ? "leads/survey" : "leads/survey :: panel";
  }

  /**
   * Makes an address, and shows it; that is the only time. The form brings the secret along, so
   * that sending it twice makes one address, and shows the one that works.
   */
  @PostMapping("/trials/{id}/survey")
  String ask(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String secret,
      HttpServletRequest request,
      Model model,
      RedirectAttributes next) {
    TrialId trial = new TrialId(id);
    Surveys.About about = surveys.about(trial, actor);
    String back = "redirect:/leads/trials/" + id + "/survey";
    Optional<Secret> made = Secret.parse(secret);
    if (made.isEmpty()) {
      return back;
    }
    try {
      surveys.ask(trial, made.get(), actor, clock.instant());
    } catch (RefusedException e) {
      Flash.refused(next, e);
      return back;
    }
    fill(model, about);
    String address = links.forViewer(request, "/surveys/" + made.get().value());
    PersonCard person = (PersonCard) model.getAttribute("person");
    model.addAttribute("address", address);
    if (person != null && person.email() != null) {
      model.addAttribute(
          "letter",
          letter(person, String.valueOf(model.getAttribute("offerName")), address, actor));
    }
    return "leads/survey";
  }

  /** What was said after the trials of an offer, or of all offers. */
  @GetMapping("/surveys")
  String all(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable UUID offer,
      @RequestParam(required = false) Surveys.@Nullable Which which,
      @RequestParam(required = false) @Nullable UUID after,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Model model) {
    Slice<Surveys.Row> page = surveys.seen(offer, which, after, viewer);
    model.addAttribute("page", page);
    model.addAttribute("summary", surveys.summary(offer, viewer));
    model.addAttribute("offer", offer);
    model.addAttribute("which", which);
    model.addAttribute("now", clock.instant());
    model.addAttribute(
        "offers",
        playbook.offerNames(
            offer == null
                ? page.rows().stream().map(Surveys.Row::offerId).distinct().toList()
                : List.of(offer)));
    return htmx == null ? "leads/surveys" : "leads/surveys :: rows";
  }

  private void fill(Model model, Surveys.About about) {
    Instant now = clock.instant();
    PersonId person = new PersonId(about.personId());
    PersonCard card = contacts.cards(List.of(person)).get(person);
    Survey survey = surveys.of(new TrialId(about.trialId())).orElse(null);
    model.addAttribute("about", about);
    model.addAttribute("offerName", surveys.offerName(about));
    model.addAttribute("person", card);
    model.addAttribute(
        "phone",
        card == null || card.phone() == null ? null : new PhoneNumber(card.phone()).readable());
    model.addAttribute("survey", survey);
    model.addAttribute("state", survey == null ? null : survey.state(now));
    model.addAttribute("secret", Secret.next().value());
    model.addAttribute("askedBy", survey == null ? null : userNames.all().get(survey.createdBy()));
  }

  /** A mail to the person, to be sent from one's own mail program, in the company's language. */
  private String letter(PersonCard person, String offer, String address, CurrentUser actor) {
    Locale locale = Locale.forLanguageTag(actor.company().language());
    Object[] words = {
      person.name().split(" ")[0], offer, address, actor.firstName(), actor.company().name()
    };
    String text = messages.getMessage("survey.mail.text", words, locale);
    return "mailto:"
        + UriUtils.encode(String.valueOf(person.email()), StandardCharsets.UTF_8)
            .replace("%40", "@")
        + "?subject="
        + encode(messages.getMessage("survey.mail.subject", words, locale))
        + "&body="
        + encode(text.replace("\n", "\r\n"));
  }

  private static String encode(String text) {
    return UriUtils.encode(text, StandardCharsets.UTF_8);
  }
}
