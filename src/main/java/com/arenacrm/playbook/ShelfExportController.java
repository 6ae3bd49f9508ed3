package com.arenacrm.playbook;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.platform.ListFile;
import com.arenacrm.shared.HourglassPhase;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The lists of the playbook as files, each filtered as its page is. */
@Controller
@RequestMapping("/playbook")
class ShelfExportController {

  /** What an address asks for; the kind is the name of one. */
  record Asked(
      @Nullable String q,
      @Nullable HourglassPhase phase,
      @Nullable UUID profile,
      @Nullable String kind,
      @Nullable UUID part,
      @Nullable Boolean bare,
      @Nullable Boolean retired) {

    private PlaybookLists.Filter filter() {
      return new PlaybookLists.Filter(
          q == null ? "" : q,
          phase,
          profile,
          kind == null || kind.isEmpty() ? null : kind,
          part,
          Boolean.TRUE.equals(bare),
          Boolean.TRUE.equals(retired));
    }
  }

  private final PlaybookLists lists;
  private final Shelf shelf;
  private final Exports exports;

  ShelfExportController(PlaybookLists lists, Shelf shelf, Exports exports) {
    this.lists = lists;
    this.shelf = shelf;
    this.exports = exports;
  }

  @GetMapping("/stories/export")
  void stories(
      CurrentUser viewer,
      Asked asked,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    Map<UUID, String> profiles = shelf.profileNames();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "playbook.stories",
        List.of(
            "story.title",
            "story.kind",
            "story.carries",
            "playbook.phase",
            "playbook.profile",
            "playbook.scripts"),
        Exports.each(
            after -> lists.stories(asked.filter(), after, Exports.PIECE),
            s ->
                Arrays.asList(
                    s.title(),
                    exports.say("story.kind." + s.kind(), locale),
                    s.parts(),
                    phases(s.phases(), locale),
                    s.profileId() == null ? null : profiles.get(s.profileId()),
                    s.scripts())));
  }

  @GetMapping("/scripts/export")
  void scripts(
      CurrentUser viewer,
      Asked asked,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    Map<UUID, String> profiles = shelf.profileNames();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "playbook.scripts",
        List.of(
            "script.title",
            "playbook.phase",
            "script.spokenTo",
            "playbook.profile",
            "script.story",
            "playbook.uses"),
        Exports.each(
            after -> lists.scripts(asked.filter(), after, Exports.PIECE),
            s ->
                Arrays.asList(
                    s.title(),
                    s.phase() == null ? null : phase(s.phase().name(), locale),
                    s.spokenTo() == null ? null : exports.say("buying." + s.spokenTo(), locale),
                    s.profileId() == null ? null : profiles.get(s.profileId()),
                    s.story(),
                    s.uses())));
  }

  @GetMapping("/material/export")
  void material(
      CurrentUser viewer,
      Asked asked,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    Map<UUID, String> profiles = shelf.profileNames();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "playbook.material",
        List.of(
            "material.title",
            "material.kind",
            "material.figure",
            "material.competitor",
            "playbook.phase",
            "playbook.profile",
            "playbook.uses"),
        Exports.each(
            after -> lists.material(asked.filter(), after, Exports.PIECE),
            m ->
                Arrays.asList(
                    m.title(),
                    exports.say("material.kind." + m.kind(), locale),
                    m.figure(),
                    m.competitor(),
                    m.phase() == null ? null : phase(m.phase().name(), locale),
                    m.profileId() == null ? null : profiles.get(m.profileId()),
                    m.uses())));
  }

  @GetMapping("/offers/export")
  void offers(
      CurrentUser viewer,
      Asked asked,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    exports.send(
        response,
        viewer,
        locale,
        format,
        "playbook.offers",
        List.of(
            "offer.name",
            "offer.kind",
            "offer.productLine",
            "offer.forWhom",
            "offer.price",
            "offer.export.currency",
            "offer.worth",
            "offer.export.items",
            "offer.guarantee",
            "offer.export.from",
            "offer.export.until"),
        Exports.each(
            after -> lists.offers(asked.filter(), after, Exports.PIECE),
            o -> cells(o.content(), locale)));
  }

  private List<?> cells(Offer.Content offer, Locale locale) {
    BigDecimal price = offer.price();
    return Arrays.asList(
        offer.name(),
        exports.say("offer.kind." + offer.kind(), locale),
        offer.productLine(),
        exports.say("offer.forWhom." + offer.forWhom(), locale),
        price == null ? BigDecimal.ZERO : price,
        offer.currency().getCurrencyCode(),
        offer.items().isEmpty() ? null : offer.worth().amount(),
        offer.items().stream().map(Offer.Item::label).collect(Collectors.joining(", ")),
        offer.guarantee(),
        offer.from(),
        offer.until());
  }

  private @Nullable String phases(@Nullable String names, Locale locale) {
    return names == null
        ? null
        : Stream.of(names.split(",")).map(n -> phase(n, locale)).collect(Collectors.joining(", "));
  }

  private String phase(String name, Locale locale) {
    return exports.say("phase." + name.toLowerCase(Locale.ROOT), locale);
  }
}
