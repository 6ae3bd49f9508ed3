package com.arenacrm.pipeline.tasks;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.pipeline.idle.IdleClock;
import com.arenacrm.platform.NotFoundException;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The open deals of a customer, of which one may be chosen where a talk is noted (R065). Without
 * scripts it is a page with the way to each.
 */
@Controller
class TalkAboutController {

  private final IdleClock clock;
  private final ContactBook contacts;

  TalkAboutController(IdleClock clock, ContactBook contacts) {
    this.clock = clock;
    this.contacts = contacts;
  }

  @GetMapping("/pipeline/talks/about")
  String about(
      CurrentUser viewer,
      HtmxRequest htmx,
      @RequestParam(required = false) @Nullable UUID person,
      @RequestParam(required = false) @Nullable UUID company,
      Model model) {
    UUID of = company;
    String name;
    if (person != null) {
      PersonCard card = contacts.cards(List.of(new PersonId(person))).get(new PersonId(person));
      if (card == null) {
        throw new NotFoundException();
      }
      name = card.name();
      of = of == null && card.companyId() != null ? card.companyId().id() : of;
    } else if (company != null) {
      name = contacts.company(new CompanyId(company)).name();
    } else {
      throw new NotFoundException();
    }
    model.addAttribute("name", name);
    model.addAttribute("person", person);
    model.addAttribute("deals", clock.openWith(person, of, viewer.scope()));
    return htmx.isHtmxRequest() ? "pipeline/talk-about :: choice" : "pipeline/talk-about";
  }
}
