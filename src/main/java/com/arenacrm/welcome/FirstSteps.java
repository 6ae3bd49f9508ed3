package com.arenacrm.welcome;

import com.arenacrm.platform.StartupNotice;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Says at the end of the first start what to do: open the page, and with which code. */
@Component
class FirstSteps implements StartupNotice {

  private final SetUp setUp;
  private final SetUpCode code;

  FirstSteps(SetUp setUp, SetUpCode code) {
    this.setUp = setUp;
    this.code = code;
  }

  @Override
  public Optional<String> notice() {
    return setUp.isOpen()
        ? Optional.of(
            "Nobody has set it up yet: open that address in a browser on this machine, or on"
                + " another with the code "
                + code.issue()
                + ".")
        : Optional.empty();
  }
}
