package com.arenacrm.testing;

import com.arenacrm.identity.Cast;
import com.arenacrm.integration.ImportProbe;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;

/**
 * A test of the whole application on the {@link TestDatabase}. All such tests share one context, so
 * a test that adds beans or properties of its own costs a start of the application.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@SpringBootTest(properties = "spring.jpa.hibernate.ddl-auto=validate")
@AutoConfigureMockMvc
@Import({Cast.class, SqlCount.Listening.class, ImportProbe.class})
public @interface ArenaTest {}
