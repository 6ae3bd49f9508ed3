package com.arenacrm.identity;

import com.arenacrm.platform.NotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/** Changes whose session this is, without asking for a password again. */
@Component
public class Sessions {

  private final Users users;
  private final AuditTrail audit;
  private final Clock clock;
  private final SecurityContextRepository contexts = new HttpSessionSecurityContextRepository();

  Sessions(Users users, AuditTrail audit, Clock clock) {
    this.users = users;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Steps into the shoes of a person of the sample company, and of nobody else.
   *
   * @throws NotFoundException when that is no such person
   */
  public void actAs(
      CurrentUser administrator,
      UserId person,
      HttpServletRequest request,
      HttpServletResponse response) {
    User sample = users.findById(person).filter(User::isSample).orElseThrow(NotFoundException::new);
    CurrentUser.ActingAdministrator admin = administrator.administrator();
    UserId real = admin == null ? administrator.id() : admin.id();
    User behind = users.findById(real).orElseThrow(NotFoundException::new);
    audit.note(
        administrator,
        "stepped-in",
        new AuditTrail.Subject("user", sample.id().id(), sample.name()));
    start(sample, behind, request, response);
  }

  /**
   * Signs in whoever has just set Arena up, so that they need not type their password again.
   *
   * @throws NotFoundException when there is no such user
   */
  public void start(UserId user, HttpServletRequest request, HttpServletResponse response) {
    start(users.findById(user).orElseThrow(NotFoundException::new), null, request, response);
  }

  /** Goes back to being the administrator. */
  public void stepOut(CurrentUser actor, HttpServletRequest request, HttpServletResponse response) {
    CurrentUser.ActingAdministrator admin = actor.administrator();
    if (admin != null) {
      audit.note(
          actor, "stepped-out", new AuditTrail.Subject("user", actor.id().id(), actor.name()));
      start(
          users.findById(admin.id()).orElseThrow(NotFoundException::new), null, request, response);
    }
  }

  void start(
      User user, @Nullable User behind, HttpServletRequest request, HttpServletResponse response) {
    SignedIn signedIn =
        new SignedIn(
            user.id().id(),
            user.credentialEra(),
            clock.instant(),
            behind == null ? null : behind.id().id(),
            behind == null ? 0 : behind.credentialEra());
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(signedIn, null, List.of()));
    request.getSession(true);
    request.changeSessionId();
    contexts.saveContext(context, request, response);
  }
}
