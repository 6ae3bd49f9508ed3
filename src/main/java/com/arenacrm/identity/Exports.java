package com.arenacrm.identity;

import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.Slice;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Gives lists out as files, and keeps in the trail who took which list with how many rows (Q35).
 * Their rows come as they are read, so that a long list needs no more room than a short one.
 */
@Component
public class Exports {

  /**
   * A column of an exported list.
   *
   * @param messageKey of its name
   * @param readOnly whether an import of the file leaves it out, because Arena works it out
   */
  public record Column(String messageKey, boolean readOnly) {

    public static Column of(String messageKey) {
      return new Column(messageKey, false);
    }

    public static Column readOnly(String messageKey) {
      return new Column(messageKey, true);
    }
  }

  /** The column of Arena's own identifiers, by which an import finds the records again. */
  public static final Column ID = Column.of("export.id");

  /** Where the rows of a list come from. */
  public interface Source {

    /** Writes all rows. */
    void into(ListFile file);
  }

  /** Reads so many rows of a long list at a time. */
  public static final int PIECE = 1_000;

  /**
   * Rows of a list that is read piece by piece.
   *
   * @param read the rows after one, {@value #PIECE} of them; the first where it is null
   */
  public static <R> Source pieces(
      Function<@Nullable UUID, Slice<R>> read, BiConsumer<List<R>, ListFile> write) {
    return file -> {
      UUID after = null;
      do {
        Slice<R> piece = read.apply(after);
        write.accept(piece.rows(), file);
        after = piece.next();
      } while (after != null);
    };
  }

  /** Rows of a list that is read piece by piece, each of them one row of the file. */
  public static <R> Source each(Function<@Nullable UUID, Slice<R>> read, Function<R, List<?>> row) {
    return pieces(read, (piece, file) -> piece.forEach(one -> file.row(row.apply(one))));
  }

  /**
   * Some rows of a list that is read by places.
   *
   * @param next how many stand before the following ones; null after the last
   */
  public record Part<R>(List<R> rows, @Nullable Integer next) {}

  /** Rows of a list that is read by places, each of them one row of the file. */
  public static <R> Source parts(IntFunction<Part<R>> read, Function<R, List<?>> row) {
    return file -> {
      Integer first = 0;
      while (first != null) {
        Part<R> part = read.apply(first);
        part.rows().forEach(one -> file.row(row.apply(one)));
        first = part.next();
      }
    };
  }

  private final AuditTrail audit;
  private final MessageSource messages;
  private final Clock clock;

  Exports(AuditTrail audit, MessageSource messages, Clock clock) {
    this.audit = audit;
    this.messages = messages;
    this.clock = clock;
  }

  /**
   * Sends a list.
   *
   * @param list message key of its name
   * @param columns those that every row has
   * @param more names of further columns, as they stand
   * @param rows how many there are, or one more than may be exported
   * @throws RefusedException when they are too many
   */
  public void send(
      HttpServletResponse response,
      CurrentUser viewer,
      Locale locale,
      ListFile.Format format,
      String list,
      List<Column> columns,
      List<String> more,
      int rows,
      Source source) {
    if (rows > ListFile.MOST_ROWS) {
      throw new RefusedException("export.tooMany", ListFile.MOST_ROWS);
    }
    note(viewer, say(list, locale), rows);
    List<String> header = new ArrayList<>();
    columns.forEach(column -> header.add(nameOf(column, locale)));
    header.addAll(more);
    write(response, viewer, locale, format, say(list, locale), header, source);
  }

  /**
   * Sends a list of what waits to be done, which nobody has counted before.
   *
   * @param list message key of its name
   * @param columns message keys of their names
   */
  public void send(
      HttpServletResponse response,
      CurrentUser viewer,
      Locale locale,
      ListFile.Format format,
      String list,
      List<String> columns,
      Source source) {
    int[] rows = {0};
    try {
      write(
          response,
          viewer,
          locale,
          format,
          say(list, locale),
          columns.stream().map(column -> say(column, locale)).toList(),
          file -> {
            try {
              source.into(file);
            } finally {
              rows[0] = file.size();
            }
          });
    } finally {
      note(viewer, say(list, locale), rows[0]);
    }
  }

  /** A text of the files, in the language of their reader. */
  public String say(String key, Locale locale, Object... arguments) {
    return messages.getMessage(key, arguments, locale);
  }

  private void note(CurrentUser viewer, String name, int rows) {
    audit.note(
        viewer,
        "list-exported",
        new Subject("list", null, name),
        null,
        rows + " " + AuditTrail.word("export.rows"));
  }

  private void write(
      HttpServletResponse response,
      CurrentUser viewer,
      Locale locale,
      ListFile.Format format,
      String name,
      List<String> header,
      Source source) {
    response.setContentType(format.mediaType());
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        "attachment; filename=\"arena-%s-%s.%s\""
            .formatted(
                Normalizer.normalize(name, Normalizer.Form.NFD)
                    .replaceAll("\\p{M}", "")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9]+", "-"),
                viewer.today(clock),
                format.extension()));
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    try (ListFile file =
        new ListFile(
            format,
            viewer.formats(locale).locale(),
            viewer.company().zone(),
            name,
            response.getOutputStream())) {
      file.header(header);
      source.into(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String nameOf(Column column, Locale locale) {
    String name = messages.getMessage(column.messageKey(), null, locale);
    return column.readOnly()
        ? messages.getMessage("export.readOnly", new Object[] {name}, locale)
        : name;
  }
}
