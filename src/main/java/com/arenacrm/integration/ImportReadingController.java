package com.arenacrm.integration;

import com.arenacrm.identity.Choices;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.integration.sheets.DateStyle;
import com.arenacrm.integration.sheets.FileLook;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.StaleVersionException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** How a file is read: what was detected, a look at the first rows, and corrections. */
@Controller
@RequestMapping("/integration/imports/{id}/reading")
class ImportReadingController {

  private static final int ROWS = 8;

  /** The settings as typed. */
  record ReadingForm(
      String charset,
      String delimiter,
      String header,
      String decimals,
      String dates,
      String phoneRegion,
      String empties,
      Integer version) {

    static ReadingForm of(ImportRun run) {
      ImportSettings s = run.settings();
      return new ReadingForm(
          s.charset(),
          Delimiter.of(s.delimiter()).name(),
          Boolean.toString(s.headerRow()),
          s.decimalComma() ? "COMMA" : "POINT",
          s.dates().name(),
          s.phoneRegion(),
          String.join("\n", s.empties()),
          run.version());
    }
  }

  /** What may separate cells. */
  enum Delimiter {
    COMMA(','),
    SEMICOLON(';'),
    TAB('\t'),
    PIPE('|');

    private final char sign;

    Delimiter(char sign) {
      this.sign = sign;
    }

    char sign() {
      return sign;
    }

    static Delimiter of(char sign) {
      for (Delimiter delimiter : values()) {
        if (delimiter.sign == sign) {
          return delimiter;
        }
      }
      return COMMA;
    }
  }

  /** The sign of decimals. */
  enum Decimals {
    COMMA,
    POINT
  }

  private final ImportDesk desk;
  private final ImportFiles files;
  private final Importers importers;
  private final ReasonWords words;
  private final MessageSource messages;

  ImportReadingController(
      ImportDesk desk,
      ImportFiles files,
      Importers importers,
      ReasonWords words,
      MessageSource messages) {
    this.desk = desk;
    this.files = files;
    this.importers = importers;
    this.words = words;
    this.messages = messages;
  }

  @GetMapping
  ModelAndView page(CurrentUser viewer, @PathVariable UUID id, Locale locale) {
    ImportRun run = desk.get(id, viewer);
    if (!run.state().isPreparing()) {
      return new ModelAndView("redirect:/integration/imports/" + id);
    }
    ModelAndView page = new ModelAndView("integration/reading");
    page.addObject("form", ReadingForm.of(run));
    fill(page, run, run.settings(), locale, viewer);
    return page;
  }

  /** Reads another table of a spreadsheet. */
  @PostMapping("/table")
  String table(CurrentUser actor, @PathVariable UUID id, @RequestParam int table) {
    ImportRun run = desk.get(id, actor);
    if (!run.state().isPreparing()) {
      return "redirect:/integration/imports/" + id;
    }
    desk.readTable(run, table, actor);
    return "redirect:/integration/imports/" + id + "/reading";
  }

  /** Takes the settings, or only shows what the file looks like with them. */
  @PostMapping
  ModelAndView read(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") ReadingForm form,
      BindingResult errors,
      @RequestParam(required = false) @Nullable String look,
      Locale locale) {
    ImportRun run = desk.get(id, actor);
    if (!run.state().isPreparing()) {
      return new ModelAndView("redirect:/integration/imports/" + id);
    }
    FormReader reader = new FormReader(errors, locale);
    ImportSettings settings = settings(run, form, reader);
    if (settings != null && look == null) {
      Detection.Sample sample = sample(run, settings);
      if (sample.problem() == null && !sample.lines().isEmpty()) {
        StaleVersionException.check(form.version() == null ? -1 : form.version(), run.version());
        boolean sameColumns = sample.header().equals(sample(run, run.settings()).header());
        desk.read(run, settings, sameColumns, actor);
        return new ModelAndView("redirect:/integration/imports/" + id + "/columns");
      }
      reader.refuse("delimiter", "imports.reading.noRows");
    }
    ModelAndView page = new ModelAndView("integration/reading", errors.getModel());
    fill(page, run, settings == null ? run.settings() : settings, locale, actor);
    if (look == null || errors.hasErrors()) {
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    }
    return page;
  }

  private @Nullable ImportSettings settings(ImportRun run, ReadingForm form, FormReader reader) {
    ImportSettings before = run.settings();
    boolean text = before.converted() == null;
    String charset =
        text
            ? FileLook.CHARSETS.stream()
                .filter(c -> c.equals(form.charset()))
                .findFirst()
                .orElse(null)
            : before.charset();
    reader.require("charset", charset, "choose");
    Delimiter delimiter =
        text
            ? reader.choice("delimiter", form.delimiter(), Delimiter.class)
            : Delimiter.of(before.delimiter());
    reader.require("delimiter", delimiter, "choose");
    Decimals decimals = reader.choice("decimals", form.decimals(), Decimals.class);
    reader.require("decimals", decimals, "choose");
    DateStyle dates = reader.choice("dates", form.dates(), DateStyle.class);
    reader.require("dates", dates, "choose");
    String region = Choices.region(form.phoneRegion()).orElse(null);
    reader.require("phoneRegion", region, "choose");
    String empties = reader.text("empties", form.empties(), 2_000);
    if (reader.failed()) {
      return null;
    }
    return new ImportSettings(
        charset,
        before.utf8(),
        before.bom(),
        before.skippedLines(),
        delimiter.sign(),
        "true".equals(form.header()),
        decimals == Decimals.COMMA,
        dates,
        region,
        empties == null
            ? List.of()
            : empties.lines().map(String::strip).filter(l -> !l.isEmpty()).distinct().toList(),
        before.guarded(),
        before.converted());
  }

  private Detection.Sample sample(ImportRun run, ImportSettings settings) {
    return Detection.sample(files.start(run.id().id(), settings), run.fileBytes(), settings, ROWS);
  }

  private void fill(
      ModelAndView page,
      ImportRun run,
      ImportSettings settings,
      Locale locale,
      CurrentUser viewer) {
    byte[] start = files.start(run.id().id(), settings);
    Detection.Sample sample = Detection.sample(start, run.fileBytes(), settings, ROWS);
    page.addObject("import", run);
    page.addObject("converted", settings.converted());
    page.addObject("sample", sample);
    page.addObject(
        "problem", sample.problem() == null ? null : words.say(sample.problem(), locale));
    page.addObject("findings", findings(run, start, locale, viewer));
    page.addObject("charsets", FileLook.CHARSETS.stream().map(c -> charset(c, locale)).toList());
    page.addObject("delimiters", choices("imports.delimiter.", Delimiter.values(), locale));
    page.addObject("decimals", choices("imports.decimals.", Decimals.values(), locale));
    page.addObject("dateStyles", choices("imports.dates.", DateStyle.values(), locale));
    page.addObject("regions", Choices.in(locale).regions());
  }

  // What the file showed is looked at again, so that it can be told as long as it is of use.
  private List<String> findings(ImportRun run, byte[] start, Locale locale, CurrentUser viewer) {
    ImportSettings s = run.settings();
    FileLook.Verdict look =
        new FileLook.Verdict(s.charset(), s.utf8(), s.bom(), 0, run.fileBytes(), run.fileLines());
    return Detection.of(
            start,
            look,
            s.converted(),
            importers.get(run.importer()).fields(),
            viewer.company().region())
        .findings()
        .stream()
        .map(reason -> words.say(reason, locale))
        .toList();
  }

  private Choice charset(String name, Locale locale) {
    return new Choice(name, messages.getMessage("imports.charset." + name, null, locale));
  }

  private List<Choice> choices(String prefix, Enum<?>[] values, Locale locale) {
    return List.of(values).stream()
        .map(v -> new Choice(v.name(), messages.getMessage(prefix + v.name(), null, locale)))
        .toList();
  }
}
