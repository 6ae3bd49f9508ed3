package com.arenacrm.playbook;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The core message: its page, wording it anew, its earlier wordings (R073). */
@Controller
@RequestMapping("/playbook")
class MessageController {

  /** A part as typed. */
  record PartEntry(String id, String name, String says, String proof) {

    static PartEntry blank() {
      return new PartEntry(TimeOrderedUuid.next().toString(), "", "", "");
    }

    boolean isBlank() {
      return FormReader.clean(name).isEmpty()
          && FormReader.clean(says).isEmpty()
          && FormReader.clean(proof).isEmpty();
    }
  }

  /**
   * The message as typed.
   *
   * @param version the number of the wording that the writer has read
   */
  record MessageForm(String promise, List<PartEntry> parts, Integer version) {

    MessageForm {
      parts =
          parts == null
              ? List.of()
              : parts.stream()
                  .map(p -> Objects.requireNonNullElseGet(p, PartEntry::blank))
                  .toList();
    }

    /** The same with a part more, a part less, or a part one place further up. */
    MessageForm with(String step) {
      List<PartEntry> changed = new ArrayList<>(parts);
      int at = step.matches("[-^][0-9]{1,2}") ? Integer.parseInt(step.substring(1)) : -1;
      if (step.equals("+") && parts.size() < CoreMessage.MOST_PARTS) {
        changed.add(PartEntry.blank());
      } else if (step.startsWith("-") && at < parts.size() && at >= 0) {
        changed.remove(at);
      } else if (step.startsWith("^") && at > 0 && at < parts.size()) {
        changed.add(at - 1, changed.remove(at));
      }
      return new MessageForm(promise, changed, version);
    }
  }

  /** A part that is about to be taken out, with the stories that carry it. */
  record Dropped(UUID id, String name, List<PlaybookLists.Carrier> stories) {}

  private final Playbook playbook;
  private final CoreMessages messages;
  private final PlaybookLists lists;
  private final UserNames userNames;
  private final Clock clock;

  MessageController(
      Playbook playbook,
      CoreMessages messages,
      PlaybookLists lists,
      UserNames userNames,
      Clock clock) {
    this.playbook = playbook;
    this.messages = messages;
    this.lists = lists;
    this.userNames = userNames;
    this.clock = clock;
  }

  @GetMapping
  String present(Model model) {
    List<PlaybookLists.Wording> wordings = lists.wordings();
    model.addAttribute("wordings", wordings);
    model.addAttribute("wording", wordings.isEmpty() ? null : wordings.get(0));
    model.addAttribute("parts", lists.parts());
    model.addAttribute("userNames", userNames.all());
    return "playbook/message";
  }

  /** An earlier wording. */
  @GetMapping("/message/{number}")
  String earlier(@PathVariable int number, Model model) {
    model.addAttribute(
        "wording", messages.findByNumber(number).orElseThrow(NotFoundException::new));
    model.addAttribute("wordings", lists.wordings());
    model.addAttribute("userNames", userNames.all());
    return "playbook/wording";
  }

  @GetMapping("/message/edit")
  String edit(Model model) {
    model.addAttribute("form", opened());
    return "playbook/message-form";
  }

  /** The form as typed with a part more or less; nothing is kept. */
  @PostMapping("/message/draft")
  ModelAndView draft(
      @ModelAttribute("form") MessageForm typed,
      BindingResult ignored,
      @RequestParam(defaultValue = "") String step,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx) {
    MessageForm form = typed.with(step);
    ModelAndView page =
        new ModelAndView(
            htmx == null ? "playbook/message-form" : "playbook/message-form :: parts",
            new BeanPropertyBindingResult(form, "form").getModel());
    page.addObject("grown", step.equals("+"));
    return page;
  }

  @PostMapping("/message")
  ModelAndView word(
      CurrentUser actor,
      @ModelAttribute("form") MessageForm form,
      BindingResult errors,
      @RequestParam(defaultValue = "") List<String> dropped,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    String promise = reader.required("promise", form.promise(), 300);
    List<CoreMessage.Part> parts = read(form, reader);
    List<Dropped> dropping =
        reader.failed() || parts.isEmpty() ? List.of() : dropping(parts, seen(form));
    if (dropping.stream().anyMatch(d -> !dropped.contains(d.id().toString()))) {
      reader.refuse("parts", "message.dropped.required");
    }
    if (!reader.failed()) {
      try {
        int before = seen(form);
        int now = playbook.word(before, promise, parts, actor.id(), clock.instant());
        Flash.done(next, now == before ? "message.same" : "message.worded", now);
        if (now != before && before > 0) {
          Flash.undo(next, "/playbook/message/" + before + "/return");
        }
        return new ModelAndView("redirect:/playbook");
      } catch (RefusedException e) {
        reader.refuse("parts", e.messageKey(), e.arguments());
      } catch (StaleVersionException | DataIntegrityViolationException e) {
        return Meanwhile.show(new ModelAndView("playbook/message-form"), form, opened());
      }
    }
    ModelAndView page = new ModelAndView("playbook/message-form", errors.getModel());
    page.addObject("dropping", dropping);
    page.addObject("dropped", dropped);
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  /** Words the message again as it was before the last wording, with the parts it had. */
  @PostMapping("/message/{number}/return")
  String back(CurrentUser actor, @PathVariable int number, RedirectAttributes next) {
    CoreMessage before = messages.findByNumber(number).orElseThrow(NotFoundException::new);
    try {
      int now =
          playbook.word(number + 1, before.promise(), before.parts(), actor.id(), clock.instant());
      Flash.done(next, "message.returned", number, now);
    } catch (StaleVersionException | DataIntegrityViolationException e) {
      Flash.refused(next, "message.notReturned");
    }
    return "redirect:/playbook";
  }

  /** The parts of the wording in force that stories carry and the new one leaves out. */
  private List<Dropped> dropping(List<CoreMessage.Part> kept, int upon) {
    CoreMessage present = messages.findFirstByOrderByNumberDesc().orElse(null);
    // Who wrote upon an older wording is asked to look at what others did first.
    if (present == null || present.number() != upon) {
      return List.of();
    }
    Set<UUID> ids = kept.stream().map(CoreMessage.Part::id).collect(Collectors.toSet());
    List<CoreMessage.Part> out =
        present.parts().stream().filter(p -> !ids.contains(p.id())).toList();
    Map<UUID, List<PlaybookLists.Carrier>> carriers =
        lists.carriers(out.stream().map(CoreMessage.Part::id).toList()).stream()
            .collect(Collectors.groupingBy(PlaybookLists.Carrier::partId));
    return out.stream()
        .filter(p -> carriers.containsKey(p.id()))
        .map(p -> new Dropped(p.id(), p.name(), carriers.get(p.id())))
        .toList();
  }

  private static List<CoreMessage.Part> read(MessageForm form, FormReader reader) {
    List<CoreMessage.Part> parts = new ArrayList<>();
    for (int i = 0; i < form.parts().size(); i++) {
      PartEntry part = form.parts().get(i);
      if (part.isBlank()) {
        continue;
      }
      String at = "parts[" + i + "]";
      String name = reader.required(at + ".name", part.name(), 80);
      String says = reader.text(at + ".says", part.says(), 1000);
      String proof = reader.text(at + ".proof", part.proof(), 1000);
      UUID id = reader.id(at + ".id", part.id());
      if (parts.stream().anyMatch(p -> p.name().equalsIgnoreCase(name) && !name.isEmpty())) {
        reader.refuse(at + ".name", "message.part.twice", name);
      }
      boolean taken = parts.stream().anyMatch(p -> p.id().equals(id));
      parts.add(
          new CoreMessage.Part(
              id == null || taken ? TimeOrderedUuid.next() : id, name, says, proof));
    }
    return parts;
  }

  private MessageForm opened() {
    return messages
        .findFirstByOrderByNumberDesc()
        .map(
            m ->
                new MessageForm(
                    m.promise(),
                    m.parts().stream()
                        .map(p -> new PartEntry(p.id().toString(), p.name(), p.says(), p.proof()))
                        .toList(),
                    m.number()))
        .orElseGet(
            () ->
                new MessageForm(
                    "", List.of(PartEntry.blank(), PartEntry.blank(), PartEntry.blank()), 0));
  }

  private static int seen(MessageForm form) {
    return form.version() == null ? 0 : form.version();
  }
}
