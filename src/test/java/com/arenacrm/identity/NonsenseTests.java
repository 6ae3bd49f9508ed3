package com.arenacrm.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What no page sends, such as a role that does not exist, is refused and breaks nothing. */
@ArenaTest
@OnOwnDatabase
class NonsenseTests {

  private static final String NONSENSE = "disparate";

  @Autowired RequestMappingHandlerMapping requestMappingHandlerMapping;
  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;

  @Test
  void aRoleThatDoesNotExistIsRefusedInWords() {
    for (String field : List.of("roles", "team", "id")) {
      Map<String, String> form = new HashMap<>();
      form.put("id", UUID.randomUUID().toString());
      form.put("name", "Noelia Nadie");
      form.put("email", "noelia@nadie.example");
      form.put("roles", "SALES");
      form.put("team", "");
      form.put("version", "0");
      form.put(field, "EMPERADOR");
      for (String path : List.of("/identity/users", "/identity/users/" + cast.ines().id())) {
        MvcTestResult refused = post(path, form);

        assertThat(refused).as(path + field).hasStatus(400);
        assertThat(Page.of(refused).text("main"))
            .as(path + field)
            .contains("No se entiende lo que se pide");
      }
    }
  }

  @Test
  void nonsenseInAnyFieldBreaksNothing() {
    List<String> broken = new ArrayList<>();
    requestMappingHandlerMapping
        .getHandlerMethods()
        .forEach(
            (info, handler) -> {
              Map<String, String> texts = fields(handler, true);
              Map<String, String> others = fields(handler, false);
              for (String path : posts(info)) {
                for (Map<String, String> fields : List.of(texts, others)) {
                  if (!fields.isEmpty()) {
                    check(path, fields, broken);
                  }
                }
              }
            });

    assertThat(broken).isEmpty();
  }

  private void check(String path, Map<String, String> fields, List<String> broken) {
    MvcTestResult result = post(concrete(path), fields);
    Throwable unresolved = result.getUnresolvedException();
    int status = unresolved == null ? result.getResponse().getStatus() : 500;
    if (status >= 500) {
      broken.add(path + " " + fields.keySet() + ": " + unresolved);
    }
  }

  private MvcTestResult post(String path, Map<String, String> fields) {
    var request =
        mvc.post()
            .uri(path)
            .header("Accept", "text/html")
            .with(cast.as(cast.andres()))
            .with(csrf());
    fields.forEach(request::param);
    return request.exchange();
  }

  private String concrete(String path) {
    return path.startsWith("/identity/users/")
        ? path.replace("{id}", cast.ines().id().toString())
        : path.replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
  }

  private static List<String> posts(RequestMappingInfo info) {
    return info.getMethodsCondition().getMethods().contains(RequestMethod.POST)
        ? info.getPatternValues().stream().sorted().toList()
        : List.of();
  }

  /**
   * What a request may bring.
   *
   * @param texts what is read as a text, such as identifiers; else what the form itself reads
   */
  private static Map<String, String> fields(HandlerMethod handler, boolean texts) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (MethodParameter parameter : handler.getMethodParameters()) {
      Class<?> type = parameter.getParameterType();
      MergedAnnotations of = MergedAnnotations.from(parameter.getParameterAnnotations());
      if (of.isPresent(RequestParam.class)) {
        String name = of.get(RequestParam.class).getString("name");
        parameter.initParameterNameDiscovery(
            new org.springframework.core.DefaultParameterNameDiscoverer());
        put(fields, name.isEmpty() ? parameter.getParameterName() : name, type, texts);
      } else if (of.isPresent(ModelAttribute.class) && type.isRecord()) {
        for (RecordComponent component : type.getRecordComponents()) {
          put(fields, component.getName(), component.getType(), texts);
        }
      }
    }
    return fields;
  }

  private static void put(Map<String, String> fields, String name, Class<?> type, boolean texts) {
    if (texts == (type == String.class) && type != boolean.class) {
      fields.put(name, NONSENSE);
    }
  }
}
