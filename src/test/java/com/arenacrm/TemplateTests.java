package com.arenacrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What templates must not do, though nothing fails when they do. */
class TemplateTests {

  private static final Path TEMPLATES = SourceFiles.RESOURCES.resolve("templates");

  /**
   * A page hands over what stands inside its {@code main}; the layout has a {@code main} of its
   * own, so that attributes of the page's would be lost without a word.
   */
  @Test
  void nothingIsSaidOnTheMainOfAPageWhichTheLayoutDoesNotCarryOver() {
    TreeSet<String> lost = new TreeSet<>();
    for (Path file : SourceFiles.under(TEMPLATES, ".html")) {
      String text = SourceFiles.read(file);
      if (text.contains("~{::main/content()}") && !text.contains("<main>")) {
        lost.add(TEMPLATES.relativize(file).toString());
      }
    }
    assertThat(lost).isEmpty();
  }
}
