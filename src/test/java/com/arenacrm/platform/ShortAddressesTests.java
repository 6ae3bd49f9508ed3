package com.arenacrm.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Filters that are not set stand in no address. */
@ArenaTest
class ShortAddressesTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;

  @Test
  void fieldsLeftEmptyAreDroppedAndTheRestStaysAsItIs() {
    assertThat(ShortAddresses.said("q=&stage=ENDED&x&name=a%26b%3D&profile="))
        .isEqualTo("stage=ENDED&x&name=a%26b%3D");
    assertThat(ShortAddresses.said("q=&stage=")).isEmpty();
  }

  @Test
  void aFilteredListIsShownUnderAShortAddress() {
    assertThat(get("/leads?q=&stage=ENDED&profile=&origin=&saved=none", null))
        .hasStatus(302)
        .hasHeader("Location", "/leads?stage=ENDED&saved=none");
    assertThat(get("/leads?stage=ENDED&saved=none", null)).hasStatusOk();
    assertThat(get("/planner/list?from=&until=", null))
        .hasStatus(302)
        .hasHeader("Location", "/planner/list");
    assertThat(get("/leads?q=&stage=ENDED", "true")).as("part of a page").hasStatusOk();
  }

  @Test
  void linksSayNothingOfWhatIsNotSet() {
    Page list = Page.of(get("/planner/activities?phase=BUY", null));
    assertThat(list.document().select("a[href*='=&'], a[href$='=']")).isEmpty();
  }

  private MvcTestResult get(String address, @Nullable String htmx) {
    var request = mvc.get().uri(address).with(cast.as(cast.lucia()));
    return htmx == null ? request.exchange() : request.header("HX-Request", htmx).exchange();
  }
}
