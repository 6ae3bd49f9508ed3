package com.arenacrm.identity;

import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.EmailAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The administrator's list of people: invite, give roles and teams, disable. */
@Controller
@RequestMapping("/identity/users")
class UserController {

  /** A person as typed; {@code id} is the new user's, so that sending twice makes one. */
  record UserForm(
      @Nullable UUID id,
      String email,
      String name,
      Set<Role> roles,
      @Nullable UUID team,
      Integer version) {

    UserForm {
      roles = roles == null ? EnumSet.noneOf(Role.class) : roles;
    }
  }

  /** The address under which somebody without access is to sign in, as typed. */
  record AccessForm(String email) {}

  /** One line of the list. */
  record UserRow(
      UUID id,
      String name,
      @Nullable String email,
      String roles,
      @Nullable String team,
      boolean enabled,
      boolean withoutAccess,
      boolean invited,
      boolean sample,
      @Nullable Instant resetAskedAt) {

    /** How it stands with the account, as a message key of {@code user.state}. */
    String state() {
      return sample
          ? "sample"
          : withoutAccess ? "noAccess" : !enabled ? "disabled" : invited ? "invited" : "active";
    }

    public List<String> roleKeys() {
      return roles.isEmpty() ? List.of() : List.of(roles.toLowerCase(Locale.ROOT).split(" "));
    }
  }

  private final Users users;
  private final Teams teams;
  private final Accounts accounts;
  private final AccountMail mail;
  private final Links links;
  private final Exports exports;
  private final JdbcClient jdbc;

  UserController(
      Users users,
      Teams teams,
      Accounts accounts,
      AccountMail mail,
      Links links,
      Exports exports,
      JdbcClient jdbc) {
    this.users = users;
    this.teams = teams;
    this.accounts = accounts;
    this.mail = mail;
    this.links = links;
    this.exports = exports;
    this.jdbc = jdbc;
  }

  @GetMapping
  String list(Model model) {
    model.addAttribute("rows", rows());
    model.addAttribute("teams", teams.findAllByOrderByName());
    return "identity/users";
  }

  /** Everybody as a file. */
  @GetMapping("/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    exports.send(
        response,
        viewer,
        locale,
        format,
        "users.title",
        List.of("user.name", "user.email", "user.roles", "user.team", "user.state"),
        file ->
            rows()
                .forEach(
                    u ->
                        file.row(
                            Arrays.asList(
                                u.name(),
                                u.email(),
                                u.roleKeys().stream()
                                    .map(role -> exports.say("role." + role, locale))
                                    .collect(Collectors.joining(", ")),
                                u.team(),
                                exports.say("user.state." + u.state(), locale)))));
  }

  /** The list with a name that no team can have, beside the field it was typed into. */
  private ModelAndView refused(String problem, String typed, @Nullable UUID team) {
    ModelAndView page = new ModelAndView("identity/users");
    page.addObject("rows", rows());
    page.addObject("teams", teams.findAllByOrderByName());
    page.addObject("teamProblem", problem);
    page.addObject("typedTeam", typed);
    page.addObject("renamedTeam", team);
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  @GetMapping("/new")
  String blank(Model model) {
    model.addAttribute("form", new UserForm(UserId.next().id(), "", "", Set.of(), null, 0));
    return form(model);
  }

  @PostMapping
  ModelAndView invite(
      CurrentUser actor,
      @ModelAttribute("form") UserForm form,
      BindingResult errors,
      HttpServletRequest request,
      Locale locale,
      RedirectAttributes next) {
    Optional<EmailAddress> email = EmailAddress.parse(form.email() == null ? "" : form.email());
    if (email.isEmpty()) {
      errors.rejectValue("email", "email.invalid");
    }
    check(form, errors);
    if (!errors.hasErrors()) {
      UserId id = form.id() == null ? UserId.next() : new UserId(form.id());
      try {
        Once.make(
            () -> users.findById(id).isPresent(),
            () -> inviteNow(actor, form, id, email.orElseThrow(), request, locale, next));
        return new ModelAndView("redirect:/identity/users/" + id);
      } catch (RefusedException e) {
        errors.rejectValue("email", e.messageKey(), e.arguments(), null);
      } catch (DataIntegrityViolationException e) {
        errors.rejectValue("email", "user.email.taken");
      }
    }
    return invalid(errors);
  }

  private void inviteNow(
      CurrentUser actor,
      UserForm form,
      UserId id,
      EmailAddress email,
      HttpServletRequest request,
      Locale locale,
      RedirectAttributes next) {
    String name = form.name().strip();
    String secret = accounts.invite(actor, id, email, name, form.roles(), team(form));
    handOver(secret, email, name, request, locale, next);
  }

  private void handOver(
      String secret,
      EmailAddress email,
      String name,
      HttpServletRequest request,
      Locale locale,
      RedirectAttributes next) {
    String path = "/invitation/" + secret;
    if (mail.isConfigured()) {
      mail.send(AccountMail.Letter.INVITATION, email, name, links.forMail(path), locale);
    }
    next.addFlashAttribute("link", links.forViewer(request, path));
    Flash.done(next, mail.isConfigured() ? "user.invited.mailed" : "user.invited", name);
  }

  @GetMapping("/{id}")
  String one(@PathVariable UUID id, Model model) {
    fill(model, get(id));
    return form(model);
  }

  private static void fill(Model model, User user) {
    String email = user.email().map(EmailAddress::value).orElse("");
    model.addAttribute("user", user);
    model.addAttribute(
        "form",
        new UserForm(
            user.id().id(),
            email,
            user.name(),
            user.roles(),
            user.team().map(TeamId::id).orElse(null),
            user.version()));
    if (!model.containsAttribute("access")) {
      model.addAttribute("access", new AccessForm(email));
    }
  }

  @PostMapping("/{id}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") UserForm form,
      BindingResult errors,
      RedirectAttributes next) {
    User user = get(id);
    check(form, errors);
    if (!errors.hasErrors()) {
      StaleVersionException.check(form.version() == null ? -1 : form.version(), user.version());
      try {
        accounts.change(actor, user, form.name().strip(), form.roles(), team(form));
        Flash.done(next, "user.changed", form.name());
        return new ModelAndView("redirect:/identity/users");
      } catch (RefusedException e) {
        errors.rejectValue("roles", e.messageKey());
      }
    }
    ModelAndView page = invalid(errors);
    page.addObject("user", user);
    page.addObject("access", new AccessForm(user.email().map(EmailAddress::value).orElse("")));
    return page;
  }

  /** Lets somebody in who was without access: the same invitation that anybody gets. */
  @PostMapping("/{id}/access")
  ModelAndView giveAccess(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("access") AccessForm form,
      BindingResult errors,
      HttpServletRequest request,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    User user = get(id);
    if (!user.isWithoutAccess() && !user.isEnabled()) {
      throw new NotFoundException();
    }
    Optional<EmailAddress> email = EmailAddress.parse(form.email() == null ? "" : form.email());
    if (email.isEmpty()) {
      errors.rejectValue("email", "email.invalid");
    } else {
      try {
        Once.make(
            () -> !get(id).isWithoutAccess(),
            () ->
                handOver(
                    accounts.giveAccess(actor, get(id), email.get()),
                    email.get(),
                    user.name(),
                    request,
                    locale,
                    next));
        return new ModelAndView("redirect:/identity/users/" + id);
      } catch (RefusedException e) {
        errors.rejectValue("email", e.messageKey());
      } catch (DataIntegrityViolationException e) {
        errors.rejectValue("email", "user.email.taken");
      }
    }
    fill(model, user);
    return new ModelAndView(form(model), model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
  }

  @PostMapping("/{id}/disabling")
  String disable(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    User user = get(id);
    try {
      accounts.disable(actor, user);
      Flash.done(next, "user.disabled", user.name());
      Flash.undo(next, "/identity/users/" + id + "/enabling");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/identity/users";
  }

  @PostMapping("/{id}/enabling")
  String enable(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    User user = get(id);
    if (user.isWithoutAccess()) {
      throw new NotFoundException();
    }
    accounts.enable(actor, user);
    Flash.done(next, "user.enabled", user.name());
    return "redirect:/identity/users";
  }

  /** A link to copy by hand: an open invitation, or a new password. */
  @PostMapping("/{id}/link")
  String link(
      CurrentUser actor,
      @PathVariable UUID id,
      HttpServletRequest request,
      RedirectAttributes next) {
    User user = get(id);
    if (!user.isEnabled() || user.isSample()) {
      throw new NotFoundException();
    }
    String path = PasswordController.pathOf(user, accounts.link(actor, user));
    next.addFlashAttribute("link", links.forViewer(request, path));
    return "redirect:/identity/users/" + id;
  }

  @PostMapping("/teams")
  ModelAndView addTeam(@RequestParam(defaultValue = "") String name, RedirectAttributes next) {
    String team = FormReader.clean(name);
    Optional<String> problem = problem(team, null);
    if (problem.isPresent()) {
      return refused(problem.get(), team, null);
    }
    accounts.team(team);
    Flash.done(next, "team.added", team);
    return new ModelAndView("redirect:/identity/users");
  }

  @PostMapping("/teams/{id}")
  ModelAndView renameTeam(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String name,
      RedirectAttributes next) {
    Team team = teams.findById(new TeamId(id)).orElseThrow(NotFoundException::new);
    String typed = FormReader.clean(name);
    Optional<String> problem = problem(typed, team.id());
    if (problem.isPresent()) {
      return refused(problem.get(), typed, id);
    }
    team.rename(typed);
    teams.save(team);
    Flash.done(next, "team.renamed", typed);
    return new ModelAndView("redirect:/identity/users");
  }

  private Optional<String> problem(String name, @Nullable TeamId of) {
    if (name.isEmpty() || name.length() > 100) {
      return Optional.of("team.name.required");
    }
    return teams
        .findByNameIgnoreCase(name)
        .filter(other -> !other.id().equals(of))
        .map(other -> "team.name.taken");
  }

  @PostMapping("/teams/{id}/deletion")
  String deleteTeam(@PathVariable UUID id, RedirectAttributes next) {
    Team team = teams.findById(new TeamId(id)).orElseThrow(NotFoundException::new);
    try {
      teams.delete(team);
      Flash.done(next, "team.deleted", team.name());
    } catch (DataIntegrityViolationException e) {
      Flash.refused(next, "team.hasPeople", team.name());
    }
    return "redirect:/identity/users";
  }

  private User get(UUID id) {
    return users.findById(new UserId(id)).orElseThrow(NotFoundException::new);
  }

  private void check(UserForm form, BindingResult errors) {
    if (form.name() == null || form.name().isBlank()) {
      errors.rejectValue("name", "required");
    } else if (form.name().length() > 120) {
      errors.rejectValue("name", "tooLong", new Object[] {120}, null);
    }
    if (form.roles().isEmpty()) {
      errors.rejectValue("roles", "user.roles.required");
    }
  }

  private @Nullable TeamId team(UserForm form) {
    return form.team() == null
        ? null
        : teams.findById(new TeamId(form.team())).map(Team::id).orElse(null);
  }

  private ModelAndView invalid(BindingResult errors) {
    ModelAndView page = new ModelAndView("identity/user", errors.getModel());
    page.addObject("teams", teams.findAllByOrderByName());
    page.addObject("allRoles", Role.values());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  private String form(Model model) {
    model.addAttribute("teams", teams.findAllByOrderByName());
    model.addAttribute("allRoles", Role.values());
    return "identity/user";
  }

  private List<UserRow> rows() {
    return jdbc.sql(
            """
            select u.id, u.name, u.email, t.name as team, u.enabled, u.without_access,
                   u.sample, u.reset_asked_at,
                   u.password_hash is null and not u.sample and not u.without_access as invited,
                   array_to_string(array(select r.role from identity.user_role r
                     where r.user_id = u.id order by r.role), ' ') as roles
            from identity.user_account u
            left join identity.team t on t.id = u.team_id
            order by u.enabled desc, u.without_access desc, u.sample, u.name
            """)
        .query(UserRow.class)
        .list();
  }
}
