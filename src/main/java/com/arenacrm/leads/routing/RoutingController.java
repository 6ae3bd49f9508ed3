package com.arenacrm.leads.routing;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.UserNames.Colleague;
import com.arenacrm.identity.Workforce;
import com.arenacrm.identity.Workforce.Worker;
import com.arenacrm.leads.Origin;
import com.arenacrm.leads.routing.RoutingRule.Conditions;
import com.arenacrm.leads.routing.RoutingRule.Kind;
import com.arenacrm.leads.routing.RoutingRule.Otherwise;
import com.arenacrm.leads.routing.RoutingRule.Target;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
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

/** The rules by which leads find their seller, and what they would do with a lead. */
@Controller
@RequestMapping("/leads/routing")
class RoutingController {

  private static final int LONGEST = 500;
  private static final int LAST = 1_000_000;
  private static final int HEAVIEST = 100;
  private static final int MOST_TRIALS = 50;

  /**
   * A rule as typed; {@code id} is the new one's.
   *
   * @param weights of the group, one for each of {@code members}; empty for who is not in it
   */
  record RuleForm(
      String id,
      String profile,
      String zone,
      String product,
      String language,
      String phase,
      String origin,
      String target,
      String seller,
      String team,
      List<String> members,
      List<String> weights,
      String inHours,
      String otherwise,
      Integer version) {

    /** Nothing sent is nothing chosen. */
    RuleForm {
      members = members == null ? List.of() : List.copyOf(members);
      weights = weights == null ? List.of() : List.copyOf(weights);
    }

    static RuleForm of(RoutingRule rule, List<Colleague> sellers) {
      Conditions when = rule.when();
      return new RuleForm(
          rule.id().toString(),
          text(when.profile()),
          text(when.zone()),
          text(when.product()),
          text(when.language()),
          text(when.phase()),
          text(when.origin()),
          rule.to().kind().name(),
          text(rule.to().seller()),
          text(rule.to().team()),
          sellers.stream().map(Colleague::value).toList(),
          sellers.stream().map(s -> text(rule.to().weights().get(s.id().id()))).toList(),
          rule.inHours() ? "true" : "",
          rule.otherwise().name(),
          rule.version());
    }

    private static String text(@Nullable Object value) {
      return value == null ? "" : value.toString();
    }

    /** The weight that was typed for somebody. */
    public String weightOf(String member) {
      int i = members.indexOf(member);
      return i < 0 || i >= weights.size() ? "" : weights.get(i);
    }
  }

  /** Something to choose. */
  record Choice(String value, String label) {}

  /** A lead whose way may be tried out. */
  record Trial(UUID id, String personName, @Nullable String companyName) {}

  private final RoutingRules rules;
  private final Routing routing;
  private final RoutingWords words;
  private final Profiles profiles;
  private final UserNames userNames;
  private final ContactBook contacts;
  private final Workforce workforce;
  private final Exports exports;
  private final JdbcClient jdbc;
  private final Clock clock;

  RoutingController(
      RoutingRules rules,
      Routing routing,
      RoutingWords words,
      Profiles profiles,
      UserNames userNames,
      ContactBook contacts,
      Workforce workforce,
      Exports exports,
      JdbcClient jdbc,
      Clock clock) {
    this.rules = rules;
    this.routing = routing;
    this.words = words;
    this.profiles = profiles;
    this.userNames = userNames;
    this.contacts = contacts;
    this.workforce = workforce;
    this.exports = exports;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The rules as a file, in their order. */
  @GetMapping("/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    RoutingWords.Reader reader = words.forReader(viewer.formats(locale));
    exports.send(
        response,
        viewer,
        locale,
        format,
        "routing.title",
        List.of(
            "routing.place",
            "routing.when",
            "routing.target",
            "routing.export.inHours",
            "routing.otherwise"),
        file -> {
          int place = 1;
          for (RoutingRule rule : rules.kept().rules()) {
            file.row(
                List.of(
                    place++,
                    reader.conditions(rule),
                    reader.target(rule),
                    exports.say(rule.inHours() ? "export.yes" : "export.no", locale),
                    exports.say("routing.otherwise." + rule.otherwise(), locale)));
          }
        });
  }

  @GetMapping
  String list(CurrentUser viewer, Locale locale, Model model) {
    List<RoutingRule> kept = rules.kept().rules();
    RoutingWords.Reader reader = words.forReader(viewer.formats(locale));
    List<Worker> sellers = workforce.of(Role.SALES, clock.instant());
    Map<UUID, List<String>> doubts = new HashMap<>();
    for (RoutingRule rule : kept) {
      boolean last = rule == kept.get(kept.size() - 1);
      doubts.put(rule.id(), doubts(rule, last || !reader.asksNothing(rule), sellers));
    }
    model.addAttribute("rules", kept);
    model.addAttribute("doubts", doubts);
    model.addAttribute("words", reader);
    model.addAttribute("mayRule", viewer.isManager());
    return "leads/routing";
  }

  /**
   * What whoever set a rule may not have meant, as message keys.
   *
   * @param narrow whether it leaves something to the rules behind it, or none is behind it
   */
  private static List<String> doubts(RoutingRule rule, boolean narrow, List<Worker> sellers) {
    List<String> doubts = new ArrayList<>();
    if (!narrow && rule.otherwise() == Otherwise.QUEUE) {
      doubts.add("routing.doubt.never");
    } else if (!narrow && rule.to().kind() != Kind.OWNER) {
      doubts.add("routing.doubt.seldom");
    }
    boolean somebody =
        sellers.stream()
            .anyMatch(
                s ->
                    switch (rule.to().kind()) {
                      case OWNER, EVERYBODY -> true;
                      case SELLER -> s.id().id().equals(rule.to().seller());
                      case TEAM -> s.team() != null && s.team().equals(rule.to().team());
                      case GROUP -> rule.to().weights().getOrDefault(s.id().id(), 0) > 0;
                    });
    if (!somebody) {
      doubts.add("routing.doubt.nobody");
    }
    return doubts;
  }

  @GetMapping("/rules/new")
  String blank(Model model) {
    List<Colleague> sellers = userNames.active(Role.SALES);
    model.addAttribute(
        "form",
        RuleForm.of(
            new RoutingRule(
                TimeOrderedUuid.next(),
                LAST,
                Conditions.NONE,
                Target.of(Kind.EVERYBODY),
                false,
                Otherwise.NEXT,
                0),
            sellers));
    return fill(model, null, sellers);
  }

  @PostMapping("/rules")
  ModelAndView add(
      CurrentUser actor,
      @ModelAttribute("form") RuleForm form,
      BindingResult errors,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    List<Colleague> sellers = userNames.active(Role.SALES);
    UUID id = new FormReader(errors, locale).id("id", form.id());
    // A new rule comes before the last one, which is for everything else as a rule.
    Optional<RoutingRule> rule =
        read(form, id == null ? TimeOrderedUuid.next() : id, place(), sellers, errors, locale);
    if (rule.isEmpty() || id == null) {
      return new ModelAndView(
          fill(model, null, sellers), model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }
    Once.make(
        () -> rules.find(id).isPresent(), () -> rules.add(rule.get(), actor, clock.instant()));
    Flash.done(next, "routing.saved");
    return new ModelAndView("redirect:/leads/routing");
  }

  @GetMapping("/rules/{id}")
  String edit(@PathVariable UUID id, Model model) {
    List<Colleague> sellers = userNames.active(Role.SALES);
    RoutingRule rule = rules.find(id).orElseThrow(NotFoundException::new);
    model.addAttribute("form", RuleForm.of(rule, sellers));
    return fill(model, id, sellers);
  }

  @PostMapping("/rules/{id}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") RuleForm form,
      BindingResult errors,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    List<Colleague> sellers = userNames.active(Role.SALES);
    RoutingRule present = rules.find(id).orElseThrow(NotFoundException::new);
    Optional<RoutingRule> rule = read(form, id, present.place(), sellers, errors, locale);
    if (rule.isEmpty()) {
      return new ModelAndView(
          fill(model, id, sellers), model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }
    if (Meanwhile.changed(form.version(), present.version())
        && Meanwhile.isMade(form, RuleForm.of(present, sellers))) {
      Flash.done(next, "routing.saved");
      return new ModelAndView("redirect:/leads/routing");
    }
    if (Meanwhile.changed(form.version(), present.version())) {
      return Meanwhile.show(
          new ModelAndView(fill(model, id, sellers), model.asMap()),
          form,
          RuleForm.of(present, sellers));
    }
    rules.change(rule.get(), actor);
    Flash.done(next, "routing.saved");
    return new ModelAndView("redirect:/leads/routing");
  }

  @PostMapping("/rules/{id}/place")
  String move(CurrentUser actor, @PathVariable UUID id, @RequestParam boolean up) {
    rules.move(id, up, actor);
    return "redirect:/leads/routing#rule-" + id;
  }

  @PostMapping("/rules/{id}/removal")
  String remove(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    rules.remove(id, actor, clock.instant());
    Flash.done(next, "routing.removed");
    Flash.undo(next, "/leads/routing/rules/" + id + "/restoration");
    return "redirect:/leads/routing";
  }

  @PostMapping("/rules/{id}/restoration")
  String restore(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    rules.restore(id, actor);
    Flash.done(next, "routing.saved");
    return "redirect:/leads/routing";
  }

  /** What the rules would do with a lead, or with one of which this is known; changes nothing. */
  @GetMapping("/simulation")
  String simulate(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable UUID lead,
      @RequestParam(defaultValue = "") String company,
      @RequestParam(required = false) @Nullable UUID profile,
      @RequestParam(defaultValue = "") String zone,
      @RequestParam(defaultValue = "") String product,
      @RequestParam(defaultValue = "") String language,
      @RequestParam(required = false) @Nullable HourglassPhase phase,
      @RequestParam(required = false) @Nullable Origin origin,
      @RequestParam(defaultValue = "false") boolean typed,
      @RequestParam(defaultValue = "") String q,
      Locale locale,
      Model model) {
    if (lead != null) {
      return "redirect:/leads/" + lead + "/routing";
    }
    Optional<CompanyId> known =
        company.isBlank() ? Optional.empty() : contacts.findCompany(FormReader.clean(company));
    if (typed) {
      List<String> places =
          zone.isBlank()
              ? known.map(contacts::placesOf).orElse(List.of())
              : List.of(FormReader.clean(zone).split("\\s*,\\s*"));
      model.addAttribute(
          "decision",
          routing.propose(
              new RoutingFacts(
                  null,
                  known.orElse(null),
                  profile,
                  places,
                  FormReader.clean(product),
                  language.isBlank() ? null : language,
                  phase,
                  origin,
                  null),
              clock.instant()));
    }
    model.addAttribute("companyUnknown", !company.isBlank() && known.isEmpty());
    RoutingWords.Reader reader = words.forReader(viewer.formats(locale));
    model.addAttribute("words", reader);
    List<Trial> leads = typed ? List.of() : trials(FormReader.clean(q));
    model.addAttribute("leads", leads.subList(0, Math.min(leads.size(), MOST_TRIALS)));
    model.addAttribute("more", leads.size() > MOST_TRIALS);
    model.addAttribute("most", MOST_TRIALS);
    model.addAttribute("q", FormReader.clean(q));
    Map<String, Object> asked = new HashMap<>();
    asked.put("company", company);
    asked.put("profile", profile == null ? "" : profile.toString());
    asked.put("zone", zone);
    asked.put("product", product);
    asked.put("language", language);
    asked.put("phase", phase == null ? "" : phase.name());
    asked.put("origin", origin == null ? "" : origin.name());
    model.addAttribute("asked", asked);
    model.addAttribute(
        "profileChoices",
        reader.profiles().entrySet().stream()
            .map(e -> new Choice(e.getKey().toString(), e.getValue()))
            .sorted((a, b) -> a.label().compareToIgnoreCase(b.label()))
            .toList());
    model.addAttribute("origins", Origin.values());
    return "leads/routing-simulation";
  }

  /** The latest leads whose names hold these words, and one more than are shown. */
  private List<Trial> trials(String words) {
    return jdbc.sql(
            """
            select id, person_name, company_name from leads.lead
            where stage in ('OPEN', 'QUALIFIED') and (cast(:pattern as text) is null
              or platform.fold(concat_ws(' ', person_name, company_name)) like platform.fold(:pattern))
            order by created_at desc, id desc limit :most
            """)
        .param("pattern", words.isEmpty() ? null : Slice.containing(words))
        .param("most", MOST_TRIALS + 1)
        .query(Trial.class)
        .list();
  }

  private int place() {
    return Math.max(1, rules.kept().rules().size());
  }

  private Optional<RoutingRule> read(
      RuleForm form,
      UUID id,
      int place,
      List<Colleague> sellers,
      BindingResult errors,
      Locale locale) {
    FormReader reader = new FormReader(errors, locale);
    UUID profile = reader.id("profile", form.profile());
    if (profile != null
        && profiles.names().keySet().stream().noneMatch(p -> p.id().equals(profile))) {
      reader.refuse("profile", "choose");
    }
    String zone = reader.text("zone", form.zone(), LONGEST);
    String product = reader.text("product", form.product(), LONGEST);
    String language = FormReader.clean(form.language());
    if (!language.isEmpty() && !language.equals("es") && !language.equals("en")) {
      reader.refuse("language", "choose");
    }
    HourglassPhase phase = reader.choice("phase", form.phase(), HourglassPhase.class);
    Origin origin = reader.choice("origin", form.origin(), Origin.class);
    Kind kind = reader.choice("target", form.target(), Kind.class);
    reader.require("target", kind, "choose");
    Otherwise otherwise = reader.choice("otherwise", form.otherwise(), Otherwise.class);
    reader.require("otherwise", otherwise, "choose");
    UUID seller = kind == Kind.SELLER ? reader.id("seller", form.seller()) : null;
    if (kind == Kind.SELLER
        && sellers.stream().noneMatch(s -> s.id().id().equals(seller))
        && !errors.hasFieldErrors("seller")) {
      reader.refuse("seller", "choose");
    }
    UUID team = kind == Kind.TEAM ? reader.id("team", form.team()) : null;
    if (kind == Kind.TEAM
        && (team == null || !userNames.teams().containsKey(team))
        && !errors.hasFieldErrors("team")) {
      reader.refuse("team", "choose");
    }
    Map<UUID, Integer> weights = new HashMap<>();
    if (kind == Kind.GROUP) {
      for (Colleague s : sellers) {
        Integer weight = reader.whole("weights", form.weightOf(s.value()), 0, HEAVIEST);
        if (weight != null) {
          weights.put(s.id().id(), weight);
        }
      }
      if (weights.isEmpty() && !errors.hasFieldErrors("weights")) {
        reader.refuse("weights", "routing.group.none");
      }
    }
    return reader.failed() || kind == null || otherwise == null
        ? Optional.empty()
        : Optional.of(
            new RoutingRule(
                id,
                place,
                new Conditions(
                    profile, zone, product, language.isEmpty() ? null : language, phase, origin),
                new Target(kind, seller, team, weights),
                "true".equals(form.inHours()),
                otherwise,
                form.version() == null ? -1 : form.version()));
  }

  private String fill(Model model, @Nullable UUID id, List<Colleague> sellers) {
    model.addAttribute("ruleId", id);
    model.addAttribute("sellers", sellers);
    model.addAttribute(
        "teams",
        userNames.teams().entrySet().stream()
            .map(e -> new Choice(e.getKey().toString(), e.getValue()))
            .sorted((a, b) -> a.label().compareToIgnoreCase(b.label()))
            .collect(Collectors.toList()));
    model.addAttribute("profileChoices", profiles.choices());
    model.addAttribute("origins", Origin.values());
    model.addAttribute("kinds", Kind.values());
    return "leads/routing-rule";
  }
}
