package com.arenacrm.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.WebUtils;

/**
 * What the files were called that came with a form which is shown again: the browser forgets them,
 * so the page says beside the field that they have to be chosen again, by {@code ui/field ::
 * again}.
 */
@Component
class ChosenFiles implements WebMvcConfigurer, HandlerInterceptor {

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  @Override
  public void postHandle(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable ModelAndView page) {
    MultipartHttpServletRequest parts =
        WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class);
    String view = page == null ? null : page.getViewName();
    if (parts == null || view == null || view.startsWith("redirect:")) {
      return;
    }
    Map<String, String> names = new HashMap<>();
    parts
        .getMultiFileMap()
        .forEach(
            (field, files) -> {
              String called =
                  files.stream()
                      .filter(file -> !file.isEmpty())
                      .map(MultipartFile::getOriginalFilename)
                      .filter(Objects::nonNull)
                      .limit(20)
                      .collect(Collectors.joining(", "));
              if (!called.isEmpty()) {
                names.put(field, called);
              }
            });
    if (!names.isEmpty()) {
      page.addObject("chosenFiles", names);
    }
  }
}
