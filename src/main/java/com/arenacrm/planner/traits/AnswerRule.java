package com.arenacrm.planner.traits;

import com.arenacrm.contacts.ContactSets;
import com.arenacrm.contacts.PeopleQuery;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What an answer is, said once for audiences and reports: what somebody did of their own will, at
 * an activity or elsewhere (R041, R078). Neither being invited again nor reading what was sent to
 * them is one.
 */
@Component
public class AnswerRule {

  private final ContactSets sets;
  private final List<Answers> answers;

  AnswerRule(ContactSets sets, List<Answers> answers) {
    this.sets = sets;
    this.answers = answers;
  }

  /**
   * Whether a touch is an answer, in SQL.
   *
   * @param touch its alias
   */
  public String touched(String touch) {
    return touch + ".kind not in ('INVITED', 'READ')";
  }

  /**
   * A query without parameters of what people did elsewhere than at activities: columns {@code
   * person_id} and {@code at}, a row for each deed.
   */
  public String deeds() {
    return Stream.concat(Stream.of(sets.answers()), answers.stream().map(Answers::deeds))
        .collect(Collectors.joining(" union all "));
  }

  /**
   * Those who answered at some time.
   *
   * @param since name of the parameter with the instant from which it counts
   */
  public PeopleQuery since(String since) {
    Map<String, @Nullable Object> none = Map.of();
    return new PeopleQuery(
        """
        select given.person_id as id from (
          select t.person_id, t.at from planner.touch t where %s
          union all
          %s) given
        where given.at >= :%s group by given.person_id
        """
            .formatted(touched("t"), deeds(), since),
        none);
  }
}
