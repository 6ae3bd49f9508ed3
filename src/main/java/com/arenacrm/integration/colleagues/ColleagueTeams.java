package com.arenacrm.integration.colleagues;

import com.arenacrm.identity.Colleagues;
import com.arenacrm.integration.Effect;
import com.arenacrm.integration.RecordKind;
import com.arenacrm.integration.UndoPass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The teams that files of our own people bring along. */
@Component
class ColleagueTeams implements RecordKind {

  private final Colleagues colleagues;

  ColleagueTeams(Colleagues colleagues) {
    this.colleagues = colleagues;
  }

  @Override
  public String kind() {
    return Roster.TEAM;
  }

  @Override
  public List<Left> undo(List<Effect> effects, UndoPass pass) {
    List<UUID> ids = effects.stream().map(Effect::id).toList();
    Map<UUID, String> now = colleagues.teamMarks(ids);
    Set<UUID> named = colleagues.teamsNamed(ids);
    List<Left> left = new ArrayList<>();
    Map<UUID, Effect> deletions = new HashMap<>();
    for (Effect effect : effects) {
      String mark = now.get(effect.id());
      if (mark != null && !mark.equals(effect.mark())) {
        left.add(Left.touched(effect));
      } else if (mark != null && named.contains(effect.id())) {
        left.add(Left.used(effect));
      } else if (mark != null) {
        deletions.put(effect.id(), effect);
      }
    }
    pass.each(List.copyOf(deletions.keySet()), colleagues::removeTeams)
        .forEach(id -> left.add(Left.used(deletions.get(id))));
    return left;
  }
}
