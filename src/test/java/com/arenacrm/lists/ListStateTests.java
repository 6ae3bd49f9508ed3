package com.arenacrm.lists;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.platform.Filters;
import com.arenacrm.platform.FormReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ListStateTests {

  /** Knows a text and one of two orders. */
  private static final WorkList LIST =
      new WorkList() {
        @Override
        public String key() {
          return "things";
        }

        @Override
        public String path() {
          return "/things";
        }

        @Override
        public String title() {
          return "things.title";
        }

        @Override
        public List<ListColumn> columns() {
          return List.of(ListColumn.usual("a", "a"), ListColumn.more("b", "b"));
        }

        @Override
        public Map<String, String> read(Filters address) {
          Map<String, String> known = new LinkedHashMap<>();
          String q = address.text("q");
          if (!q.isEmpty()) {
            known.put("q", q);
          }
          if ("NAME".equals(address.text("sort"))) {
            known.put("sort", "NAME");
          }
          return known;
        }
      };

  @Property
  void whatIsWrittenIsReadAgain(@ForAll @StringLength(max = 100) String typed) {
    String text = FormReader.clean(typed);
    ListState state =
        new ListState(
            "things",
            "/things",
            text.isEmpty() ? Map.of() : Map.of("q", text),
            UUID.randomUUID(),
            false,
            UUID.randomUUID());

    // A half of a sign that takes two is no text that anybody can type.
    if (StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      assertThat(ListState.parse(LIST, state.text())).isEqualTo(state);
      String carried = state.about("/things/1");
      String one = carried.substring(carried.indexOf("list=") + 5);
      assertThat(one).doesNotContain("&", "#", "?");
      assertThat(ListState.parse(LIST, URLDecoder.decode(one, StandardCharsets.UTF_8)))
          .isEqualTo(state);
    }
  }

  @Property
  void whateverSomebodyWritesIsAFilterOfTheListOrNothing(@ForAll String text) {
    ListState state = ListState.parse(LIST, text);

    assertThat(state.query().keySet()).isSubsetOf("q", "sort");
    assertThat(state.address()).startsWith("/things");
    assertThat(state.filter()).doesNotContain("\n", "\r", " ", "<", "\"");
  }

  @Test
  void whatTheListDoesNotKnowIsNotKept() {
    ListState state =
        ListState.parse(LIST, "q=caf%C3%A9&role=ADMINISTRATOR&sort=drop&after=no&saved=%ZZ");

    assertThat(state.filter()).isEqualTo("q=caf%C3%A9");
    assertThat(state.after()).isNull();
    assertThat(state.view()).isNull();
    assertThat(ListState.parse(LIST, "q=" + "x".repeat(3000)).isWhole()).isTrue();
  }

  @Test
  void theWholeListIsAskedForByName() {
    ListState whole = ListState.parse(LIST, "");
    assertThat(whole.address()).isEqualTo("/things?saved=none");
    assertThat(whole.sorted("NAME")).isEqualTo("/things?saved=none&sort=NAME");
  }

  @Test
  void aFormOfARecordKeepsThePlaceInTheList() {
    String record = "/leads/0192aaaa-0000-7000-8000-000000000001";
    String from = "https://arena.example" + record + "?list=stage%3DOPEN";

    assertThat(KeptPlace.kept(record, from)).isEqualTo(record + "?list=stage%3DOPEN");
    assertThat(KeptPlace.kept(record + "#end", from)).isEqualTo(record + "?list=stage%3DOPEN#end");
    assertThat(KeptPlace.kept(record, "https://arena.example" + record + "/edit?list=a%3Db"))
        .isEqualTo(record + "?list=a%3Db");
    assertThat(KeptPlace.kept("/leads", from)).isEqualTo("/leads");
    assertThat(KeptPlace.kept(record, null)).isEqualTo(record);
    assertThat(KeptPlace.kept(record, "https://arena.example/leads?list=a")).isEqualTo(record);
    assertThat(KeptPlace.kept(record, "https://arena.example" + record + "?list=a%3Db%0d%0a<x>"))
        .isEqualTo(record);
    assertThat(KeptPlace.kept(record, "::not an address::")).isEqualTo(record);
  }
}
