package com.arenacrm.identity;

import com.arenacrm.identity.WorkZones.WorkZone;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.shared.WorkingCalendar.Span;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where people work who keep other holidays or other hours than the company. */
@Controller
@RequestMapping("/identity/zones")
class WorkZoneController {

  /**
   * A zone as typed; {@code id} is the new one's.
   *
   * @param ownHours {@code true} when it keeps hours of its own
   */
  record WorkZoneForm(
      String id,
      String name,
      String timeZone,
      String ownHours,
      HoursForm hours,
      String holidays,
      List<String> people,
      Integer version) {

    /** Nothing sent is nothing chosen. */
    WorkZoneForm {
      hours = hours == null ? new HoursForm(List.of(), List.of(), List.of()) : hours;
      people = people == null ? List.of() : List.copyOf(people);
    }

    static WorkZoneForm of(WorkZone zone, Map<DayOfWeek, List<Span>> usual) {
      return new WorkZoneForm(
          zone.id().toString(),
          zone.name(),
          zone.timeZone() == null ? "" : zone.timeZone().getId(),
          zone.hours() == null ? "" : "true",
          HoursForm.of(zone.hours() == null ? usual : zone.hours()),
          zone.holidays().stream().map(LocalDate::toString).collect(Collectors.joining("\n")),
          zone.people().stream().map(UUID::toString).sorted().toList(),
          zone.version());
    }
  }

  private final WorkZones zones;
  private final Organizations organizations;
  private final UserNames names;
  private final Clock clock;

  WorkZoneController(WorkZones zones, Organizations organizations, UserNames names, Clock clock) {
    this.zones = zones;
    this.organizations = organizations;
    this.names = names;
    this.clock = clock;
  }

  @GetMapping
  String list(Model model) {
    model.addAttribute("zones", zones.all());
    model.addAttribute("names", names.all());
    return "identity/zones";
  }

  @GetMapping("/new")
  String blank(Model model, Locale locale) {
    model.addAttribute(
        "form",
        WorkZoneForm.of(
            new WorkZone(TimeOrderedUuid.next(), "", null, null, List.of(), Set.of(), 0),
            organizations.current().calendar().hours()));
    return fill(model, null, locale);
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @ModelAttribute("form") WorkZoneForm form,
      BindingResult errors,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    UUID id = new FormReader(errors, locale).id("id", form.id());
    Optional<WorkZone> zone = read(form, id == null ? TimeOrderedUuid.next() : id, errors, locale);
    if (zone.isEmpty() || id == null) {
      return refused(model, null, locale);
    }
    Once.make(
        () -> zones.find(id).isPresent(), () -> zones.add(zone.get(), actor, clock.instant()));
    Flash.done(next, "zone.saved");
    return new ModelAndView("redirect:/identity/zones");
  }

  @GetMapping("/{id}")
  String one(@PathVariable UUID id, Model model, Locale locale) {
    WorkZone zone = zones.find(id).orElseThrow(NotFoundException::new);
    model.addAttribute("form", WorkZoneForm.of(zone, organizations.current().calendar().hours()));
    return fill(model, id, locale);
  }

  @PostMapping("/{id}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") WorkZoneForm form,
      BindingResult errors,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    WorkZone present = zones.find(id).orElseThrow(NotFoundException::new);
    Optional<WorkZone> zone = read(form, id, errors, locale);
    if (zone.isEmpty()) {
      return refused(model, id, locale);
    }
    if (Meanwhile.changed(form.version(), present.version())) {
      ModelAndView page = new ModelAndView(fill(model, id, locale), model.asMap());
      return Meanwhile.show(
          page, form, WorkZoneForm.of(present, organizations.current().calendar().hours()));
    }
    zones.change(zone.get(), actor, clock.instant());
    Flash.done(next, "zone.saved");
    return new ModelAndView("redirect:/identity/zones");
  }

  @PostMapping("/{id}/deletion")
  String remove(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    zones.remove(id, actor, clock.instant());
    Flash.done(next, "zone.removed");
    return "redirect:/identity/zones";
  }

  private Optional<WorkZone> read(WorkZoneForm form, UUID id, BindingResult errors, Locale locale) {
    FormReader reader = new FormReader(errors, locale);
    String name = reader.required("name", form.name(), 100);
    if (!name.isEmpty() && zones.isTaken(name, id)) {
      reader.refuse("name", "zone.taken");
    }
    Optional<ZoneId> timeZone = Choices.zone(form.timeZone());
    if (timeZone.isEmpty() && !FormReader.clean(form.timeZone()).isEmpty()) {
      reader.refuse("timeZone", "choose");
    }
    Map<DayOfWeek, List<Span>> hours =
        "true".equals(form.ownHours())
            ? form.hours().read(errors, "hours", locale).orElse(null)
            : null;
    Optional<List<LocalDate>> holidays = HoursText.readDays(form.holidays());
    if (holidays.isEmpty()) {
      reader.refuse("holidays", "holidays.invalid");
    }
    Set<UUID> known =
        names.active(Role.values()).stream().map(c -> c.id().id()).collect(Collectors.toSet());
    Set<UUID> people = new HashSet<>();
    known.forEach(
        person -> {
          if (form.people().contains(person.toString())) {
            people.add(person);
          }
        });
    return reader.failed()
        ? Optional.empty()
        : Optional.of(
            new WorkZone(
                id,
                name,
                timeZone.orElse(null),
                hours,
                holidays.orElseThrow().stream().distinct().sorted().toList(),
                people,
                form.version() == null ? -1 : form.version()));
  }

  private ModelAndView refused(Model model, @Nullable UUID id, Locale locale) {
    return new ModelAndView(
        fill(model, id, locale), model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
  }

  private String fill(Model model, @Nullable UUID id, Locale locale) {
    model.addAttribute("zoneId", id);
    model.addAttribute("choices", Choices.in(locale));
    model.addAttribute("colleagues", names.active(Role.values()));
    return "identity/zone";
  }
}
