package com.arenacrm.lists;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.lists.SavedView.Audience;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Views of a list: saving what is open under a name, changing that, taking it away. */
@Controller
class ViewController {

  private static final int LONGEST_NAME = 60;

  /**
   * A view as typed.
   *
   * @param id of the new view, so that sending twice saves one
   * @param first {@code true} to begin the list with it
   * @param state what the list shows
   */
  record ViewForm(
      String id, String name, String audience, String first, String state, String version) {}

  private final WorkLists lists;
  private final ListDesk desk;
  private final SavedViews views;
  private final UserNames userNames;
  private final TransactionOperations transaction;
  private final Clock clock;

  ViewController(
      WorkLists lists,
      ListDesk desk,
      SavedViews views,
      UserNames userNames,
      TransactionOperations transaction,
      Clock clock) {
    this.lists = lists;
    this.desk = desk;
    this.views = views;
    this.userNames = userNames;
    this.transaction = transaction;
    this.clock = clock;
  }

  @GetMapping("/lists/{which}/views/new")
  ModelAndView blank(
      CurrentUser viewer,
      @PathVariable("which") String list,
      @RequestParam(defaultValue = "") String state) {
    ViewForm form =
        new ViewForm(TimeOrderedUuid.next().toString(), "", Audience.ME.name(), "", state, "0");
    return page(lists.get(list), null, form, null, viewer);
  }

  @PostMapping("/lists/{which}/views")
  ModelAndView save(
      CurrentUser actor,
      @PathVariable("which") String list,
      @ModelAttribute("form") ViewForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    WorkList of = lists.get(list);
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    String name = reader.required("name", form.name(), LONGEST_NAME);
    Audience audience = reader.choice("audience", form.audience(), Audience.class);
    if (id != null && audience != null && !reader.failed()) {
      List<String> columns = columns(of, ListState.parse(of, form.state()), actor);
      try {
        Once.make(
            () -> views.isThere(id),
            () ->
                transaction.executeWithoutResult(
                    tx -> {
                      views.save(
                          id, list, name, audience, form.state(), columns, actor, clock.instant());
                      if ("true".equals(form.first())) {
                        views.beginWith(id, of, actor);
                      }
                    }));
        Flash.done(next, "views.saved", name);
        return new ModelAndView("redirect:" + views.get(id, actor).address(of.path()));
      } catch (RefusedException e) {
        reader.refuse("name", e.messageKey(), e.arguments());
      }
    }
    return page(of, null, form, errors, actor);
  }

  @GetMapping("/lists/views/{id}")
  ModelAndView edit(CurrentUser viewer, @PathVariable UUID id) {
    return edit(views.get(id, viewer), viewer);
  }

  private ModelAndView edit(SavedView view, CurrentUser viewer) {
    return page(
        lists.get(view.list()),
        view,
        new ViewForm(
            view.id().toString(),
            view.name(),
            view.audience().name(),
            String.valueOf(view.first()),
            "",
            String.valueOf(view.version())),
        null,
        viewer);
  }

  @PostMapping("/lists/views/{id}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") ViewForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    SavedView view = views.get(id, actor);
    WorkList list = lists.get(view.list());
    boolean first = "true".equals(form.first());
    FormReader reader = new FormReader(errors, locale);
    boolean mayChange = view.mayChange(actor);
    String name = mayChange ? reader.required("name", form.name(), LONGEST_NAME) : view.name();
    Audience audience =
        mayChange ? reader.choice("audience", form.audience(), Audience.class) : view.audience();
    Integer version = reader.whole("version", form.version(), 0, Integer.MAX_VALUE);
    if (audience != null && version != null && !reader.failed()) {
      try {
        transaction.executeWithoutResult(
            tx -> {
              if (mayChange) {
                views.change(id, version, name, audience, actor);
              }
              if (first != view.first()) {
                views.beginWith(first ? id : null, list, actor);
              }
            });
        Flash.done(next, "views.changed", name);
        return new ModelAndView("redirect:" + view.address(list.path()));
      } catch (RefusedException e) {
        reader.refuse("name", e.messageKey(), e.arguments());
      } catch (StaleVersionException e) {
        errors.reject("views.meanwhile", new Object[] {view.name()}, null);
        ViewForm again =
            new ViewForm(
                form.id(),
                form.name(),
                form.audience(),
                form.first(),
                "",
                String.valueOf(view.version()));
        BindingResult late = new BeanPropertyBindingResult(again, "form");
        late.addAllErrors(errors);
        ModelAndView page = page(list, view, again, late, actor);
        page.setStatus(HttpStatus.CONFLICT);
        return page;
      }
    }
    return page(list, view, form, errors, actor);
  }

  /** Makes the view what the list shows now. */
  @PostMapping("/lists/views/{id}/present")
  String renew(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String state,
      RedirectAttributes next) {
    SavedView view = views.get(id, actor);
    WorkList list = lists.get(view.list());
    ListState present = ListState.parse(list, state);
    views.renew(id, list, present, columns(list, present, actor), actor);
    Flash.done(next, "views.renewed", view.name());
    return "redirect:" + views.get(id, actor).address(list.path());
  }

  @PostMapping("/lists/views/{id}/deletion")
  String delete(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    SavedView view = views.delete(id, actor, clock.instant());
    Flash.done(next, "views.deleted", view.name());
    Flash.undo(next, "/lists/views/" + id + "/restoration");
    return "redirect:" + ListState.address(lists.get(view.list()).path(), ListState.VIEW + "=none");
  }

  @PostMapping("/lists/views/{id}/restoration")
  String restore(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    try {
      SavedView view = views.restore(id, actor);
      Flash.done(next, "views.restored", view.name());
      return "redirect:" + view.address(lists.get(view.list()).path());
    } catch (RefusedException e) {
      Flash.refused(next, e);
      return "redirect:/";
    }
  }

  private List<String> columns(WorkList list, ListState state, CurrentUser reader) {
    return desk.open(list, state, reader).columns().stream().map(ListColumn::key).toList();
  }

  private ModelAndView page(
      WorkList list,
      @Nullable SavedView view,
      ViewForm form,
      @Nullable BindingResult errors,
      CurrentUser viewer) {
    ModelAndView page =
        errors == null
            ? new ModelAndView("lists/view", "form", form)
            : new ModelAndView("lists/view", errors.getModel());
    if (errors == null) {
      page.addObject(
          BindingResult.MODEL_KEY_PREFIX + "form", new BeanPropertyBindingResult(form, "form"));
    } else if (errors.hasErrors()) {
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    }
    page.addObject("worklist", list);
    page.addObject("saved", view);
    page.addObject("mayChange", view == null || view.mayChange(viewer));
    page.addObject(
        "maker", view == null || view.isOf(viewer) ? null : userNames.all().get(view.ownerId()));
    page.addObject(
        "back",
        view == null ? ListState.parse(list, form.state()).address() : view.address(list.path()));
    page.addObject("audiences", Audience.values());
    return page;
  }
}
