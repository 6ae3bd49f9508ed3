package com.arenacrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Whatever is sent where a file belongs, nobody is told that Arena failed. */
@ArenaTest
class UploadTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mapping;

  @Test
  void whereverAFileBelongsAnythingElseIsRefused() {
    List<String> failed = new ArrayList<>();
    Set<String> routes = routes();
    for (String route : routes) {
      for (CurrentUser who : List.of(cast.andres(), cast.nuria())) {
        answers(route, who)
            .forEach(
                answer -> {
                  if (answer.getUnresolvedException() != null
                      || answer.getResponse().getStatus() >= 500) {
                    failed.add(route + " " + answer.getResponse().getStatus());
                  }
                });
      }
    }

    assertThat(routes)
        .contains("/integration/imports", "/integration/imports/sets")
        .hasSizeGreaterThan(5);
    assertThat(failed).isEmpty();
  }

  @Test
  void anImportWithoutAFileSaysSoBesideTheField() {
    for (String route : List.of("/integration/imports", "/integration/imports/sets")) {
      List<MvcTestResult> answers = answers(route, cast.lucia()).toList();
      for (MvcTestResult answer : List.of(answers.get(0), answers.get(1), answers.get(2))) {
        assertThat(answer).hasStatus(422);
        assertThat(Page.of(answer).text(".has-error .error")).contains("Elige un archivo");
      }
      assertThat(answers.get(3)).as("a file where a text belongs").hasStatus(400);
    }
  }

  /** No part at all, no multipart at all, texts where files belong and files where texts do. */
  private Stream<MvcTestResult> answers(String route, CurrentUser who) {
    String path = route.replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
    var files = mvc.post().uri(path).multipart().with(csrf()).with(cast.as(who));
    var texts =
        mvc.post()
            .uri(path)
            .contentType(MediaType.APPLICATION_FORM_URLENCODED)
            .with(csrf())
            .with(cast.as(who));
    for (String name : List.of("id", "file", "files", "what", "source", "people", "kind")) {
      files.file(new MockMultipartFile(name, "x.csv", "text/csv", "a;b\n1;2\n".getBytes()));
    }
    for (String name : List.of("table", "tables", "file", "logo", "download")) {
      texts.param(name, "un texto");
    }
    return Stream.of(
        mvc.post().uri(path).multipart().with(csrf()).with(cast.as(who)).exchange(),
        mvc.post().uri(path).with(csrf()).with(cast.as(who)).exchange(),
        texts.exchange(),
        files.exchange());
  }

  private Set<String> routes() {
    Set<String> routes = new TreeSet<>();
    mapping
        .getHandlerMethods()
        .forEach(
            (info, method) -> {
              if (info.getMethodsCondition().getMethods().contains(RequestMethod.POST)
                  && Stream.of(method.getMethod().getParameters()).anyMatch(UploadTests::isFile)) {
                routes.addAll(info.getPatternValues());
              }
            });
    return routes;
  }

  private static boolean isFile(Parameter parameter) {
    return isFile(parameter.getParameterizedType())
        || parameter.getType() == MultipartHttpServletRequest.class
        || parameter.getType().isRecord()
            && Stream.of(parameter.getType().getRecordComponents())
                .map(RecordComponent::getGenericType)
                .anyMatch(UploadTests::isFile);
  }

  private static boolean isFile(Type type) {
    return type.getTypeName().contains(MultipartFile.class.getName());
  }
}
