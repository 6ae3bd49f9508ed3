package com.arenacrm.journeys;

import com.arenacrm.identity.Cast;
import com.arenacrm.testing.OnOwnDatabase;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/**
 * Journeys of people through the real application in a real browser. All classes that carry this
 * share one server and one browser; each begins with an Arena that nobody has set up yet, and ends
 * with its tabs closed. How to write one: see the package.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@ExtendWith(JourneyExtension.class)
@OnOwnDatabase(JourneyTest.DATABASE)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import({Cast.class, Arena.class, JourneyConfiguration.class})
@interface JourneyTest {

  /** What the database of the journeys is called. */
  String DATABASE = "journeys";
}
