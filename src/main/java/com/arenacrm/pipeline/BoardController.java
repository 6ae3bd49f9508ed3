package com.arenacrm.pipeline;

import com.arenacrm.icp.ProfileName;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserNames;
import com.arenacrm.lists.ListDesk;
import com.arenacrm.lists.OpenList;
import com.arenacrm.pipeline.DealLists.Order;
import com.arenacrm.pipeline.tracks.Track;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.platform.Slice;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** All deals, as a board by stage or as a list with the same filter (R093). */
@Controller
class BoardController {

  /** Who has deals, of those who cannot sign in. */
  private static final String HAVE_DEALS =
      "exists (select from pipeline.opportunity o where o.owner_id = u.id)";

  /** Months that the filter offers: from the one before this. */
  private static final int MONTHS = 13;

  private final DealLists lists;
  private final DealWork work;
  private final DealBulk bulk;
  private final ListDesk listDesk;
  private final StageBook stages;
  private final DealDesk desk;
  private final Profiles profiles;
  private final UserNames userNames;
  private final Clock clock;

  BoardController(
      DealLists lists,
      DealWork work,
      DealBulk bulk,
      ListDesk listDesk,
      StageBook stages,
      DealDesk desk,
      Profiles profiles,
      UserNames userNames,
      Clock clock) {
    this.lists = lists;
    this.work = work;
    this.bulk = bulk;
    this.listDesk = listDesk;
    this.stages = stages;
    this.desk = desk;
    this.profiles = profiles;
    this.userNames = userNames;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping("/pipeline/board")
  String board(CurrentUser viewer, Filters address, Locale locale, Model model) {
    boolean list =
        address.read("view", text -> Optional.of(text).filter("list"::equals)).isPresent();
    OpenList open = list ? listDesk.open(work, address, viewer) : null;
    if (open != null && open.begin() != null) {
      return "redirect:" + open.begin();
    }
    Instant now = clock.instant();
    Idleness idleness = desk.idleness(now);
    StagePath path = stages.path();
    DealFilter filter = DealFilter.of(address);
    List<ProfileName> profileNames = profiles.choices();
    UserNames.Everybody people = userNames.everybody(HAVE_DEALS, Role.SALES);
    Map<UUID, String> ownerNames = people.names();
    model.addAttribute("idleAfter", idleness.after());
    model.addAttribute("sellers", people.owners(viewer.scope()));
    model.addAttribute("profiles", profileNames);
    model.addAttribute("ownerNames", ownerNames);
    model.addAttribute("months", months(YearMonth.from(idleness.today()), filter.month()));
    model.addAttribute("mayWrite", DealDesk.mayWrite(viewer));
    model.addAttribute("tracks", choices(path, filter));
    if (open != null) {
      return list(
          viewer, open, filter, path, idleness, now, profileNames, ownerNames, locale, model);
    }
    DealFilter own = filter.ofBoard();
    List<DealLists.Total> totals = lists.totals(own, viewer, now);
    model.addAttribute("filter", own);
    model.addAttribute("back", own.board());
    model.addAttribute(
        "columns", Board.columns(path, totals, lists.cards(own, viewer, idleness, now), own));
    model.addAllAttributes(Board.sums(totals, viewer.company().currency()));
    model.addAttribute("nothing", totals.isEmpty() && own.isEmpty());
    return "pipeline/board";
  }

  /** The ways of selling to choose from; those that are over only where one is chosen. */
  private static List<Track> choices(StagePath path, DealFilter filter) {
    List<Track> tracks =
        path.tracks().stream()
            .filter(t -> !t.isRetired() || t.id().equals(filter.track()))
            .toList();
    return tracks.size() > 1 ? tracks : List.of();
  }

  /** More cards of a column. */
  @GetMapping("/pipeline/board/column")
  String more(
      CurrentUser viewer,
      @RequestParam UUID stage,
      @RequestParam UUID after,
      Filters address,
      Model model) {
    Instant now = clock.instant();
    Idleness idleness = desk.idleness(now);
    Stage column = stages.path().get(new StageId(stage));
    DealFilter filter = DealFilter.of(address);
    DealFilter own = filter.ofBoard();
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
      OpenList open,
      DealFilter filter,
      StagePath path,
      Idleness idleness,
      Instant now,
      List<ProfileName> profileNames,
      Map<UUID, String> ownerNames,
      Locale locale,
      Model model) {
    Stage stage = path.find(filter.stage());
    Order order = order(open.state().query().get("sort"), stage == null || stage.isOpen());
    UUID after = open.state().after();
    List<DealLists.Total> totals = lists.listTotals(filter, viewer, idleness, now, stage);
    Slice<DealRow> page = lists.list(filter, order, viewer, idleness, after, now, stage);
    DealWork.Known known = work.known(path, ownerNames, profileNames);
    boolean ended = stage != null && !stage.isOpen();
    model.addAttribute("open", open);
    model.addAttribute("columns", work.columns(open.columns(), ended));
    model.addAttribute("kinds", bulk.kinds(viewer));
    model.addAttribute(
        "gone", gone(filter, ownerNames.keySet(), known.profiles().keySet(), stage, path));
    model.addAttribute(
        "cells", work.cells(page.rows(), open.columns(), known, locale, viewer.formats(locale)));
    model.addAttribute("filter", filter);
    model.addAttribute("stages", path.all().stream().filter(s -> filter.shows(s.track())).toList());
    model.addAttribute("stageNames", path.labels());
    model.addAttribute("stage", stage);
    model.addAttribute("ended", ended);
    model.addAttribute("page", page);
    model.addAttribute("sort", order.key());
    model.addAttribute("first", after == null);
    model.addAttribute("totals", totals);
    model.addAttribute("whole", Board.whole(totals));
    model.addAttribute("total", totals.stream().mapToInt(DealLists.Total::deals).sum());
    return "pipeline/list";
  }

  /** What the filter names and is no more. */
  private static List<String> gone(
      DealFilter filter,
      Set<UUID> users,
      Set<UUID> profiles,
      @Nullable Stage stage,
      StagePath path) {
    return Stream.of(
            filter.profile() != null && !profiles.contains(filter.profile())
                ? "views.gone.profile"
                : null,
            filter.owner() != null && !filter.isNobodys() && !users.contains(filter.owner())
                ? "views.gone.user"
                : null,
            filter.stage() != null && stage == null ? "views.gone.stage" : null,
            filter.track() != null && path.track(filter.track()) == null
                ? "views.gone.track"
                : null)
        .filter(Objects::nonNull)
        .toList();
  }

  static Order order(@Nullable String text, boolean open) {
    for (Order order : Order.values()) {
      if (order.key().equals(text) && (order != Order.CLOSED || !open)) {
        return order;
      }
    }
    return open ? Order.CLOSE : Order.CLOSED;
  }

  private static List<YearMonth> months(YearMonth present, @Nullable YearMonth chosen) {
    List<YearMonth> months = IntStream.range(-1, MONTHS - 1).mapToObj(present::plusMonths).toList();
    return chosen == null || months.contains(chosen)
        ? months
        : Stream.concat(Stream.of(chosen), months.stream()).toList();
  }
}
