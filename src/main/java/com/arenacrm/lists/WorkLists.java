package com.arenacrm.lists;

import com.arenacrm.platform.NotFoundException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The lists that modules declare, by their key. */
@Component
class WorkLists {

  private final Map<String, WorkList> lists;

  WorkLists(List<WorkList> lists) {
    this.lists = lists.stream().collect(Collectors.toMap(WorkList::key, Function.identity()));
  }

  WorkList get(String key) {
    WorkList list = lists.get(key);
    if (list == null) {
      throw new NotFoundException();
    }
    return list;
  }
}
