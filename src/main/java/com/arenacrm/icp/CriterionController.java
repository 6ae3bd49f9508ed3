package com.arenacrm.icp;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.Operator;
import com.arenacrm.icp.Drafts.Foreseen;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.RefusedException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Turns what was found out about who buys into a criterion, or an exclusion, of a draft. */
@Controller
class CriterionController {

  private final Drafts drafts;
  private final Profiles profiles;
  private final Clock clock;

  CriterionController(Drafts drafts, Profiles profiles, Clock clock) {
    this.profiles = profiles;
    this.drafts = drafts;
    this.clock = clock;
  }

  /**
   * Adds it. Where the profile already asks for something of the same fact, or fewer would fit
   * afterwards, it first shows how many, and offers to widen the rule that is there.
   *
   * @param note what it rests on, in words
   * @param how {@code add} or {@code widen} once somebody has seen what it does; else empty
   */
  @PostMapping("/icp/{profile}/criteria")
  ModelAndView add(
      CurrentUser actor,
      @PathVariable UUID profile,
      @RequestParam(defaultValue = "") String field,
      @RequestParam(defaultValue = "") String operator,
      @RequestParam(defaultValue = "") String value,
      @RequestParam(defaultValue = "") String weight,
      @RequestParam(defaultValue = "") String note,
      @RequestParam(defaultValue = "") String how,
      Locale locale,
      RedirectAttributes next) {
    ProfileId id = new ProfileId(profile);
    try {
      Criterion found = read(field, operator, value, weight, note, locale);
      if (how.isEmpty()) {
        Foreseen foreseen = drafts.foresee(id, found);
        if (foreseen.isDoubtful()) {
          ModelAndView page = new ModelAndView("icp/criterion");
          page.addObject("profile", id);
          page.addObject("profileName", profiles.names().get(id));
          page.addObject("found", found);
          page.addObject("foreseen", foreseen);
          page.addObject(
              "typed",
              Map.of(
                  "field",
                  field,
                  "operator",
                  operator,
                  "value",
                  value,
                  "weight",
                  weight,
                  "note",
                  note));
          page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
          return page;
        }
      }
      Optional<Integer> number =
          how.equals("widen")
              ? drafts.widen(id, found, actor, clock.instant())
              : drafts.add(id, found, actor, clock.instant());
      if (number.isPresent()) {
        Flash.done(
            next,
            how.equals("widen") ? "icp.criterion.widened" : "icp.criterion.added",
            number.get());
        return new ModelAndView("redirect:/icp/" + profile + "/edit#criteria");
      }
      Flash.done(next, "icp.criterion.there");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return new ModelAndView("redirect:/icp/" + profile);
  }

  /**
   * That who meets it is not wanted, because they buy less than the others.
   *
   * @param note what it rests on, in words
   */
  @PostMapping("/icp/{profile}/exclusions")
  String exclude(
      CurrentUser actor,
      @PathVariable UUID profile,
      @RequestParam(defaultValue = "") String field,
      @RequestParam(defaultValue = "") String operator,
      @RequestParam(defaultValue = "") String value,
      @RequestParam(defaultValue = "") String note,
      Locale locale,
      RedirectAttributes next) {
    try {
      Optional<Integer> number =
          drafts.exclude(
              new ProfileId(profile),
              condition(field, operator, value, locale),
              note(note),
              actor,
              clock.instant());
      if (number.isPresent()) {
        Flash.done(next, "icp.exclusion.added", number.get());
        return "redirect:/icp/" + profile + "/edit#exclusions";
      }
      Flash.done(next, "icp.exclusion.there");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/icp/" + profile;
  }

  private static Criterion read(
      String field, String operator, String value, String weight, String note, Locale locale) {
    Condition condition = condition(field, operator, value, locale);
    String counts = FormReader.clean(weight);
    if (!counts.matches("[0-9]{1,2}|100")) {
      throw new RefusedException("icp.weight.required");
    }
    return new Criterion(condition, Integer.parseInt(counts), false, note(note));
  }

  private static Condition condition(String field, String operator, String value, Locale locale) {
    ContactField fact =
        ContactField.parse(FormReader.clean(field))
            .orElseThrow(() -> new RefusedException("icp.field.choose"));
    Operator comparison =
        Arrays.stream(Operator.values())
            .filter(o -> o.name().equals(FormReader.clean(operator)))
            .findFirst()
            .orElseThrow(() -> new RefusedException("condition.operator"));
    return Condition.typed(fact, comparison, value, locale);
  }

  private static @Nullable String note(String typed) {
    String note = FormReader.clean(typed);
    if (note.length() > Criterion.LONGEST_NOTE) {
      throw new RefusedException("tooLong", Criterion.LONGEST_NOTE);
    }
    return note.isEmpty() ? null : note;
  }
}
