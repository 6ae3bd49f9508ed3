package com.arenacrm.leads.forms;

import com.arenacrm.identity.Organizations;
import com.arenacrm.leads.forms.FormDesign.Field;
import com.arenacrm.leads.forms.FormDesign.Kind;
import com.arenacrm.leads.forms.FormDesign.Words;
import com.arenacrm.platform.FileType;
import com.arenacrm.platform.FormReader;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.validation.FieldError;
import org.springframework.validation.MapBindingResult;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.util.WebUtils;

/** Reads what a visitor typed into a form: its own fields only, and nothing typed is lost. */
@Component
class FormReading {

  private static final int MOST_CHOICES = 50;

  private final Organizations organizations;
  private final MessageSource messages;

  FormReading(Organizations organizations, MessageSource messages) {
    this.organizations = organizations;
    this.messages = messages;
  }

  /**
   * What was typed, and what it means.
   *
   * @param typed by field, as it was typed
   * @param wrong by field, what is wrong with it, in words
   */
  record Read(
      Map<String, List<String>> typed,
      Map<String, String> wrong,
      @Nullable String name,
      @Nullable EmailAddress email,
      @Nullable PhoneNumber phone,
      @Nullable String company,
      Map<String, String> answers,
      List<Sent.Attachment> files,
      @Nullable String wording,
      Campaign campaign) {

    Sent sent(
        UUID id,
        String language,
        @Nullable String trap,
        Instant opened,
        boolean looked,
        String address) {
      return new Sent(
          id, language, name, email, phone, company, answers, files, wording, campaign, trap,
          opened, looked, address);
    }
  }

  Read read(LeadForm form, String language, HttpServletRequest request) {
    Locale locale = Locale.forLanguageTag(language);
    Map<String, List<String>> typed = new HashMap<>();
    MapBindingResult errors = new MapBindingResult(new HashMap<>(), "form");
    FormReader reader = new FormReader(errors, locale);
    Map<String, String> answers = new TreeMap<>();
    List<Sent.Attachment> files = new ArrayList<>();
    String name = null;
    EmailAddress email = null;
    PhoneNumber phone = null;
    String company = null;
    for (Field field : form.design().fields()) {
      String id = field.id();
      String[] values = request.getParameterValues(id);
      List<String> said =
          values == null
              ? List.of()
              : Arrays.stream(values).limit(MOST_CHOICES).map(FormReading::shortened).toList();
      if (!said.isEmpty()) {
        typed.put(id, said);
      }
      String first = said.isEmpty() ? "" : said.get(0);
      boolean there;
      switch (id) {
        case FormDesign.NAME -> {
          name = reader.text(id, first, FormPage.SHORT);
          there = name != null;
        }
        case FormDesign.EMAIL -> {
          email = reader.email(id, first);
          there = email != null;
        }
        case FormDesign.PHONE -> {
          phone = reader.phone(id, first, organizations.current().region());
          there = phone != null;
        }
        case FormDesign.COMPANY -> {
          company = reader.text(id, first, FormPage.SHORT);
          there = company != null;
        }
        default -> {
          if (field.kind() == Kind.FILE) {
            chosen(field, request)
                .ifPresentOrElse(named -> typed.put(id, List.of(named)), () -> typed.remove(id));
            Optional<Sent.Attachment> file = file(field, reader, request);
            file.ifPresent(files::add);
            file.ifPresent(f -> answers.put(id, f.name()));
          } else {
            String answer = answer(field, form.language(), said, reader, locale);
            if (answer != null) {
              answers.put(id, answer);
            }
          }
          there = answers.containsKey(id);
        }
      }
      if (field.required() && !there) {
        reader.require(id, null, field.kind() == Kind.YES_NO ? "form.yes.required" : "required");
      }
    }
    if (email == null && phone == null && !reader.failed()) {
      reader.refuse(
          form.design().field(FormDesign.EMAIL).isPresent() ? FormDesign.EMAIL : FormDesign.PHONE,
          "form.reach.required");
    }
    boolean agrees = "true".equals(request.getParameter("consent"));
    if (agrees) {
      typed.put("consent", List.of("true"));
    } else if (form.content().consentRequired()) {
      reader.refuse("consent", "form.consent.required");
    }
    Map<String, String> wrong = new TreeMap<>();
    for (FieldError error : errors.getFieldErrors()) {
      wrong.putIfAbsent(error.getField(), messages.getMessage(error, locale));
    }
    return new Read(
        typed,
        wrong,
        name,
        email,
        phone,
        company,
        answers,
        files,
        agrees ? form.texts(language).consent() : null,
        Campaign.of(request::getParameter, request.getParameter("referrer")));
  }

  private @Nullable String answer(
      Field field, String first, List<String> said, FormReader reader, Locale locale) {
    String id = field.id();
    String typed = said.isEmpty() ? "" : said.get(0);
    return switch (field.kind()) {
      case SHORT_TEXT -> reader.text(id, typed, FormPage.SHORT);
      case LONG_TEXT -> reader.text(id, typed, FormPage.LONG);
      case CHOICE, CHOICES -> chosen(field, first, said, reader);
      case NUMBER -> {
        String clean = FormReader.clean(typed);
        Optional<BigDecimal> number = FormReader.parseAmount(clean, locale);
        if (!clean.isEmpty() && number.isEmpty()) {
          reader.refuse(id, "form.number.invalid");
        }
        yield number.map(n -> plain(n)).orElse(null);
      }
      case DATE -> {
        LocalDate date = reader.date(id, typed);
        yield date == null ? null : date.toString();
      }
      case EMAIL -> {
        EmailAddress email = reader.email(id, typed);
        yield email == null ? null : email.value();
      }
      case PHONE -> {
        PhoneNumber phone = reader.phone(id, typed, organizations.current().region());
        yield phone == null ? null : phone.e164();
      }
      case YES_NO ->
          "true".equals(typed)
              ? messages.getMessage("form.yes", null, Locale.forLanguageTag(first))
              : null;
      case FILE -> null;
    };
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static @Nullable String chosen(
      Field field, String first, List<String> said, FormReader reader) {
    Words words = field.words().get(first);
    List<String> known = words == null ? List.of() : words.options();
    List<String> given = said.stream().filter(s -> !s.isEmpty()).distinct().toList();
    if (!known.containsAll(given) || (field.kind() == Kind.CHOICE && given.size() > 1)) {
      reader.refuse(field.id(), "choose");
      return null;
    }
    List<String> kept = known.stream().filter(given::contains).toList();
    return kept.isEmpty() ? null : String.join("\n", kept);
  }

  /** What the file is called that was sent for a field, whether or not it is taken. */
  private static Optional<String> chosen(Field field, HttpServletRequest request) {
    MultipartHttpServletRequest parts =
        WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class);
    return Optional.ofNullable(parts == null ? null : parts.getFile(field.id()))
        .filter(file -> !file.isEmpty())
        .map(MultipartFile::getOriginalFilename)
        .map(FormReading::shortened);
  }

  private static Optional<Sent.Attachment> file(
      Field field, FormReader reader, HttpServletRequest request) {
    MultipartHttpServletRequest parts =
        WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class);
    MultipartFile file = parts == null ? null : parts.getFile(field.id());
    if (file == null || file.isEmpty()) {
      return Optional.empty();
    }
    if (file.getSize() > FormFiles.LARGEST_ATTACHMENT) {
      reader.refuse(field.id(), "form.file.tooLarge", FormFiles.LARGEST_ATTACHMENT / 1024 / 1024);
      return Optional.empty();
    }
    try {
      byte[] content = file.getBytes();
      Optional<FileType> type = FileType.of(content).filter(FileType.OF_VISITORS::contains);
      if (type.isEmpty()) {
        reader.refuse(field.id(), "form.file.type");
        return Optional.empty();
      }
      String given = file.getOriginalFilename() == null ? "" : file.getOriginalFilename();
      return Optional.of(
          new Sent.Attachment(field.id(), type.get().named(given), type.get().media(), content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // More than any field may hold is not even shown again.
  private static String shortened(String text) {
    String clean = FormReader.clean(text);
    return clean.length() > FormPage.LONG * 2 ? clean.substring(0, FormPage.LONG * 2) : clean;
  }
}
