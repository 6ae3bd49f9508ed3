package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.insight.Timelines.Entry;
import com.arenacrm.insight.Timelines.Going;
import com.arenacrm.insight.Timelines.Held;
import com.arenacrm.insight.Timelines.Kind;
import com.arenacrm.insight.Timelines.Place;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.shared.Week;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Histories, what marketing did, and verdicts: pages of their own, and parts of other pages. */
@Controller
@RequestMapping("/reports")
class HistoryController {

  private final Timelines timelines;
  private final Verdicts verdicts;
  private final WeekDemand demand;
  private final CreditedSignals credited;
  private final Clock clock;

  HistoryController(
      Timelines timelines,
      Verdicts verdicts,
      WeekDemand demand,
      CreditedSignals credited,
      Clock clock) {
    this.timelines = timelines;
    this.verdicts = verdicts;
    this.demand = demand;
    this.credited = credited;
    this.clock = clock;
  }

  @GetMapping("/timeline")
  String timeline(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable UUID person,
      @RequestParam(required = false) @Nullable UUID company,
      @RequestParam(required = false) @Nullable UUID deal,
      @RequestParam(defaultValue = "") String kind,
      @RequestParam(required = false) @Nullable String before,
      HtmxRequest htmx,
      Locale locale,
      Model model) {
    if (Stream.of(person, company, deal).filter(Objects::nonNull).count() != 1) {
      throw new NotFoundException();
    }
    Held held =
        deal == null ? null : timelines.deal(deal, viewer).orElseThrow(NotFoundException::new);
    Kind only = Kind.of(FormReader.clean(kind)).orElse(null);
    List<Entry> entries = timelines.of(person, company, deal, only, place(before), viewer, locale);
    boolean more = entries.size() > Timelines.PAGE;
    List<Entry> page = more ? entries.subList(0, Timelines.PAGE) : entries;
    model.addAttribute("entries", page);
    model.addAttribute("older", more ? Place.of(page.get(page.size() - 1)) : null);
    // The pages of leads and deals have it by the side of what is said of themselves.
    List<Going> going =
        !htmx.isHtmxRequest() || isOn(htmx, "/contacts/")
            ? timelines.going(person, company, viewer)
            : List.of();
    UUID whose = held == null ? person : held.person();
    UUID firm = held == null || whose != null ? company : held.company();
    model.addAttribute("lead", going.stream().filter(g -> g.target().equals("lead")).findFirst());
    model.addAttribute("deals", going.stream().filter(g -> g.target().equals("deal")).toList());
    // There the button that opens a lead gives way to the link to the one that is open.
    model.addAttribute(
        "onItsPage",
        person != null && htmx.isHtmxRequest() && isOn(htmx, "/contacts/people/" + person));
    model.addAttribute("reached", timelines.reached(whose, firm).orElse(null));
    model.addAttribute("customer", timelines.customer(whose, firm).orElse(null));
    model.addAttribute("deal", deal);
    model.addAttribute("dealName", held == null ? null : held.name());
    model.addAttribute("kind", only);
    model.addAttribute("kinds", Kind.values());
    model.addAttribute("person", person);
    model.addAttribute("company", company);
    return htmx.isHtmxRequest() ? "insight/timeline :: entries" : "insight/timeline";
  }

  private static boolean isOn(HtmxRequest htmx, String path) {
    String page = htmx.getCurrentUrl();
    return page != null && page.contains(path);
  }

  @GetMapping("/marketing")
  String marketing(@RequestParam UUID person, HtmxRequest htmx, Model model) {
    model.addAttribute("entries", timelines.marketing(person));
    model.addAttribute("reached", timelines.reached(person, null).orElse(null));
    model.addAttribute("person", person);
    return htmx.isHtmxRequest() ? "insight/marketing :: seen" : "insight/marketing";
  }

  /** What comes next with a lead that sales took: the step of its deal. */
  @GetMapping("/dealings")
  String dealings(CurrentUser viewer, @RequestParam UUID lead, HtmxRequest htmx, Model model) {
    model.addAttribute("dealings", timelines.dealings(lead, viewer));
    model.addAttribute("lead", lead);
    model.addAttribute("today", viewer.today(clock));
    return htmx.isHtmxRequest() ? "insight/dealings :: dealings" : "insight/dealings";
  }

  @GetMapping("/verdict")
  String verdict(CurrentUser viewer, @RequestParam UUID occurrence, HtmxRequest htmx, Model model) {
    model.addAttribute("verdict", verdicts.of(occurrence, viewer));
    model.addAttribute("occurrence", occurrence);
    return htmx.isHtmxRequest() ? "insight/verdict :: verdict" : "insight/verdict";
  }

  /** The rows behind the signals of an occurrence. */
  @GetMapping("/signals")
  String signals(CurrentUser viewer, @RequestParam UUID occurrence, Model model) {
    model.addAttribute("occurrence", occurrence);
    model.addAttribute(
        "credited", credited.of(occurrence, viewer).orElseThrow(NotFoundException::new));
    return "insight/occurrence-signals";
  }

  /** What both teams talk about when they close a week. */
  @GetMapping("/week-demand")
  String weekDemand(CurrentUser viewer, @RequestParam String week, HtmxRequest htmx, Model model) {
    Week which = Week.parse(week.strip()).orElseThrow(NotFoundException::new);
    List<WeekDemand.Signal> signals = demand.signals(which, viewer);
    List<WeekDemand.Advance> advances = demand.advances(which, viewer);
    List<WeekDemand.Handed> handoffs = demand.handoffs(which, viewer, clock.instant());
    model.addAttribute("week", which);
    model.addAttribute("signals", signals);
    model.addAttribute("advances", advances);
    model.addAttribute("handoffs", handoffs);
    model.addAttribute(
        "signalStates",
        tally(signals.stream().map(WeekDemand.Signal::then).filter(s -> !s.equals("NONE"))));
    model.addAttribute(
        "signalStatesNow",
        signals.stream().anyMatch(WeekDemand.Signal::isChanged)
            ? tally(signals.stream().map(WeekDemand.Signal::state))
            : Map.of());
    model.addAttribute(
        "counted",
        new Counted(
            signals.stream().filter(s -> s.then().equals("CONFIRMED")).count(),
            advances.stream().filter(WeekDemand.Advance::known).count()));
    model.addAttribute(
        "countedNow",
        new Counted(
            signals.stream().filter(s -> s.state().equals("CONFIRMED")).count(), advances.size()));
    model.addAttribute(
        "countable", signals.size() < WeekDemand.MOST && advances.size() < WeekDemand.MOST);
    model.addAttribute("narrowed", !viewer.scope().all());
    model.addAttribute("handoffStates", tally(handoffs.stream().map(WeekDemand.Handed::state)));
    return htmx.isHtmxRequest() ? "insight/week-demand :: demand" : "insight/week-demand";
  }

  /** What counts as signals of a week: those that sales confirmed, and deals that moved on. */
  record Counted(long confirmed, long advances) {

    public long all() {
      return confirmed + advances;
    }
  }

  private static Map<String, Long> tally(Stream<String> states) {
    return states.collect(
        Collectors.groupingBy(state -> state, TreeMap::new, Collectors.counting()));
  }

  private static @Nullable Place place(@Nullable String text) {
    return text == null || text.isBlank()
        ? null
        : Place.read(text).orElseThrow(NotFoundException::new);
  }
}
