package com.arenacrm.journeys;

import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;

/** One way of people through an Arena that is as new, walked in several looks. */
@JourneyTest
abstract class Journey {

  @Autowired Arena arena;
  @Autowired MessageSource messages;

  private Locale language = Locale.ROOT;

  @BeforeEach
  void asNew() {
    arena.asNew();
  }

  /** The whole way, as everybody on it sees Arena in this look. */
  abstract void walk(Look look);

  final void go(Look look) {
    language = Locale.forLanguageTag(look.language());
    walk(look);
  }

  /** The language of this way, as an ISO 639 code. */
  final String language() {
    return language.getLanguage();
  }

  /** A text of Arena in the language of this way. */
  final String word(String key, Object... arguments) {
    return messages.getMessage(key, arguments, language);
  }
}
