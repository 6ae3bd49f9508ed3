package com.arenacrm.testing;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** A page that a test has asked for, read as a person would: by its texts and fields. */
public record Page(Document document) {

  public static Page of(MvcTestResult result) {
    try {
      return new Page(Jsoup.parse(result.getResponse().getContentAsString()));
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }

  /** The text of all elements that the selector finds. */
  public String text(String selector) {
    return document.select(selector).text();
  }

  public List<String> texts(String selector) {
    return document.select(selector).eachText();
  }

  /** What stands in a field. */
  public String value(String field) {
    Element element = document.selectFirst("[name=\"" + field + "\"]");
    if (element == null) {
      throw new AssertionError("No field " + field + " on the page");
    }
    return element.hasAttr("value") ? element.attr("value") : element.wholeText();
  }

  public boolean has(String selector) {
    return !document.select(selector).isEmpty();
  }

  /** The rows of the list as its menu gives them out for a spreadsheet, without their header. */
  public List<List<String>> file(Function<String, MvcTestResult> get) {
    MvcTestResult file = get.apply(document.select("a[href$='format=CSV']").attr("href"));
    if (file.getResponse().getStatus() != 200) {
      throw new AssertionError(file.getResponse().getStatus());
    }
    String text =
        new String(file.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8)
            .replaceFirst("^\uFEFF", "");
    List<List<String>> rows = new ArrayList<>();
    CsvReader.builder()
        .fieldSeparator(';')
        .ofCsvRecord(text)
        .forEach(row -> rows.add(row.getFields()));
    return rows.subList(1, rows.size());
  }

  public String title() {
    return document.select("h1").text();
  }
}
