package com.arenacrm.planner.reviews;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.planner.Planner;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.platform.Slice;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Reviews and mentions: the list with its trend, noting and answering them. */
@Controller
@RequestMapping("/planner/reviews")
class MentionController {

  /**
   * As typed; {@code id} is the new one's, so that sending twice makes one.
   *
   * @param chosen the person that was chosen by name; counts while the name stands there
   */
  record MentionForm(
      String id,
      String place,
      String saidOn,
      String stars,
      String tone,
      String said,
      String link,
      String author,
      String person,
      String chosen,
      String activity,
      String answer,
      String answeredOn,
      Integer version) {}

  private final Reputation reputation;
  private final Mentions mentions;
  private final Planner planner;
  private final ContactBook book;
  private final Clock clock;

  MentionController(
      Reputation reputation, Mentions mentions, Planner planner, ContactBook book, Clock clock) {
    this.reputation = reputation;
    this.mentions = mentions;
    this.planner = planner;
    this.book = book;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping
  String list(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable Tone tone,
      @RequestParam(defaultValue = "false") boolean reviews,
      @RequestParam(defaultValue = "false") boolean open,
      @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
          @Nullable LocalDate from,
      @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
          @Nullable LocalDate before,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    Reputation.Query query = new Reputation.Query(tone, reviews, open, from, before);
    Slice<Reputation.Row> page = reputation.page(query, after);
    model.addAttribute("page", page);
    model.addAttribute("query", query);
    model.addAttribute("tones", Tone.values());
    model.addAttribute("months", reputation.months(viewer.today(clock)));
    model.addAttribute("waiting", reputation.open());
    model.addAttribute(
        "people",
        book.cards(
            page.rows().stream()
                .map(Reputation.Row::personId)
                .filter(Objects::nonNull)
                .map(PersonId::new)
                .toList()));
    return "planner/reviews";
  }

  @GetMapping("/new")
  String blank(CurrentUser actor, Model model) {
    String today = actor.today(clock).toString();
    model.addAttribute(
        "form",
        new MentionForm(
            MentionId.next().toString(), "", today, "", "", "", "", "", "", "", "", "", "", 0));
    addChoices(model.asMap());
    return "planner/review-form";
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @ModelAttribute("form") MentionForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    Saying saying = read(form, reader, actor, locale);
    if (id == null || saying == null) {
      return invalid(errors);
    }
    MentionId mention = new MentionId(id);
    Once.make(
        () -> mentions.findById(mention).isPresent(),
        () ->
            reputation.note(mention, saying, actor.company().zone(), actor.id(), clock.instant()));
    Flash.done(next, "review.added");
    return new ModelAndView("redirect:/planner/reviews");
  }

  @GetMapping("/{mention}")
  String one(CurrentUser viewer, @PathVariable UUID mention, Model model) {
    Mention found = get(mention);
    model.addAttribute("mention", found.id());
    model.addAttribute("mayChange", found.mayBeChangedBy(viewer));
    model.addAttribute("saying", found.saying());
    model.addAttribute("form", formOf(found));
    model.addAttribute(
        "occurrence",
        Optional.ofNullable(found.saying().occurrence()).flatMap(planner::occurrence).orElse(null));
    addChoices(model.asMap(), found);
    return found.mayBeChangedBy(viewer) ? "planner/review-form" : "planner/review";
  }

  @PostMapping("/{mention}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID mention,
      @ModelAttribute("form") MentionForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Mention found = get(mention);
    if (!found.mayBeChangedBy(actor)) {
      throw new NotFoundException();
    }
    FormReader reader = new FormReader(errors, locale);
    Saying saying = read(form, reader, actor, locale);
    if (saying == null) {
      ModelAndView page = invalid(errors).addObject("mention", found.id());
      addChoices(page.getModel(), found);
      return page;
    }
    if (Meanwhile.changed(form.version(), found.version())) {
      ModelAndView late = new ModelAndView("planner/review-form", "mention", found.id());
      addChoices(late.getModel(), found);
      return Meanwhile.show(late, form, formOf(found));
    }
    reputation.change(found, saying, actor.company().zone(), actor.id());
    Flash.done(next, "review.saved");
    return new ModelAndView("redirect:/planner/reviews");
  }

  @PostMapping("/{mention}/deletion")
  String delete(CurrentUser actor, @PathVariable UUID mention, RedirectAttributes next) {
    reputation.delete(new MentionId(mention), actor);
    Flash.done(next, "review.deleted");
    return "redirect:/planner/reviews";
  }

  private @Nullable Saying read(
      MentionForm form, FormReader reader, CurrentUser actor, Locale locale) {
    String place = reader.required("place", form.place(), 100);
    LocalDate day = reader.date("saidOn", form.saidOn());
    reader.require("saidOn", day, "required");
    LocalDate today = actor.today(clock);
    if (day != null && day.isAfter(today)) {
      reader.refuse("saidOn", "review.future");
    }
    Integer stars = reader.whole("stars", form.stars(), 1, 5);
    Tone tone = reader.choice("tone", form.tone(), Tone.class);
    if (stars == null) {
      reader.require("tone", tone, "choose");
    }
    String said = reader.required("said", form.said(), 5000);
    String link = reader.url("link", form.link());
    String author = reader.text("author", form.author(), 200);
    String somebody = reader.text("person", form.person(), 254);
    PersonId person = somebody == null ? null : named(somebody, reader.id("chosen", form.chosen()));
    if (somebody != null && person == null) {
      reader.refuse("person", "review.person.unknown", somebody);
    }
    UUID activity = reader.id("activity", form.activity());
    OccurrenceId occurrence =
        activity == null || day == null
            ? null
            : planner.occurrenceFor(new ActivityId(activity), day).orElse(null);
    if (activity != null && day != null && occurrence == null) {
      reader.refuse("activity", "choose");
    }
    // What nobody had met yet moved nobody.
    if (occurrence != null && day != null) {
      planner
          .occurrence(occurrence)
          .filter(o -> o.day().isAfter(day))
          .ifPresent(
              o ->
                  reader.refuse(
                      "activity",
                      "review.activity.later",
                      o.title(),
                      actor.formats(locale).date(o.day())));
    }
    String answer = reader.text("answer", form.answer(), 5000);
    LocalDate answered = reader.date("answeredOn", form.answeredOn());
    if (answered != null && (answered.isAfter(today) || (day != null && answered.isBefore(day)))) {
      reader.refuse("answeredOn", "review.answeredOn.wrong");
    }
    return reader.failed() || day == null
        ? null
        : new Saying(
            place,
            day,
            stars,
            tone == null ? Tone.NEUTRAL : tone,
            said,
            link,
            author,
            person,
            occurrence,
            answer,
            answer == null ? null : answered == null ? today : answered);
  }

  private @Nullable PersonId named(String name, @Nullable UUID chosen) {
    return book.meant(chosen, name).orElse(null);
  }

  private MentionForm formOf(Mention mention) {
    Saying s = mention.saying();
    PersonCard person = s.person() == null ? null : book.cards(List.of(s.person())).get(s.person());
    ActivityId activity =
        Optional.ofNullable(s.occurrence())
            .flatMap(planner::occurrence)
            .map(Planner.OccurrenceCard::activity)
            .orElse(null);
    return new MentionForm(
        mention.id().toString(),
        s.place(),
        s.saidOn().toString(),
        s.stars() == null ? "" : s.stars().toString(),
        s.tone().name(),
        s.said(),
        Objects.requireNonNullElse(s.link(), ""),
        Objects.requireNonNullElse(s.author(), ""),
        person == null ? "" : person.name(),
        person == null ? "" : person.id().toString(),
        activity == null ? "" : activity.toString(),
        Objects.requireNonNullElse(s.answer(), ""),
        s.answeredOn() == null ? "" : s.answeredOn().toString(),
        mention.version());
  }

  private Mention get(UUID mention) {
    return mentions.findById(new MentionId(mention)).orElseThrow(NotFoundException::new);
  }

  // Its own activity may be too old to be chosen otherwise.
  private void addChoices(Map<String, Object> model, Mention mention) {
    addChoices(model);
    Optional.ofNullable(mention.saying().occurrence())
        .flatMap(planner::occurrence)
        .flatMap(o -> planner.activity(o.activity()))
        .ifPresent(own -> model.put("activityChoices", planner.choices(own.id())));
  }

  private void addChoices(Map<String, Object> model) {
    model.put("activityChoices", planner.choices());
    model.put("tones", Tone.values());
  }

  private ModelAndView invalid(BindingResult errors) {
    ModelAndView page = new ModelAndView("planner/review-form", errors.getModel());
    addChoices(page.getModel());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }
}
