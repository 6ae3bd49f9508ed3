package com.arenacrm.welcome;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.pipeline.lines.Product;
import com.arenacrm.pipeline.lines.Products;
import com.arenacrm.pipeline.tasks.Subject;
import com.arenacrm.pipeline.tasks.Tasks;
import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What lies on the desks of the sample company: what it sells, and small things to do. */
@Component
record SampleDesk(Products products, Tasks tasks) {

  /** The list of products, before deals choose from it. */
  void stock(SampleCast cast, SampleWords words) {
    sell(cast, words, "casona.line.coffee", "product.box", 225);
    sell(cast, words, "casona.line.machines", "product.piece", 1750);
    sell(cast, words, "product.upkeep", "product.month", 60);
    sell(cast, words, "product.training", "product.session", 180);
  }

  private void sell(SampleCast cast, SampleWords words, String name, String unit, int price) {
    List<String> known = products.all().stream().map(Product::name).toList();
    if (known.stream().noneMatch(words.say(name)::equalsIgnoreCase)) {
      products.add(
          TimeOrderedUuid.next(),
          words.say(name),
          null,
          words.say(unit),
          BigDecimal.valueOf(price),
          cast.teresa().company().currency(),
          cast.teresa().id());
    }
  }

  /** What each of them has to do besides their deals, and what was done. */
  void note(SampleCast cast, SampleContacts contacts, SampleWords words, SampleTime time) {
    give(cast.marcos(), cast.marcos(), "task.sheet", about(contacts, "Paula Rey"), 1, time, words);
    give(cast.marcos(), cast.teresa(), "task.prices", Subject.NONE, 3, time, words);
    give(cast.ines(), cast.ines(), "task.cups", about(contacts, "Laura Cueto"), 0, time, words);
    give(cast.lucia(), cast.ines(), "task.photos", about(contacts, "Tomás Vigo"), 4, time, words);
    UUID back =
        give(
            cast.marcos(),
            cast.marcos(),
            "task.machine",
            about(contacts, "Paula Rey"),
            -1,
            time,
            words);
    tasks.tick(
        tasks.get(back, cast.marcos()),
        true,
        0,
        cast.marcos(),
        time.now().minus(Duration.ofHours(20)));
  }

  private static Subject about(SampleContacts contacts, String person) {
    return Subject.of(contacts.who(person).id(), null, null);
  }

  private UUID give(
      CurrentUser owner,
      CurrentUser by,
      String what,
      Subject about,
      int days,
      SampleTime time,
      SampleWords words) {
    UUID id = TimeOrderedUuid.next();
    Instant at = time.now().minus(Duration.ofDays(2));
    tasks.give(
        id,
        new Tasks.Wanted(words.say(what), null, time.today().plusDays(days), owner.id()),
        about,
        by,
        at);
    return id;
  }
}
