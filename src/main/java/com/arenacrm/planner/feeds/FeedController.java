package com.arenacrm.planner.feeds;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.CurrentUsers;
import com.arenacrm.identity.Links;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.planner.feeds.Feeds.Feed;
import com.arenacrm.planner.feeds.Feeds.Kind;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.NotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The plan in one's own calendar: addresses to subscribe to, and what they answer. */
@Controller
@RequestMapping("/planner/feeds")
class FeedController {

  private final Feeds feeds;
  private final CurrentUsers users;
  private final UserNames userNames;
  private final Links links;
  private final MessageSource messages;
  private final Clock clock;

  FeedController(
      Feeds feeds,
      CurrentUsers users,
      UserNames userNames,
      Links links,
      MessageSource messages,
      Clock clock) {
    this.feeds = feeds;
    this.users = users;
    this.userNames = userNames;
    this.links = links;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping
  String page(CurrentUser viewer, Model model) {
    Map<Kind, Feed> mine =
        feeds.of(viewer.id()).stream().collect(Collectors.toMap(Feed::kind, Function.identity()));
    model.addAttribute("mine", mine);
    model.addAttribute(
        "kinds",
        viewer.team().isPresent() ? List.of(Kind.values()) : List.of(Kind.PERSON, Kind.ALL));
    return "planner/feeds";
  }

  /** Makes an address, or another one in place of the present. It is shown once. */
  @PostMapping
  String issue(
      CurrentUser viewer,
      @RequestParam Kind kind,
      HttpServletRequest request,
      RedirectAttributes next) {
    String secret = feeds.issue(kind, viewer, clock.instant());
    next.addFlashAttribute(
        "address", links.forViewer(request, "/planner/feeds/" + secret + ".ics"));
    next.addFlashAttribute("issued", kind.name());
    return "redirect:/planner/feeds";
  }

  @PostMapping("/revocation")
  String revoke(CurrentUser viewer, @RequestParam Kind kind, RedirectAttributes next) {
    feeds.revoke(kind, viewer);
    Flash.done(next, "feed.revoked");
    return "redirect:/planner/feeds";
  }

  /** What calendars read. Whoever knows the secret may; without it there is nothing here. */
  @GetMapping("/{secret}.ics")
  ResponseEntity<byte[]> file(
      @PathVariable String secret,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known,
      HttpServletRequest request) {
    Feed feed = feeds.find(secret).orElseThrow(NotFoundException::new);
    CurrentUser owner = users.acting(new UserId(feed.createdBy()));
    Locale locale =
        Locale.forLanguageTag(
            owner.language() == null ? owner.company().language() : owner.language());
    List<Feeds.Entry> entries = feeds.entries(feed, owner.today(clock));
    byte[] body =
        FeedFile.write(
            messages.getMessage(
                "feed.name." + feed.kind(),
                new Object[] {owner.company().name(), owner.name()},
                locale),
            entries,
            owner.company().zone(),
            userNames.all(),
            id -> links.forViewer(request, "/planner/occurrences/" + id),
            messages,
            locale);
    String tag = "\"" + hash(body) + "\"";
    // No date of the last change: what was taken out of the plan leaves none behind.
    boolean same = known != null && (known.contains(tag) || known.strip().equals("*"));
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(same ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
            .eTag(tag)
            .cacheControl(CacheControl.maxAge(Duration.ofMinutes(5)).cachePrivate());
    return same
        ? answer.build()
        : answer
            .header(HttpHeaders.CONTENT_TYPE, "text/calendar;charset=UTF-8")
            .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"arena.ics\"")
            .body(body);
  }

  private static String hash(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
