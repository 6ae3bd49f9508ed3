package com.arenacrm.icp;

import com.arenacrm.icp.FitPanel.Place;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** An edition of a profile: reading it, signing it, who fits it. */
@Controller
@RequestMapping("/icp/{profile}")
class EditionController {

  private static final int LONGEST_COMMENT = 2000;

  private final EditionPages pages;
  private final Signatures signatures;
  private final Drafts drafts;
  private final FitPanels panels;
  private final UserNames userNames;
  private final Clock clock;

  EditionController(
      EditionPages pages,
      Signatures signatures,
      Drafts drafts,
      FitPanels panels,
      UserNames userNames,
      Clock clock) {
    this.pages = pages;
    this.signatures = signatures;
    this.drafts = drafts;
    this.panels = panels;
    this.userNames = userNames;
    this.clock = clock;
  }

  /** The edition in force. */
  @GetMapping
  String inForce(@PathVariable UUID profile, Model model) {
    return page(pages.inForce(new ProfileId(profile)).orElseThrow(NotFoundException::new), model);
  }

  /** Any edition, however old. */
  @GetMapping("/editions/{number}")
  String one(@PathVariable UUID profile, @PathVariable int number, Model model) {
    return page(get(profile, number), model);
  }

  private String page(EditionPages.Page edition, Model model) {
    List<EditionPages.Line> lines = pages.editionsOf(edition.profile());
    model.addAttribute("edition", edition);
    model.addAttribute("lines", lines);
    model.addAttribute(
        "inForce", lines.stream().anyMatch(l -> l.inForce() && l.number() == edition.number()));
    model.addAttribute(
        "open",
        lines.stream()
            .filter(l -> Edition.State.OPEN.contains(l.state()) && l.number() != edition.number())
            .findFirst()
            .orElse(null));
    Optional<EditionPages.Page> before =
        edition.number() == 1
            ? Optional.empty()
            : pages.before(edition.profile(), edition.number());
    model.addAttribute("before", before.orElse(null));
    model.addAttribute(
        "difference",
        before.map(b -> EditionDifference.between(b.text(), edition.text())).orElse(null));
    model.addAttribute("missing", missing(edition));
    model.addAttribute("userNames", userNames.all());
    return "icp/edition";
  }

  /** How many of those we know fit this edition; a part of its page, or a page of its own. */
  @GetMapping("/editions/{number}/fit")
  String fit(
      @PathVariable UUID profile,
      @PathVariable int number,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Model model) {
    EditionPages.Page edition = get(profile, number);
    model.addAttribute("edition", edition);
    model.addAttribute("panel", panels.count(edition.text(), 0));
    return htmx == null ? "icp/fit" : "icp/fit :: panel";
  }

  /** The people behind a number. */
  @GetMapping("/editions/{number}/people")
  String people(
      @PathVariable UUID profile,
      @PathVariable int number,
      @RequestParam(defaultValue = "A") Place place,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    EditionPages.Page edition = get(profile, number);
    model.addAttribute("page", panels.people(edition.text(), place, after));
    return matches(edition, "people", place, model);
  }

  /** The companies behind a number. */
  @GetMapping("/editions/{number}/companies")
  String companies(
      @PathVariable UUID profile,
      @PathVariable int number,
      @RequestParam(defaultValue = "A") Place place,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    EditionPages.Page edition = get(profile, number);
    model.addAttribute("page", panels.companies(edition.text(), place, after));
    return matches(edition, "companies", place, model);
  }

  private static String matches(
      EditionPages.Page edition, String subject, Place place, Model model) {
    model.addAttribute("edition", edition);
    model.addAttribute("subject", subject);
    model.addAttribute("place", place);
    model.addAttribute("places", Place.values());
    return "icp/matches";
  }

  /** Why they should choose us and how to talk to each; a part of other pages, or a page (R104). */
  @GetMapping("/value")
  String value(
      @PathVariable UUID profile,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Model model) {
    model.addAttribute(
        "edition", pages.inForce(new ProfileId(profile)).orElseThrow(NotFoundException::new));
    return htmx == null ? "icp/value" : "icp/value :: value";
  }

  @PostMapping("/editions/{number}/proposal")
  String propose(
      CurrentUser actor,
      @PathVariable UUID profile,
      @PathVariable int number,
      @RequestParam(defaultValue = "-1") int version,
      RedirectAttributes next) {
    try {
      signatures.propose(new ProfileId(profile), number, version, actor, clock.instant());
      Flash.done(next, "icp.proposed");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return back(profile, number);
  }

  @PostMapping("/editions/{number}/proposal/withdrawal")
  String takeBack(
      CurrentUser actor,
      @PathVariable UUID profile,
      @PathVariable int number,
      @RequestParam(defaultValue = "-1") int version,
      RedirectAttributes next) {
    signatures.takeBack(new ProfileId(profile), number, version, actor);
    Flash.done(next, "icp.takenBack");
    return back(profile, number);
  }

  @PostMapping("/editions/{number}/signature")
  String sign(
      CurrentUser actor,
      @PathVariable UUID profile,
      @PathVariable int number,
      @RequestParam(defaultValue = "-1") int version,
      RedirectAttributes next) {
    signatures.sign(new ProfileId(profile), number, version, actor, clock.instant());
    Flash.done(next, "icp.signed", number);
    return back(profile, number);
  }

  @PostMapping("/editions/{number}/objection")
  String sendBack(
      CurrentUser actor,
      @PathVariable UUID profile,
      @PathVariable int number,
      @RequestParam(defaultValue = "-1") int version,
      @RequestParam(defaultValue = "") String comment,
      RedirectAttributes next) {
    String why = FormReader.clean(comment);
    if (why.isEmpty() || why.length() > LONGEST_COMMENT) {
      Flash.refused(next, "icp.comment.required", LONGEST_COMMENT);
      next.addFlashAttribute("typedComment", why);
    } else {
      signatures.sendBack(new ProfileId(profile), number, version, why, actor, clock.instant());
      Flash.done(next, "icp.sentBack");
    }
    return back(profile, number);
  }

  @PostMapping("/editions/{number}/deletion")
  String discard(
      @PathVariable UUID profile,
      @PathVariable int number,
      @RequestParam(defaultValue = "-1") int version,
      RedirectAttributes next) {
    drafts.discard(new ProfileId(profile), number, version);
    Flash.done(next, "icp.discarded", number);
    return "redirect:/icp/" + profile;
  }

  private static @Nullable String missing(EditionPages.Page edition) {
    if (edition.state() != Edition.State.DRAFT) {
      return null;
    }
    try {
      edition.text().requireSignable();
      return null;
    } catch (RefusedException e) {
      return e.messageKey();
    }
  }

  private static String back(UUID profile, int number) {
    return "redirect:/icp/" + profile + "/editions/" + number;
  }

  private EditionPages.Page get(UUID profile, int number) {
    return pages.edition(new ProfileId(profile), number).orElseThrow(NotFoundException::new);
  }
}
