package com.arenacrm.pipeline.comments;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.Deals.Seen;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Comments on a deal: a part of its page, and a page of their own. */
@Controller
@RequestMapping("/pipeline/opportunities/{id}/comments")
class CommentController {

  private static final int ON_THE_CARD = 5;
  private static final int LONGEST = 2000;

  /** A comment as typed; {@code id} is its own, so that sending twice says it once. */
  record CommentForm(@Nullable String id, @Nullable String text) {}

  private final Deals deals;
  private final Comments comments;
  private final UserNames userNames;
  private final Clock clock;

  CommentController(Deals deals, Comments comments, UserNames userNames, Clock clock) {
    this.deals = deals;
    this.comments = comments;
    this.userNames = userNames;
    this.clock = clock;
  }

  @GetMapping
  String all(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Model model) {
    Seen deal = deals.seen(new OpportunityId(id), viewer);
    model.addAttribute("form", new CommentForm(TimeOrderedUuid.next().toString(), ""));
    fill(model, deal, htmx == null ? Comments.MOST : ON_THE_CARD);
    return htmx == null ? "pipeline/comments" : "pipeline/comments :: comments";
  }

  @PostMapping
  ModelAndView say(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") CommentForm form,
      BindingResult errors,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    Seen deal = deals.seen(new OpportunityId(id), actor);
    FormReader reader = new FormReader(errors, locale);
    UUID own = reader.id("id", form.id());
    String text = reader.required("text", form.text(), LONGEST);
    Mentions mentions = comments.mentions(text);
    if (!mentions.unclear().isEmpty()) {
      reader.refuse("text", "comments.unclear", String.join(", ", mentions.unclear()));
    }
    if (own == null || reader.failed()) {
      fill(model, deal, Comments.MOST);
      ModelAndView page = new ModelAndView("pipeline/comments", model.asMap());
      page.addAllObjects(errors.getModel());
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    Comments.Said said = comments.say(own, deal, text, actor, clock.instant());
    tell(next, said);
    return new ModelAndView("redirect:/pipeline/opportunities/" + id + "#comments");
  }

  private static void tell(RedirectAttributes next, Comments.Said said) {
    if (!said.blind().isEmpty()) {
      Flash.done(next, "comments.done.blind", String.join(", ", said.blind()));
    } else if (!said.mentions().unknown().isEmpty()) {
      Flash.done(next, "comments.done.unknown", String.join(", ", said.mentions().unknown()));
    } else if (!said.told().isEmpty()) {
      Flash.done(next, "comments.done.told", String.join(", ", said.told()));
    } else {
      Flash.done(next, "comments.done");
    }
  }

  @PostMapping("/{comment}/deletion")
  String remove(
      CurrentUser actor,
      @PathVariable UUID id,
      @PathVariable UUID comment,
      RedirectAttributes next) {
    Seen deal = deals.seen(new OpportunityId(id), actor);
    comments.remove(comment, deal, actor, clock.instant());
    Flash.done(next, "comments.removed");
    return "redirect:/pipeline/opportunities/" + id + "/comments";
  }

  private void fill(Model model, Seen deal, int most) {
    Map<UUID, String> names = userNames.all();
    List<Comment> found = comments.of(deal, names, most + 1);
    model.addAttribute("deal", deal);
    model.addAttribute("names", names);
    model.addAttribute("more", found.size() > most);
    model.addAttribute("comments", found.size() > most ? found.subList(0, most) : found);
    model.addAttribute("people", comments.people());
  }
}
