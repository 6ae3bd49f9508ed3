package com.arenacrm.testing;

import java.io.UnsupportedEncodingException;
import java.util.List;
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

  public String title() {
    return document.select("h1").text();
  }
}
