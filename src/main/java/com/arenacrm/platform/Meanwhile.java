package com.arenacrm.platform;

import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.web.servlet.ModelAndView;

/**
 * A form that was filled in while somebody else changed the record. It is shown again with what was
 * typed, beside each field that says something else now what it says, and with the record's present
 * version, so that sending it again overwrites knowingly (Q03). Fields of {@code ui/field} show it
 * by themselves.
 */
public final class Meanwhile {

  private static final Set<String> NOT_TYPED = Set.of("id", "version");

  private Meanwhile() {}

  /** Whether somebody else changed the record after the form was opened. */
  public static boolean changed(@Nullable Integer formVersion, @Nullable Integer recordVersion) {
    return formVersion == null || !formVersion.equals(recordVersion);
  }

  /**
   * Whether somebody else changed the record after the form was opened, to something else than the
   * form says. A form that is sent twice finds its own words, and is answered like the first time
   * (Q04).
   *
   * @param present the form as it would be opened now
   */
  public static <F extends Record> boolean changed(
      @Nullable Integer formVersion, @Nullable Integer recordVersion, F typed, F present) {
    return changed(formVersion, recordVersion) && !isMade(typed, present);
  }

  /** Whether the record says what the form says. */
  public static <F extends Record> boolean isMade(F typed, F present) {
    return differences(typed, present).isEmpty();
  }

  /**
   * Makes a page with a form, whose name in the model is {@code form}, into that of a form that
   * came late.
   *
   * @param typed what was sent
   * @param present the form as it would be opened now; its {@code version} is the record's
   */
  public static <F extends Record> ModelAndView show(ModelAndView page, F typed, F present) {
    BeanPropertyBindingResult form = new BeanPropertyBindingResult(renewed(typed, present), "form");
    form.reject("meanwhile.text");
    page.addAllObjects(form.getModel());
    page.addObject("meanwhile", differences(typed, present));
    page.setStatus(HttpStatus.CONFLICT);
    return page;
  }

  /** What each field says now that says something else than was typed, by the field's name. */
  public static Map<String, String> differences(Record typed, Record present) {
    Map<String, String> differences = new HashMap<>();
    for (RecordComponent field : typed.getClass().getRecordComponents()) {
      String now = text(field, present);
      if (!NOT_TYPED.contains(field.getName()) && !now.equals(text(field, typed))) {
        differences.put(field.getName(), now);
      }
    }
    return differences;
  }

  // A box that is not ticked is not sent at all.
  private static String text(RecordComponent field, Record form) {
    Object value = valueOf(field, form);
    String text = value == null ? "" : value.toString().replace("\r\n", "\n").strip();
    return text.equals("false") ? "" : text;
  }

  private static <F extends Record> F renewed(F typed, F present) {
    RecordComponent[] fields = typed.getClass().getRecordComponents();
    Object[] values =
        Stream.of(fields)
            .map(f -> valueOf(f, f.getName().equals("version") ? present : typed))
            .toArray();
    Class<?>[] types = Stream.of(fields).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      @SuppressWarnings("unchecked")
      Class<F> type = (Class<F>) typed.getClass();
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object valueOf(RecordComponent field, Record form) {
    try {
      field.getAccessor().setAccessible(true);
      return field.getAccessor().invoke(form);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
