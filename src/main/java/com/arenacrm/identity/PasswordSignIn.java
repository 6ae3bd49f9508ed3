package com.arenacrm.identity;

import com.arenacrm.identity.AuditTrail.Subject;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/**
 * Lets a person in by e-mail address and password. Whether the address exists shows neither in the
 * words of the refusal nor in its time.
 */
@Component
class PasswordSignIn implements AuthenticationProvider {

  private final Users users;
  private final Passwords passwords;
  private final SignInThrottle throttle;
  private final AuditTrail audit;
  private final Clock clock;

  PasswordSignIn(
      Users users, Passwords passwords, SignInThrottle throttle, AuditTrail audit, Clock clock) {
    this.users = users;
    this.passwords = passwords;
    this.throttle = throttle;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public Authentication authenticate(Authentication attempt) {
    String email = limited(attempt.getName().strip().toLowerCase(Locale.ROOT));
    String password = String.valueOf(attempt.getCredentials());
    String address =
        attempt.getDetails() instanceof WebAuthenticationDetails details
            ? details.getRemoteAddress()
            : "";
    if (throttle.mustWait(email, address)) {
      throw new LockedException("too many attempts");
    }
    Optional<User> user = users.findByEmail(email).filter(u -> u.isEnabled() && !u.isSample());
    if (!passwords.matches(password, user.flatMap(User::passwordHash))) {
      throttle.failed(email, address);
      throw new BadCredentialsException("no such person or password");
    }
    throttle.succeeded(email, address);
    User known = user.orElseThrow();
    audit.noteVisitor(
        known.name(), address, "signed-in", new Subject("user", known.id().id(), known.name()));
    return UsernamePasswordAuthenticationToken.authenticated(
        new SignedIn(known.id().id(), known.credentialEra(), clock.instant(), null, 0),
        null,
        List.of());
  }

  @Override
  public boolean supports(Class<?> type) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
  }

  private static String limited(String email) {
    return email.length() > 254 ? email.substring(0, 254) : email.replace("\0", "");
  }
}
