package com.arenacrm.playbook;

import com.arenacrm.platform.FormReader;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A place in a script that is filled from the record; known by its name in either language. */
public enum MergeField {
  PERSON_NAME("persona.nombre", "person.name"),
  PERSON_FIRST_NAME("persona.nombre_de_pila", "person.first_name"),
  PERSON_JOB("persona.cargo", "person.job"),
  PERSON_EMAIL("persona.correo", "person.email"),
  PERSON_PHONE("persona.telefono", "person.phone"),
  COMPANY_NAME("empresa.nombre", "company.name"),
  PROFILE_NAME("perfil.nombre", "profile.name"),
  NEED("prospecto.necesidad", "lead.need"),
  ADAPTATION("prospecto.adaptacion", "lead.adaptation"),
  ACTIVITY_TITLE("actividad.nombre", "activity.name"),
  STORY_TITLE("historia.titulo", "story.title"),
  OFFER_NAME("oferta.nombre", "offer.name"),
  OFFER_PRICE("oferta.precio", "offer.price"),
  OFFER_GUARANTEE("oferta.garantia", "offer.guarantee"),
  DEAL_NAME("oportunidad.nombre", "deal.name"),
  DEAL_AMOUNT("oportunidad.importe", "deal.amount"),
  SELLER_NAME("yo.nombre", "me.name"),
  OUR_NAME("nosotros.nombre", "us.name");

  /** So much of it fills a script that is sent as part of an address. */
  private static final int LONGEST = 300;

  private final String spanish;
  private final String english;

  MergeField(String spanish, String english) {
    this.spanish = spanish;
    this.english = english;
  }

  /** How a reader of that language writes it, with its braces. */
  public String written(Locale locale) {
    return "{{" + (locale.getLanguage().equals("en") ? english : spanish) + "}}";
  }

  /** The field of a form in which a seller writes what the record does not say. */
  public String field() {
    return "m-" + name();
  }

  /** What a seller wrote in such fields; what is left empty is not said. */
  public static Map<MergeField, String> typed(Map<String, String> sent) {
    Map<MergeField, String> typed = new EnumMap<>(MergeField.class);
    for (MergeField field : values()) {
      String text = FormReader.clean(sent.get(field.field()));
      if (!text.isEmpty()) {
        typed.put(field, text.length() > LONGEST ? text.substring(0, LONGEST) : text);
      }
    }
    return typed;
  }

  static Optional<MergeField> named(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT);
    return Stream.of(values())
        .filter(f -> f.spanish.equals(plain) || f.english.equals(plain))
        .findFirst();
  }
}
