package com.arenacrm.icp.research;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.research.Validations.Conclusion;
import com.arenacrm.icp.research.Validations.Evidence;
import com.arenacrm.icp.research.Validations.Subjected;
import com.arenacrm.icp.research.Validations.Verdict;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What we concluded about a profile from what we found out (R068). */
@Controller
@RequestMapping("/icp/{profile}/validation")
class ValidationController {

  private static final int MOST_NOTES = 100;

  /**
   * A conclusion as typed.
   *
   * @param seen the latest conclusion that was on the page
   */
  record ConclusionForm(
      String id, String seen, String verdict, String conclusion, List<String> notes) {

    static ConclusionForm blank(@Nullable UUID latest) {
      return new ConclusionForm(
          TimeOrderedUuid.next().toString(),
          latest == null ? "" : latest.toString(),
          "",
          "",
          List.of());
    }

    /** Whether the note is ticked. */
    public boolean names(UUID note) {
      return notes != null && notes.contains(note.toString());
    }
  }

  private final Validations validations;
  private final Research research;
  private final UserNames userNames;
  private final Clock clock;

  ValidationController(
      Validations validations, Research research, UserNames userNames, Clock clock) {
    this.validations = validations;
    this.research = research;
    this.userNames = userNames;
    this.clock = clock;
  }

  @GetMapping
  ModelAndView page(@PathVariable UUID profile) {
    return page(profile, null);
  }

  @PostMapping
  ModelAndView conclude(
      CurrentUser actor,
      @PathVariable UUID profile,
      @ModelAttribute("form") ConclusionForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    UUID seen = reader.id("seen", form.seen());
    Verdict verdict = reader.choice("verdict", form.verdict(), Verdict.class);
    reader.require("verdict", verdict, "choose");
    String conclusion = reader.required("conclusion", form.conclusion(), 2000);
    List<UUID> notes =
        form.notes() == null
            ? List.of()
            : form.notes().stream().map(n -> reader.id("notes", n)).filter(n -> n != null).toList();
    if (!reader.failed() && id != null && verdict != null) {
      try {
        Once.make(
            () -> validations.isThere(id),
            () ->
                validations.conclude(
                    id,
                    new ProfileId(profile),
                    seen,
                    verdict,
                    conclusion,
                    notes,
                    actor,
                    clock.instant()));
        Flash.done(next, "validation.kept." + verdict);
        return new ModelAndView("redirect:/icp/" + profile);
      } catch (RefusedException e) {
        reader.refuse(
            e.messageKey().equals("validation.noEvidence") ? "notes" : "verdict",
            e.messageKey(),
            e.arguments());
      }
    }
    ModelAndView page = page(profile, errors);
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  private ModelAndView page(UUID id, @Nullable BindingResult errors) {
    ProfileId profile = new ProfileId(id);
    Subjected subject = validations.inForce(profile).orElseThrow(NotFoundException::new);
    List<Conclusion> conclusions = validations.of(subject.edition());
    Conclusion latest = conclusions.stream().findFirst().orElse(null);
    ModelAndView page = new ModelAndView("icp/validation");
    if (errors != null) {
      page.addAllObjects(errors.getModel());
    } else {
      page.addObject("form", ConclusionForm.blank(latest == null ? null : latest.id()));
    }
    Map<UUID, List<Evidence>> evidence =
        validations.evidence(subject.edition()).stream()
            .collect(Collectors.groupingBy(Evidence::validationId));
    page.addObject("profile", profile);
    page.addObject("subject", subject);
    page.addObject("conclusions", conclusions);
    page.addObject("evidence", evidence);
    page.addObject("verdict", latest == null ? Verdict.REOPENED : latest.verdict());
    page.addObject("verdicts", Verdict.after(latest == null ? null : latest.verdict()));
    page.addObject(
        "notes",
        research
            .list(new Research.Query(profile, null, null, false, false, ""), null, MOST_NOTES)
            .rows());
    page.addObject("userNames", userNames.all());
    return page;
  }
}
