package com.arenacrm.pipeline.comments;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.LeadIntake;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Comments on a deal, a lead, a person or a company: a part of its page, and a page of their own.
 */
@Controller
@RequestMapping("/pipeline")
class CommentController {

  private static final int ON_THE_CARD = 5;
  private static final int LONGEST = 2000;
  private static final String PAGE = "page";

  /**
   * A comment as typed.
   *
   * @param id its own, so that sending twice says it once
   * @param from {@code page} where it is written on the page of what it is about
   */
  record CommentForm(@Nullable String id, @Nullable String text, @Nullable String from) {

    boolean isFromPage() {
      return PAGE.equals(from);
    }
  }

  private static final String OF = "/{kind}/{id}/comments";

  private final Deals deals;
  private final LeadIntake leads;
  private final ContactBook contacts;
  private final Comments comments;
  private final UserNames userNames;
  private final Clock clock;

  CommentController(
      Deals deals,
      LeadIntake leads,
      ContactBook contacts,
      Comments comments,
      UserNames userNames,
      Clock clock) {
    this.deals = deals;
    this.leads = leads;
    this.contacts = contacts;
    this.comments = comments;
    this.userNames = userNames;
    this.clock = clock;
  }

  @GetMapping(OF)
  String all(
      CurrentUser viewer,
      @PathVariable String kind,
      @PathVariable UUID id,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Model model) {
    model.addAttribute(
        "form", new CommentForm(TimeOrderedUuid.next().toString(), "", htmx == null ? "" : PAGE));
    fill(model, topic(kind, id, viewer), htmx == null ? Comments.MOST : ON_THE_CARD);
    return htmx == null ? "pipeline/comments" : "pipeline/comments :: comments";
  }

  @PostMapping(OF)
  ModelAndView say(
      CurrentUser actor,
      @PathVariable String kind,
      @PathVariable UUID id,
      @ModelAttribute("form") CommentForm form,
      BindingResult errors,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    Topic topic = topic(kind, id, actor);
    FormReader reader = new FormReader(errors, locale);
    UUID own = reader.id("id", form.id());
    String text = reader.required("text", form.text(), LONGEST);
    Mentions mentions = comments.mentions(text);
    if (!mentions.unclear().isEmpty()) {
      reader.refuse("text", "comments.unclear", String.join(", ", mentions.unclear()));
    }
    if (own == null || reader.failed()) {
      fill(model, topic, Comments.MOST);
      ModelAndView page = new ModelAndView("pipeline/comments", model.asMap());
      page.addAllObjects(errors.getModel());
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    Comments.Said said = comments.say(own, topic, text, actor, clock.instant());
    tell(next, said);
    // What was not understood is said where one sees it, which is not beside the last comment.
    boolean plain = said.blind().isEmpty() && said.mentions().unknown().isEmpty();
    String unclear = form.isFromPage() ? topic.page() : topic.comments();
    return new ModelAndView("redirect:" + (plain ? topic.page() + "#comments" : unclear));
  }

  @PostMapping(OF + "/{comment}/deletion")
  String remove(
      CurrentUser actor,
      @PathVariable String kind,
      @PathVariable UUID id,
      @PathVariable UUID comment,
      @RequestParam(defaultValue = "") String from,
      RedirectAttributes next) {
    Topic topic = topic(kind, id, actor);
    comments.remove(comment, topic, actor, clock.instant());
    Flash.done(next, "comments.removed");
    return "redirect:" + (from.equals(PAGE) ? topic.page() + "#comments" : topic.comments());
  }

  private Topic topic(String kind, UUID id, CurrentUser viewer) {
    return switch (Topic.Kind.of(kind).orElseThrow(NotFoundException::new)) {
      case DEAL -> Topic.of(deals.seen(new OpportunityId(id), viewer));
      case LEAD -> Topic.of(leads.seen(new LeadId(id), viewer));
      case PERSON -> Topic.of(contacts.person(new PersonId(id)));
      case COMPANY -> Topic.of(contacts.company(new CompanyId(id)));
    };
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

  private void fill(Model model, Topic topic, int most) {
    Map<UUID, String> names = userNames.all();
    List<Comment> found = comments.of(topic, names, most + 1);
    model.addAttribute("topic", topic);
    model.addAttribute("names", names);
    model.addAttribute("more", found.size() > most);
    model.addAttribute("comments", found.size() > most ? found.subList(0, most) : found);
    model.addAttribute("people", comments.people());
  }
}
