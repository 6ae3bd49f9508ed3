package com.arenacrm.planner.audience;

import com.arenacrm.planner.traits.Trait;
import com.arenacrm.planner.traits.Trait.Bounds;
import com.arenacrm.planner.traits.Trait.Option;
import com.arenacrm.planner.traits.Traits;
import com.arenacrm.planner.traits.Wish;
import com.arenacrm.platform.FormReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The part of a form in which people are narrowed to what they have in common. */
@Component
class WishForms {

  /**
   * One trait on the page.
   *
   * @param at its number in the form
   */
  record Row(
      int at,
      String key,
      List<Option> options,
      @Nullable Bounds bounds,
      String choice,
      String number) {}

  private final Traits traits;
  private final MessageSource messages;

  WishForms(Traits traits, MessageSource messages) {
    this.traits = traits;
    this.messages = messages;
  }

  List<Row> rows(List<WishForm> typed, Locale locale) {
    List<Row> rows = new ArrayList<>();
    for (Trait trait : traits.all()) {
      WishForm row = typed(typed, trait);
      rows.add(
          new Row(
              rows.size(),
              trait.key(),
              trait.options(locale),
              trait.bounds(),
              FormReader.clean(row.choice()),
              FormReader.clean(row.number())));
    }
    return rows;
  }

  /** What was wished for; what cannot be is refused at its field. */
  List<Wish> read(List<WishForm> typed, FormReader reader, Locale locale) {
    List<Wish> wishes = new ArrayList<>();
    for (int i = 0; i < traits.all().size(); i++) {
      Trait trait = traits.all().get(i);
      WishForm row = typed(typed, trait);
      if (row.isBlank()) {
        continue;
      }
      String path = "wishes[" + i + "]";
      String choice = FormReader.clean(row.choice());
      List<Option> options = trait.options(locale);
      boolean known = options.stream().anyMatch(o -> o.value().equals(choice));
      if (!options.isEmpty() && !known) {
        reader.refuse(path + ".choice", "choose");
        continue;
      }
      Bounds bounds = trait.bounds();
      Integer number =
          bounds == null
              ? null
              : reader.whole(path + ".number", row.number(), bounds.least(), bounds.most());
      if (number == null && trait.needsNumber(known ? choice : null)) {
        reader.require(path + ".number", null, "required");
        continue;
      }
      wishes.add(new Wish(trait.key(), known ? choice : null, number));
    }
    return wishes;
  }

  private static WishForm typed(List<WishForm> typed, Trait trait) {
    return typed.stream()
        .filter(w -> trait.key().equals(w.trait()))
        .findFirst()
        .orElse(new WishForm(trait.key(), "", ""));
  }

  /** What was wished for, as the source is called. */
  String words(List<Wish> wishes, Locale locale) {
    return wishes.stream()
        .map(wish -> words(wish, locale))
        .collect(Collectors.joining(" " + messages.getMessage("segment.and", null, locale) + " "));
  }

  private String words(Wish wish, Locale locale) {
    Optional<String> choice =
        traits.find(wish.trait()).stream()
            .flatMap(t -> t.options(locale).stream())
            .filter(o -> o.value().equals(wish.choice()))
            .map(Option::label)
            .findFirst();
    return messages.getMessage(
        "trait." + wish.trait() + ".of",
        new Object[] {
          // Where a choice leaves room for the number, it stands there.
          choice.orElse("").replace("…", String.valueOf(wish.number())),
          wish.number() == null ? 0 : wish.number()
        },
        locale);
  }
}
