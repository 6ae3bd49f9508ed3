package com.arenacrm.pipeline;

import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.pipeline.DealLists.Order;
import com.arenacrm.platform.Slice;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** All deals, as a board by stage or as a list with the same filter (R093). */
@Controller
class BoardController {

  /** Months that the filter offers: from the one before this. */
  private static final int MONTHS = 13;

  private final DealLists lists;
  private final StageBook stages;
  private final DealDesk desk;
  private final Profiles profiles;
  private final UserNames userNames;
  private final Clock clock;

  BoardController(
      DealLists lists,
      StageBook stages,
      DealDesk desk,
      Profiles profiles,
      UserNames userNames,
      Clock clock) {
    this.lists = lists;
    this.stages = stages;
    this.desk = desk;
    this.profiles = profiles;
    this.userNames = userNames;
    this.clock = clock;
  }

  @GetMapping("/pipeline/board")
  String board(
      CurrentUser viewer, @RequestParam MultiValueMap<String, String> address, Model model) {
    Instant now = clock.instant();
    Idleness idleness = desk.idleness(now);
    StagePath path = stages.path();
    DealFilter filter = DealFilter.of(address);
    boolean list = "list".equals(address.getFirst("view"));
    model.addAttribute("idleAfter", idleness.after());
    model.addAttribute("sellers", desk.sellers(viewer));
    model.addAttribute("profiles", profiles.choices());
    model.addAttribute("ownerNames", userNames.all());
    model.addAttribute("months", months(YearMonth.from(idleness.today()), filter.month()));
    model.addAttribute("mayWrite", DealDesk.mayWrite(viewer));
    if (list) {
      return list(viewer, address, filter, path, idleness, now, model);
    }
    DealFilter own =
        new DealFilter(
            filter.q(), filter.owner(), filter.profile(), filter.month(), null, false, null);
    List<DealLists.Total> totals = lists.totals(own, viewer, now);
    List<Board.Sum> open = Board.open(totals);
    model.addAttribute("filter", own);
    model.addAttribute("back", own.board());
    model.addAttribute(
        "columns", Board.columns(path, totals, lists.cards(own, viewer, idleness, now), own));
    model.addAttribute(
        "sums", open.isEmpty() ? List.of(Board.none(viewer.company().currency())) : open);
    model.addAttribute("nothing", totals.isEmpty() && own.isEmpty());
    return "pipeline/board";
  }

  /** More cards of a column. */
  @GetMapping("/pipeline/board/column")
  String more(
      CurrentUser viewer,
      @RequestParam UUID stage,
      @RequestParam UUID after,
      @RequestParam MultiValueMap<String, String> address,
      Model model) {
    Instant now = clock.instant();
    Idleness idleness = desk.idleness(now);
    Stage column = stages.path().get(new StageId(stage));
    DealFilter filter = DealFilter.of(address);
    DealFilter own =
        new DealFilter(
            filter.q(), filter.owner(), filter.profile(), filter.month(), null, false, null);
    Slice<DealRow> cards = lists.column(column, own, viewer, idleness, after, now);
    model.addAttribute("column", column);
    model.addAttribute("cards", cards.rows());
    model.addAttribute("more", cards.next());
    model.addAttribute("filter", own);
    model.addAttribute("list", own.in(column).list());
    model.addAttribute("back", own.board());
    model.addAttribute("ownerNames", userNames.all());
    model.addAttribute("mayWrite", DealDesk.mayWrite(viewer));
    return "pipeline/board :: more";
  }

  private String list(
      CurrentUser viewer,
      MultiValueMap<String, String> address,
      DealFilter filter,
      StagePath path,
      Idleness idleness,
      Instant now,
      Model model) {
    Stage stage =
        filter.stage() == null
            ? null
            : path.all().stream()
                .filter(s -> s.id().id().equals(filter.stage()))
                .findFirst()
                .orElse(null);
    Order order = order(address.getFirst("sort"), stage == null || stage.isOpen());
    UUID after = id(address.getFirst("after"));
    List<DealLists.Total> totals = lists.listTotals(filter, viewer, idleness, now, stage);
    Slice<DealRow> page = lists.list(filter, order, viewer, idleness, after, now, stage);
    String self = filter.path("/pipeline/board", "view", "list", "sort", order.key());
    model.addAttribute("filter", filter);
    model.addAttribute("stages", path.all());
    model.addAttribute("stage", stage);
    model.addAttribute("ended", stage != null && !stage.isOpen());
    model.addAttribute("page", page);
    model.addAttribute("sort", order.key());
    model.addAttribute("sorted", filter.path("/pipeline/board", "view", "list") + "&sort=");
    model.addAttribute("self", self);
    model.addAttribute("export", filter.path("/pipeline/board/export", "sort", order.key()));
    model.addAttribute("first", after == null);
    model.addAttribute("totals", totals);
    model.addAttribute("total", totals.stream().mapToInt(DealLists.Total::deals).sum());
    model.addAttribute(
        "stageNames",
        path.all().stream()
            .collect(java.util.stream.Collectors.toMap(s -> s.id().id(), Stage::name)));
    return "pipeline/list";
  }

  static Order order(@Nullable String text, boolean open) {
    for (Order order : Order.values()) {
      if (order.key().equals(text) && (order != Order.CLOSED || !open)) {
        return order;
      }
    }
    return open ? Order.CLOSE : Order.CLOSED;
  }

  private static @Nullable UUID id(@Nullable String text) {
    try {
      return text == null || text.isBlank() ? null : UUID.fromString(text.strip());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static List<YearMonth> months(YearMonth present, @Nullable YearMonth chosen) {
    List<YearMonth> months = IntStream.range(-1, MONTHS - 1).mapToObj(present::plusMonths).toList();
    return chosen == null || months.contains(chosen)
        ? months
        : java.util.stream.Stream.concat(java.util.stream.Stream.of(chosen), months.stream())
            .toList();
  }
}
