package com.arenacrm.lists;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Which columns a list shows its reader, and in which order. */
@Controller
class ColumnController {

  /** A column on the form, and whether it is ticked. */
  record Choice(ListColumn column, boolean shown) {}

  private final WorkLists lists;
  private final ListDesk desk;
  private final SavedViews views;

  ColumnController(WorkLists lists, ListDesk desk, SavedViews views) {
    this.lists = lists;
    this.desk = desk;
    this.views = views;
  }

  @GetMapping("/lists/{which}/columns")
  String form(
      CurrentUser viewer,
      @PathVariable("which") String list,
      @RequestParam(defaultValue = "") String state,
      Model model) {
    WorkList of = lists.get(list);
    OpenList open = desk.open(of, ListState.parse(of, state), viewer);
    List<String> shown = open.columns().stream().map(ListColumn::key).toList();
    List<String> order = new ArrayList<>(shown);
    of.columns().stream().map(ListColumn::key).filter(k -> !shown.contains(k)).forEach(order::add);
    return page(of, open, order, Set.copyOf(shown), null, model);
  }

  /**
   * Keeps the choice; or only moves a column, which keeps nothing yet.
   *
   * @param order all columns, in order
   * @param show those that are ticked
   */
  @PostMapping("/lists/{which}/columns")
  String choose(
      CurrentUser actor,
      @PathVariable("which") String list,
      @RequestParam(defaultValue = "") String state,
      @RequestParam(defaultValue = "") List<String> order,
      @RequestParam(defaultValue = "") List<String> show,
      @RequestParam(required = false) @Nullable String up,
      @RequestParam(required = false) @Nullable String down,
      @RequestParam(required = false) @Nullable String usual,
      Model model,
      RedirectAttributes next) {
    WorkList of = lists.get(list);
    OpenList open = desk.open(of, ListState.parse(of, state), actor);
    List<String> places = complete(of, order);
    String moved = up == null ? down : up;
    int place = moved == null ? -1 : places.indexOf(moved);
    if (place >= 0) {
      int to = Math.max(0, Math.min(places.size() - 1, place + (up == null ? 1 : -1)));
      Collections.swap(places, place, to);
      return page(of, open, places, Set.copyOf(show), moved, model);
    }
    UUID view = open.view() == null ? null : open.view().id();
    views.choose(
        of, view, usual != null ? null : places.stream().filter(show::contains).toList(), actor);
    Flash.done(next, usual != null ? "columns.usual.done" : "columns.done");
    return "redirect:" + open.state().after(open.state().after());
  }

  /** The order that was sent, with what it left out at the end and nothing that is none. */
  private static List<String> complete(WorkList list, List<String> order) {
    List<String> known = list.columns().stream().map(ListColumn::key).toList();
    List<String> places =
        new ArrayList<>(order.stream().distinct().filter(known::contains).toList());
    known.stream().filter(k -> !places.contains(k)).forEach(places::add);
    return places;
  }

  private static String page(
      WorkList list,
      OpenList open,
      List<String> order,
      Set<String> shown,
      @Nullable String moved,
      Model model) {
    Map<String, ListColumn> columns =
        list.columns().stream().collect(Collectors.toMap(ListColumn::key, Function.identity()));
    model.addAttribute("worklist", list);
    model.addAttribute("open", open);
    model.addAttribute("state", open.state().text());
    model.addAttribute("back", open.state().after(open.state().after()));
    model.addAttribute(
        "choices", order.stream().map(k -> new Choice(columns.get(k), shown.contains(k))).toList());
    model.addAttribute("moved", moved);
    return "lists/columns";
  }
}
