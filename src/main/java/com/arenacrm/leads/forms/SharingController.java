package com.arenacrm.leads.forms;

import com.arenacrm.identity.Links;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.LeadFormId;
import com.arenacrm.leads.forms.FormDesign.Kind;
import com.arenacrm.platform.FileType;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.StaleVersionException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Where a form stands and how it looks there: its address with its campaigns, in a frame or pasted
 * into another page, its colour and picture, the file that it gives, and each wording of its
 * consent.
 */
@Controller
@RequestMapping("/leads/forms/{id}")
class SharingController {

  private static final int MOST_HOSTS = 20;

  /** How it looks, as typed. */
  record LookEntry(
      @Nullable Integer version,
      String accent,
      String hosts,
      @Nullable MultipartFile logo,
      @Nullable MultipartFile download,
      String removeLogo,
      String removeDownload) {}

  private final LeadForms forms;
  private final FormFiles files;
  private final FormAnswers answers;
  private final Links links;
  private final Confirmations confirmations;
  private final UserNames userNames;
  private final MessageSource messages;

  SharingController(
      LeadForms forms,
      FormFiles files,
      FormAnswers answers,
      Links links,
      Confirmations confirmations,
      UserNames userNames,
      MessageSource messages) {
    this.forms = forms;
    this.files = files;
    this.answers = answers;
    this.links = links;
    this.confirmations = confirmations;
    this.userNames = userNames;
    this.messages = messages;
  }

  /** The form as HTML that is pasted into a page of that language. */
  record Pasted(String language, String code) {}

  /** Whether letters cannot be sent, so that nobody can confirm an answer. */
  @ModelAttribute("mailless")
  boolean mailless() {
    return !confirmations.isPossible();
  }

  @GetMapping("/sharing")
  String sharing(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String source,
      @RequestParam(defaultValue = "") String medium,
      @RequestParam(defaultValue = "") String campaign,
      @RequestParam(defaultValue = "") String term,
      @RequestParam(defaultValue = "") String content,
      @RequestParam(defaultValue = "") String language,
      HttpServletRequest request,
      Model model) {
    LeadForm form = get(id);
    List<String> spoken = form.languages();
    String chosen = spoken.size() > 1 && spoken.contains(language) ? language : null;
    Map<String, String> typed =
        Map.of(
            "source",
            source,
            "medium",
            medium,
            "campaign",
            campaign,
            "term",
            term,
            "content",
            content);
    Campaign meant = Campaign.of(name -> typed.get(name.substring("utm_".length())), null);
    String address = links.forViewer(request, "/forms/" + form.slug());
    String framed = links.forViewer(request, "/forms/" + form.slug() + "/embed");
    model.addAttribute("leadForm", form);
    model.addAttribute("address", with(address, chosen, meant));
    model.addAttribute("meant", meant);
    model.addAttribute("spoken", spoken);
    model.addAttribute("chosen", chosen);
    model.addAttribute("frameCode", frameCode(form, chosen, with(framed, chosen, meant)));
    model.addAttribute(
        "pasteCodes",
        (chosen == null ? spoken : List.of(chosen))
            .stream().map(l -> new Pasted(l, pasteCode(form, l, address, meant))).toList());
    return "leads/form-sharing";
  }

  @GetMapping("/look")
  String look(@PathVariable UUID id, Model model) {
    LeadForm form = get(id);
    model.addAttribute(
        "form",
        new LookEntry(
            form.version(),
            form.accent().orElse(""),
            String.join("\n", form.frameHosts()),
            null,
            null,
            "",
            ""));
    return look(form, model);
  }

  private String look(LeadForm form, Model model) {
    model.addAttribute("leadForm", form);
    model.addAttribute("logo", files.nameOf(form.id(), FormFiles.Part.LOGO).orElse(null));
    model.addAttribute("download", files.nameOf(form.id(), FormFiles.Part.DOWNLOAD).orElse(null));
    return "leads/form-look";
  }

  @PostMapping("/look")
  ModelAndView dress(
      @PathVariable UUID id,
      @ModelAttribute("form") LookEntry typed,
      BindingResult errors,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    LeadForm form = get(id);
    FormReader reader = new FormReader(errors, locale);
    String accent = accent(reader, typed.accent());
    List<String> hosts =
        FormReader.clean(typed.hosts())
            .lines()
            .map(String::strip)
            .filter(l -> !l.isEmpty())
            .map(l -> host(reader, l))
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    if (hosts.size() > MOST_HOSTS) {
      reader.refuse("hosts", "form.hosts.tooMany", MOST_HOSTS);
    }
    Optional<FormFiles.Kept> logo = picture(reader, typed.logo());
    Optional<FormFiles.Kept> download = document(reader, typed.download());
    if (reader.failed()) {
      String view = look(form, model);
      ModelAndView page = new ModelAndView(view, errors.getModel());
      page.addAllObjects(model.asMap());
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    StaleVersionException.check(typed.version() == null ? -1 : typed.version(), form.version());
    form.dress(accent, hosts);
    forms.save(form);
    logo.ifPresentOrElse(
        file -> files.keep(form.id(), FormFiles.Part.LOGO, file),
        () -> remove(form, FormFiles.Part.LOGO, typed.removeLogo()));
    download.ifPresentOrElse(
        file -> files.keep(form.id(), FormFiles.Part.DOWNLOAD, file),
        () -> remove(form, FormFiles.Part.DOWNLOAD, typed.removeDownload()));
    Flash.done(next, "form.changed");
    return new ModelAndView("redirect:/leads/forms/" + id + "/look");
  }

  /** The picture and the file as they are kept, for those who build the form. */
  @GetMapping("/look/download")
  ResponseEntity<byte[]> download(@PathVariable UUID id) {
    return FormFiles.download(
        files.find(get(id).id(), FormFiles.Part.DOWNLOAD).orElseThrow(NotFoundException::new));
  }

  @GetMapping("/consents")
  String consents(@PathVariable UUID id, Model model) {
    LeadForm form = get(id);
    model.addAttribute("leadForm", form);
    model.addAttribute("wordings", answers.wordings(form.id()));
    model.addAttribute("userNames", userNames.all());
    return "leads/form-consents";
  }

  private void remove(LeadForm form, FormFiles.Part part, @Nullable String asked) {
    if ("true".equals(asked)) {
      files.remove(form.id(), part);
    }
  }

  private static @Nullable String accent(FormReader reader, @Nullable String typed) {
    String text = FormReader.clean(typed);
    if (text.isEmpty()) {
      return null;
    }
    Optional<Colour> colour = Colour.parse(text);
    if (colour.isEmpty()) {
      reader.refuse("accent", "form.accent.invalid");
    } else if (!colour.get().isReadable()) {
      reader.refuse(
          "accent",
          "form.accent.pale",
          Math.floor(colour.get().contrastWithWhite() * 10) / 10,
          Colour.LEAST_CONTRAST);
    }
    return colour.map(Colour::hex).orElse(null);
  }

  private static Optional<String> host(FormReader reader, String line) {
    try {
      URI uri = URI.create(line.contains("://") ? line : "https://" + line);
      if ("https".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getHost().matches("[A-Za-z0-9.-]+")
          && uri.getUserInfo() == null) {
        return Optional.of(
            "https://"
                + uri.getHost().toLowerCase(Locale.ROOT)
                + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
      }
    } catch (IllegalArgumentException e) {
      // Refused below like any other that is none.
    }
    reader.refuse("hosts", "form.hosts.invalid", line.substring(0, Math.min(60, line.length())));
    return Optional.empty();
  }

  private static Optional<FormFiles.Kept> picture(FormReader reader, @Nullable MultipartFile file) {
    return file(reader, "logo", file, FormFiles.LARGEST_LOGO)
        .filter(
            content -> {
              boolean picture =
                  FileType.of(content).filter(FileType.PICTURES::contains).isPresent();
              if (!picture) {
                reader.refuse("logo", "form.logo.type");
              }
              return picture;
            })
        .map(content -> kept(file, content));
  }

  private static Optional<FormFiles.Kept> document(
      FormReader reader, @Nullable MultipartFile file) {
    return file(reader, "download", file, FormFiles.LARGEST_DOWNLOAD)
        .filter(
            content -> {
              boolean known =
                  FileType.of(content).filter(FileType.OF_VISITORS::contains).isPresent();
              if (!known) {
                reader.refuse("download", "form.file.type");
              }
              return known;
            })
        .map(content -> kept(file, content));
  }

  private static FormFiles.Kept kept(@Nullable MultipartFile file, byte[] content) {
    FileType type = FileType.of(content).orElseThrow();
    String given =
        file == null || file.getOriginalFilename() == null ? "" : file.getOriginalFilename();
    return new FormFiles.Kept(type.named(given), type.media(), content);
  }

  private static Optional<byte[]> file(
      FormReader reader, String field, @Nullable MultipartFile file, int largest) {
    if (file == null || file.isEmpty()) {
      return Optional.empty();
    }
    if (file.getSize() > largest) {
      reader.refuse(
          field,
          largest < 1024 * 1024 ? "form.file.tooLarge.kb" : "form.file.tooLarge",
          largest < 1024 * 1024 ? largest / 1024 : largest / 1024 / 1024);
      return Optional.empty();
    }
    try {
      return Optional.of(file.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String with(String address, @Nullable String language, Campaign campaign) {
    UriComponentsBuilder to = UriComponentsBuilder.fromUriString(address);
    if (language != null) {
      to.queryParam("lang", language);
    }
    campaign.parameters().forEach((name, value) -> to.queryParam(name, "{" + name + "}"));
    return to.encode().buildAndExpand(campaign.parameters()).toUriString();
  }

  private static String frameCode(LeadForm form, @Nullable String language, String address) {
    int height = 260 + 90 * form.design().fields().size();
    return "<iframe src=\"%s\" title=\"%s\" width=\"100%%\" height=\"%d\" style=\"border:0\"></iframe>"
        .formatted(
            escape(address),
            escape(language == null ? form.title() : form.texts(language).title()),
            height);
  }

  private String pasteCode(LeadForm form, String language, String address, Campaign campaign) {
    FormPage page =
        FormPage.of(
            "",
            form.design(),
            form.language(),
            language,
            form.content().consentRequired(),
            Map.of(),
            Map.of(),
            messages);
    StringBuilder code = new StringBuilder();
    code.append("<form method=\"post\" action=\"%s\">\n".formatted(escape(address)));
    code.append(
        "  <input type=\"hidden\" name=\"lang\" value=\"%s\">\n".formatted(page.language()));
    campaign
        .parameters()
        .forEach(
            (name, value) ->
                code.append(
                    "  <input type=\"hidden\" name=\"%s\" value=\"%s\">\n"
                        .formatted(name, escape(value))));
    for (FormPage.Shown field : page.fields()) {
      if (field.kind() != Kind.FILE) {
        code.append("  <p>").append(control(field)).append("</p>\n");
      }
    }
    code.append(
        "  <p><label><input type=\"checkbox\" name=\"consent\" value=\"true\"%s> %s</label></p>\n"
            .formatted(page.consentRequired() ? " required" : "", escape(page.consent())));
    code.append("  <p><button>%s</button></p>\n</form>".formatted(escape(page.button())));
    return code.toString();
  }

  private static String control(FormPage.Shown field) {
    String label = escape(field.called());
    String required = field.required() ? " required" : "";
    return switch (field.kind()) {
      case LONG_TEXT ->
          "<label>%s<br><textarea name=\"%s\" rows=\"4\" maxlength=\"%d\"%s></textarea></label>"
              .formatted(label, field.id(), field.most(), required);
      case CHOICE -> {
        StringBuilder options = new StringBuilder("<option value=\"\"></option>");
        field
            .options()
            .forEach(
                o ->
                    options.append(
                        "<option value=\"%s\">%s</option>"
                            .formatted(escape(o.value()), escape(o.called()))));
        yield "<label>%s<br><select name=\"%s\"%s>%s</select></label>"
            .formatted(label, field.id(), required, options);
      }
      case CHOICES -> {
        StringBuilder boxes = new StringBuilder(label);
        field
            .options()
            .forEach(
                o ->
                    boxes.append(
                        "<br><label><input type=\"checkbox\" name=\"%s\" value=\"%s\"> %s</label>"
                            .formatted(field.id(), escape(o.value()), escape(o.called()))));
        yield boxes.toString();
      }
      case YES_NO ->
          "<label><input type=\"checkbox\" name=\"%s\" value=\"true\"%s> %s</label>"
              .formatted(field.id(), required, label);
      default ->
          "<label>%s<br><input type=\"%s\" name=\"%s\" maxlength=\"%d\" autocomplete=\"%s\"%s></label>"
              .formatted(
                  label,
                  switch (field.kind()) {
                    case EMAIL -> "email";
                    case PHONE -> "tel";
                    case DATE -> "date";
                    default -> "text";
                  },
                  field.id(),
                  field.most(),
                  field.autocomplete(),
                  required);
    };
  }

  private static String escape(String text) {
    return HtmlUtils.htmlEscape(text, "UTF-8");
  }

  private LeadForm get(UUID id) {
    return forms.findById(new LeadFormId(id)).orElseThrow(NotFoundException::new);
  }
}
