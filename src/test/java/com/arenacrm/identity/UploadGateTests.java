package com.arenacrm.identity;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockPart;
import org.springframework.util.unit.DataSize;

/** What says that it holds files, and what comes after the gate makes of it. */
class UploadGateTests {

  private final UploadGate gate = new UploadGate(DataSize.ofMegabytes(1));

  @Test
  void whatCannotBeReadHoldsNothing() throws Exception {
    HttpServletRequest after = let(new Broken());

    assertThat(after.getContentType()).isNull();
    assertThat(after.getParameter("_csrf")).isNull();
    assertThat(after.getParameterMap()).isEmpty();
    assertThat(after.getParameterNames().hasMoreElements()).isFalse();
    assertThat(after.getParameterValues("_csrf")).isNull();
    assertThat(after.getParts()).isEmpty();
  }

  @Test
  void thePageThatSaysWhatWentWrongDoesNotReadItAgain() throws Exception {
    Broken broken = new Broken();
    broken.setDispatcherType(DispatcherType.ERROR);
    broken.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/forms/cata");

    assertThat(let(broken).getParameter("back")).isNull();
  }

  @Test
  void whatCanBeReadIsLeftAsItIs() throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/forms/cata");
    request.setContentType("multipart/form-data; boundary=x");
    request.addPart(new MockPart("file", "a.csv", new byte[] {1}));
    request.setParameter("name", "Paula");

    HttpServletRequest after = let(request);

    assertThat(after.getParts()).hasSize(1);
    assertThat(after.getParameter("name")).isEqualTo("Paula");
  }

  private HttpServletRequest let(HttpServletRequest request) throws Exception {
    MockFilterChain chain = new MockFilterChain();
    gate.doFilter(request, new MockHttpServletResponse(), chain);
    assertThat(chain.getRequest()).as("let through").isNotNull();
    return (HttpServletRequest) chain.getRequest();
  }

  /** As a server answers of what has no boundary, or breaks off. */
  private static final class Broken extends MockHttpServletRequest {

    Broken() {
      super("POST", "/forms/cata");
      setContentType("multipart/form-data");
    }

    @Override
    public Collection<Part> getParts() {
      throw new IllegalStateException("no boundary");
    }

    @Override
    public String getParameter(String name) {
      throw new IllegalStateException("no boundary");
    }
  }
}
