package com.arenacrm.planner.audience;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.UserNames.Colleague;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.FollowUpPlan.Per;
import com.arenacrm.planner.FollowUpPlan.Seller;
import com.arenacrm.planner.FollowUpPlans;
import com.arenacrm.planner.FollowUpPlans.Agreed;
import com.arenacrm.planner.FollowUpPlans.Outlook;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.planner.Planner;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who follows up the people of an activity, and how many each can attend to (R097). */
@Controller
@RequestMapping("/planner/activities/{activity}/follow-up")
class FollowUpController {

  private static final int BLANK = 2;
  private static final int MOST = 20;
  private static final int MOST_PEOPLE = 10_000_000;

  /** One of those who follow up, as typed. */
  record SellerForm(@Nullable String user, @Nullable String capacity, @Nullable String per) {

    boolean isBlank() {
      return FormReader.clean(user).isEmpty() && FormReader.clean(capacity).isEmpty();
    }
  }

  /** The agreement as typed; rows left empty are not kept. */
  record FollowUpForm(String expected, String days, List<SellerForm> sellers, Integer version) {

    FollowUpForm {
      List<SellerForm> rows = new ArrayList<>();
      if (sellers != null) {
        sellers.stream().filter(Objects::nonNull).limit(MOST).forEach(rows::add);
      }
      while (rows.size() < 2) {
        rows.add(new SellerForm("", "", "TIME"));
      }
      sellers = rows;
    }

    static FollowUpForm of(Agreed agreed) {
      List<SellerForm> rows = new ArrayList<>();
      agreed
          .sellers()
          .forEach(
              s ->
                  rows.add(
                      new SellerForm(
                          s.user().toString(), String.valueOf(s.capacity()), s.per().name())));
      for (int i = 0; i < BLANK; i++) {
        rows.add(new SellerForm("", "", "TIME"));
      }
      return new FollowUpForm(
          agreed.expected() == null ? "" : agreed.expected().toString(),
          agreed.withinDays() == null ? "" : agreed.withinDays().toString(),
          rows,
          agreed.version());
    }
  }

  private final FollowUpPlans plans;
  private final Planner planner;
  private final UserNames userNames;
  private final Clock clock;

  FollowUpController(FollowUpPlans plans, Planner planner, UserNames userNames, Clock clock) {
    this.plans = plans;
    this.planner = planner;
    this.userNames = userNames;
    this.clock = clock;
  }

  @GetMapping
  String page(CurrentUser viewer, @PathVariable UUID activity, Model model) {
    show(model.asMap(), activity, viewer);
    model.addAttribute("form", FollowUpForm.of(plans.of(new ActivityId(activity))));
    return "planner/follow-up";
  }

  /** The warning alone, for other pages to show. */
  @GetMapping("/shortages")
  String shortages(
      CurrentUser viewer,
      @PathVariable UUID activity,
      @RequestParam(required = false) @Nullable UUID occurrence,
      Model model) {
    model.addAttribute(
        "shortages",
        occurrence == null
            ? plans.shortages(new ActivityId(activity), viewer.today(clock))
            : plans.shortages(new OccurrenceId(occurrence)));
    model.addAttribute("names", userNames.all());
    return "planner/follow-up :: shortages";
  }

  @PostMapping
  ModelAndView agree(
      CurrentUser actor,
      @PathVariable UUID activity,
      @ModelAttribute("form") FollowUpForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    ActivityId id = new ActivityId(activity);
    planner.activity(id).orElseThrow(NotFoundException::new);
    Agreed present = plans.of(id);
    FormReader reader = new FormReader(errors, locale);
    Integer expected = reader.whole("expected", form.expected(), 0, MOST_PEOPLE);
    Integer days = reader.whole("days", form.days(), 0, 365);
    List<Seller> sellers = sellers(form, reader, present);
    ModelAndView page = new ModelAndView("planner/follow-up", errors.getModel());
    if (reader.failed()) {
      show(page.getModel(), activity, actor);
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    if (Meanwhile.changed(form.version(), present.version())) {
      show(page.getModel(), activity, actor);
      return Meanwhile.show(page, form, FollowUpForm.of(present));
    }
    plans.agree(id, present.version(), expected, days, sellers);
    Flash.done(next, "followUp.kept");
    return new ModelAndView("redirect:/planner/activities/" + activity + "/follow-up");
  }

  private List<Seller> sellers(FollowUpForm form, FormReader reader, Agreed present) {
    List<Seller> sellers = new ArrayList<>();
    Set<UUID> seen = new HashSet<>();
    List<UUID> possible = new ArrayList<>(colleagues().stream().map(c -> c.id().id()).toList());
    present.sellers().forEach(s -> possible.add(s.user()));
    for (int i = 0; i < form.sellers().size(); i++) {
      SellerForm row = form.sellers().get(i);
      if (row.isBlank()) {
        continue;
      }
      String path = "sellers[" + i + "]";
      UUID user = reader.id(path + ".user", row.user());
      Integer capacity = reader.whole(path + ".capacity", row.capacity(), 0, MOST_PEOPLE);
      Per per = reader.choice(path + ".per", row.per(), Per.class);
      reader.require(path + ".capacity", capacity, "followUp.capacity.required");
      if (user == null || !possible.contains(user)) {
        reader.require(path + ".user", null, "choose");
      } else if (!seen.add(user)) {
        reader.refuse(path + ".user", "followUp.twice");
      } else if (capacity != null) {
        sellers.add(new Seller(user, capacity, per == null ? Per.TIME : per));
      }
    }
    return sellers;
  }

  private void show(Map<String, Object> model, UUID activity, CurrentUser viewer) {
    ActivityId id = new ActivityId(activity);
    model.put("activity", planner.activity(id).orElseThrow(NotFoundException::new));
    Outlook outlook = plans.outlook(id, viewer.today(clock));
    model.put("shortages", outlook.shortages());
    model.put("outlook", outlook);
    List<Colleague> colleagues = colleagues();
    model.put("colleagues", colleagues);
    Map<UUID, String> names = userNames.all();
    Map<UUID, String> leavers = new HashMap<>(names);
    colleagues.forEach(c -> leavers.remove(c.id().id()));
    model.put("names", names);
    model.put("leavers", leavers);
    model.put("mayPlan", viewer.isMarketing());
  }

  private List<Colleague> colleagues() {
    return userNames.active(Role.MARKETING, Role.SALES, Role.MANAGER, Role.ADMINISTRATOR);
  }
}
