package com.arenacrm.pipeline.forecast;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.pipeline.Stage;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import java.time.Clock;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What a deal counts as in the forecast: a part of its page, or a page. */
@Controller
@RequestMapping("/pipeline/opportunities/{id}/forecast")
class DealForecastController {

  private final DealForecasts forecasts;
  private final UserNames userNames;
  private final Clock clock;

  DealForecastController(DealForecasts forecasts, UserNames userNames, Clock clock) {
    this.forecasts = forecasts;
    this.userNames = userNames;
    this.clock = clock;
  }

  @GetMapping
  String one(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Model model) {
    fill(model, forecasts.of(id, viewer), viewer);
    return htmx == null ? "pipeline/deal-forecast" : "pipeline/deal-forecast :: forecast";
  }

  @PostMapping
  ModelAndView say(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String category,
      @RequestParam(required = false) @Nullable Integer version,
      Model model,
      RedirectAttributes next) {
    DealForecast known = forecasts.of(id, actor);
    if (!maySay(known, actor)) {
      throw new NotFoundException();
    }
    Stage.Forecast chosen = read(category);
    try {
      forecasts.say(known, chosen, version == null ? -1 : version, actor, clock.instant());
    } catch (RefusedException e) {
      Flash.refused(next, e);
      return new ModelAndView("redirect:/pipeline/opportunities/" + id);
    } catch (StaleVersionException e) {
      fill(model, forecasts.of(id, actor), actor);
      ModelAndView page = new ModelAndView("pipeline/deal-forecast", model.asMap());
      page.addObject("chosen", chosen);
      page.addObject("late", true);
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    Flash.done(next, chosen == null ? "dealForecast.done.stage" : "dealForecast.done." + chosen);
    return new ModelAndView("redirect:/pipeline/opportunities/" + id + "#forecast");
  }

  private static Stage.@Nullable Forecast read(@Nullable String typed) {
    String text = FormReader.clean(typed);
    return text.isEmpty()
        ? null
        : Stream.of(Stage.Forecast.values())
            .filter(f -> f.name().equals(text))
            .findFirst()
            .orElseThrow(NotFoundException::new);
  }

  private void fill(Model model, DealForecast known, CurrentUser viewer) {
    model.addAttribute("f", known);
    model.addAttribute("categories", Stage.Forecast.values());
    model.addAttribute("chosen", known.said());
    model.addAttribute("late", false);
    model.addAttribute("maySay", known.open() && maySay(known, viewer));
    model.addAttribute("names", userNames.all());
  }

  /** Whoever has it, and whoever manages. */
  private static boolean maySay(DealForecast known, CurrentUser viewer) {
    return viewer.isManager() || viewer.isSales() && viewer.id().id().equals(known.owner());
  }
}
