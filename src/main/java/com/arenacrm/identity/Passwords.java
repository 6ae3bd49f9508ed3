package com.arenacrm.identity;

import com.nulabinc.zxcvbn.Zxcvbn;
import com.nulabinc.zxcvbn.matchers.Match;
import java.util.List;
import java.util.Optional;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Which passwords are good enough, and how they are kept: as argon2id hashes only (Q31). */
@Component
class Passwords {

  static final int SHORTEST = 8;
  static final int LONGEST = 128;
  private static final int COMMONEST = 3_000;

  private final PasswordEncoder encoder = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
  private final Zxcvbn dictionary = new Zxcvbn();
  // Compared when there is no such user, so that the answer takes as long as for one who exists.
  private final String nobody = encoder.encode("nobody has this password");

  /** The key of the sentence that says why the password is refused; empty when it is good. */
  Optional<String> objection(String password, List<String> aboutThePerson) {
    if (password.length() < SHORTEST) {
      return Optional.of("password.short");
    }
    if (password.length() > LONGEST) {
      return Optional.of("password.long");
    }
    if (aboutThePerson.stream().anyMatch(password::equalsIgnoreCase)) {
      return Optional.of("password.own");
    }
    if (isCommon(password)) {
      return Optional.of("password.common");
    }
    return Optional.empty();
  }

  String hash(String password) {
    return encoder.encode(password);
  }

  /** Whether the password is that of the hash; takes equally long without a hash. */
  boolean matches(String password, Optional<String> hash) {
    boolean same = password.length() <= LONGEST && encoder.matches(password, hash.orElse(nobody));
    return same && hash.isPresent();
  }

  private boolean isCommon(String password) {
    List<Match> matches = dictionary.measure(password).getSequence();
    if (matches.size() != 1) {
      return false;
    }
    Match only = matches.get(0);
    return "passwords".equals(only.dictionaryName)
        && !only.reversed
        && !only.l33t
        && only.rank <= COMMONEST;
  }
}
